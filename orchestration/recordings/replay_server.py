"""Serving a recording on the loopback interface, to the client's own code path.

The client's route turns `https://host/path?query` into `/https/host/path?query`; what was not
recorded is a 404 that says so. Nothing here reads a recording's files but through `recording`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from orchestration.recordings.recording import Exchange, Recording, RecordingError

BODILESS = frozenset({204, 304})
RECORDED_ON = "x-recorded-on"
"""The header in which a recording says when an answer was given."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is its own business; nothing is printed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one write an answer: head and body apart cost 40 ms of delayed ACK each
    disable_nagle_algorithm = True
    timeout = 120
    server: _Server

    def do_GET(self) -> None:
        self._answer("GET", None)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            asked = json.loads(raw or b"null")
        except ValueError:
            asked = raw.decode("utf-8", errors="replace")
        self._answer("POST", asked)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the caller keeps its own account of requests."""

    def _answer(self, method: str, asked: Any) -> None:
        scheme, _, rest = self.path.lstrip("/").partition("/")
        exchange = self.server.recording.find(method, f"{scheme}://{rest}", asked)
        if exchange is None:
            self._send(404, {"x-recording": "unrecorded"}, b"")
            return
        if self._unchanged(exchange):
            self._send(304, _headers(exchange), b"")
            return
        try:
            content = exchange.content
        except RecordingError as error:
            self._send(500, {"x-recording": str(error).encode("ascii", "replace").decode()}, b"")
            return
        self._send(exchange.status, _headers(exchange), content)

    def _unchanged(self, exchange: Exchange) -> bool:
        """The validators of the request are those of the recorded answer."""
        etag, given = exchange.headers.get("etag"), self.headers.get("if-none-match")
        if exchange.status != 200:
            return False
        if given is not None:
            tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
            return etag is not None and ("*" in tags or etag.removeprefix("W/") in tags)
        since, changed = (
            self.headers.get("if-modified-since"),
            exchange.headers.get("last-modified"),
        )
        return since is not None and since == changed

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in BODILESS:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        if status not in BODILESS:
            self.wfile.write(content)


def _headers(exchange: Exchange) -> dict[str, str]:
    recorded_on = {RECORDED_ON: exchange.recorded_on} if exchange.recorded_on else {}
    return {**exchange.headers, **recorded_on}


@contextmanager
def serve(recording: Recording) -> Iterator[str]:
    """Serve the recording while the block runs; yields the client's `route`."""
    with _Server(recording) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
