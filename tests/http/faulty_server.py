"""A server on the loopback interface that runs a test's script, and a clock that tests move."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from tests.fakes import QuietHandler, QuietServer

Script = Callable[["Handler", int], None]


class Handler(QuietHandler):
    """Runs the test's script; keeps the headers of every request."""

    server: FaultyServer

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.seen.append((self.path, dict(self.headers)))
            turn = len(self.server.seen)
        with suppress(OSError):
            self.server.script(self, turn)

    def do_POST(self) -> None:
        self.server.posted.append(self.rfile.read(int(self.headers["content-length"])))
        self.do_GET()

    def reply(self, status: int, content: bytes = b"[]", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"content_type": "application/json"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class FaultyServer(QuietServer):
    def __init__(self) -> None:
        super().__init__(Handler)
        self.lock = threading.Lock()
        self.script: Script = lambda handler, turn: handler.reply(200)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.posted: list[bytes] = []


class FakeClock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
