"""The current release on loopback; its `index.html` leads to its pages and files."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from orchestration import plain_text
from orchestration.serving import same_origin


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def send_head(self) -> Any:
        """The content of an answer to GET or HEAD."""
        port = int(self.server.server_address[1])
        if reason := same_origin.refusal(self.command, "/", self.headers.items(), port):
            return self._forbidden(reason)
        return super().send_head()

    def _forbidden(self, reason: str) -> BytesIO:
        content = f"{reason}\n".encode()
        self.send_response(HTTPStatus.FORBIDDEN)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def list_directory(self, path: Any) -> None:
        """A folder without an index.html is not found: nothing is listed."""
        self.send_error(HTTPStatus.NOT_FOUND, "File not found")

    def end_headers(self) -> None:
        """The headers of every answer, after its own."""
        for name, value in same_origin.HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """One line without control characters."""
        super().log_message("%s", plain_text.line(format % args))


def server(current: Path, port: int) -> ThreadingHTTPServer:
    """A server that follows the link `current` at each request, so that it serves a new release."""
    return _Server(("127.0.0.1", port), partial(_Handler, directory=str(current)))
