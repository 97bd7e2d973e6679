"""Fakes that several tests share: a getter with given answers, a server that logs nothing, and a
board read to its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from orchestration.http.responses import HttpAnswer
from orchestration.sources._toolkit.errors import Incomplete
from orchestration.sources._toolkit.listing import Posting


class Requested(Exception):
    """Raised by `get_always(Requested())` at the first request."""


class FakeGetter:
    """A getter of a source. `answer(url, body)` returns bytes, text, a value to send as JSON, or an
    error to raise; `urls` holds the requested URLs."""

    def __init__(self, answer: Callable[[str, Any], Any]) -> None:
        self.answer = answer
        self.urls: list[str] = []

    def __call__(self, url: str, *, json: Any = None, **_: Any) -> HttpAnswer:
        self.urls.append(url)
        content = self.answer(url, json)
        if isinstance(content, Exception):
            raise content
        return HttpAnswer(url, 200, {"content-type": "application/json"}, _body(content))


def _body(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def get_always(content: Any) -> FakeGetter:
    """A getter with the same answer to every request."""
    return FakeGetter(lambda url, body: content)


class QuietHandler(BaseHTTPRequestHandler):
    """A handler of HTTP/1.1 that logs nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    """A server on a free port of the loopback interface that logs no error of a handler."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def read_board(postings: Iterator[Posting]) -> tuple[list[Posting], str | None]:
    """The postings of a board, and why it is not complete, if it is not."""
    rows: list[Posting] = []
    try:
        for posting in postings:
            rows.append(posting)
    except Incomplete as error:
        return rows, str(error)
    return rows, None
