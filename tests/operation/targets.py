"""Real targets of alerts on loopback: a webhook and a mail server that keep what they get."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Webhook:
    """`url` is a target as a user would set it; its password must be shown nowhere."""

    port: int = 0
    got: list[dict[str, Any]] = field(default_factory=list)
    secret: str = "s3cretpassword"

    @property
    def url(self) -> str:
        return f"json://user:{self.secret}@127.0.0.1:{self.port}/hook-{self.secret}"


@contextmanager
def webhook() -> Iterator[Webhook]:
    received = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            received.got.append(json.loads(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as received.port:
        yield received


@contextmanager
def mail_server() -> Iterator[tuple[int, list[Message]]]:
    """A port that speaks SMTP, and the messages that it was given."""
    got: list[Message] = []

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 loopback")
            while words := self.rfile.readline().decode().split():
                match words[0].upper():
                    case "DATA":
                        self.say("354 go on")
                        got.append(
                            message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")))
                        )
                        self.say("250 kept")
                    case "QUIT":
                        return self.say("221 bye")
                    case _:
                        self.say("250 loopback")
            return None

    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, got


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
