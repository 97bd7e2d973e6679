"""The current release on loopback: report, docs, quality and files, and a page that leads there."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from orchestration import plain_text
from orchestration.serving import same_origin

INDEX = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Hiring Ledger</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body>
<h1>Hiring Ledger</h1>
<ul>
<li><a href="/report/">Report</a>: the tables and charts of one night</li>
<li><a href="/docs/">Docs</a>: every table and column, and how one comes from another</li>
<li><a href="/quality/">Quality</a>: every check of every table</li>
</ul></body></html>
"""


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def send_head(self) -> Any:
        """What GET and HEAD answer with."""
        port = int(self.server.server_address[1])
        if reason := same_origin.refusal(self.command, "/", self.headers.items(), port):
            return self._page(HTTPStatus.FORBIDDEN, f"{reason}\n".encode(), "text/plain")
        if self.path.partition("?")[0] in ("", "/", "/index.html"):
            return self._page(HTTPStatus.OK, INDEX, "text/html")
        return super().send_head()

    def _page(self, status: HTTPStatus, content: bytes, kind: str) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def list_directory(self, path: Any) -> None:
        """No folder is listed: what there is, the pages and the manifest say."""
        self.send_error(HTTPStatus.NOT_FOUND, "File not found")

    def end_headers(self) -> None:
        for name, value in same_origin.HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        super().log_message("%s", plain_text.line(format % args))


def server(current: Path, port: int) -> ThreadingHTTPServer:
    """A server of what `current` leads to at each request, so that a new release is seen."""
    return _Server(("127.0.0.1", port), partial(_Handler, directory=str(current)))
