"""Serves a recording on the loopback interface, so that the client runs its usual code.

With a route the client turns `https://host/path?query` into `/https/host/path?query`. A request
that is not in the recording gets a 404 with the header `x-recording: unrecorded`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from orchestration.recordings.recording import Exchange, Recording, RecordingError

BODILESS = frozenset({204, 304})
RECORDED_ON = "x-recorded-on"
"""The header that holds the day on which an answer was recorded."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: a client may close its connection at any time."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one write per answer: separate head and body cost 40 ms of delayed ACK
    disable_nagle_algorithm = True
    timeout = 120
    server: _Server

    def do_GET(self) -> None:
        """Answer a GET request."""
        self._answer("GET", None)

    def do_POST(self) -> None:
        """Answer a POST request by its JSON body."""
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            body = json.loads(raw or b"null")
        except ValueError:
            body = raw.decode("utf-8", errors="replace")
        self._answer("POST", body)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the caller counts its requests."""

    def _answer(self, method: str, request_body: Any) -> None:
        scheme, _, rest = self.path.lstrip("/").partition("/")
        exchange = self.server.recording.find(method, f"{scheme}://{rest}", request_body)
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
        """Whether the validators of the request are those of the recorded answer."""
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
    """Serve a recording while the block runs; yields the `route` for the client."""
    with _Server(recording) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serve_apart(path: Path) -> Iterator[str]:
    """Serve the recording of a folder from another process, as `serve` does.

    A crawl keeps one core busy by itself, so that a server beside it would halve its speed. The
    process ends with the block, and also when this process ends, because its input is closed then.
    """
    command = [sys.executable, "-m", __name__, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        try:
            route = run.stdout.readline().strip()
            if not route:
                raise RecordingError(f"{path}: its server did not start")
            yield route
        finally:
            run.stdin.close()


if __name__ == "__main__":
    with serve(Recording.load(Path(sys.argv[1]))) as address:
        sys.stdout.write(f"{address}\n")  # the parent process reads it
        sys.stdout.flush()
        sys.stdin.read()
