"""Which requests a server on loopback answers: those of its own pages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from orchestration.serving.same_origin import HEADERS, OwnPage

PORT = 3977
OWN = f"http://127.0.0.1:{PORT}"


def through(kind: str, method: str, path: str, *headers: tuple[str, str]) -> list[dict[str, Any]]:
    """What comes back through `OwnPage` from an app that answers whatever reaches it."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"reached"})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    encoded = [(name.lower().encode(), value.encode()) for name, value in headers]
    scope = {"type": kind, "method": method, "path": path, "headers": encoded}
    asyncio.run(OwnPage(app, PORT)(scope, receive, send))
    return sent


HOST = ("host", f"127.0.0.1:{PORT}")
ORIGIN = ("origin", OWN)
TYPE = ("content-type", "application/json")
PAGE = ("accept", "text/html,application/xhtml+xml")
FOREIGN = ("origin", "https://evil.example")
CROSS = ("sec-fetch-site", "cross-site")
LINK = (("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"))

OWN_PAGE = [
    ("http", "GET", "/", HOST),
    ("http", "GET", "/", ("host", f"localhost:{PORT}")),
    ("http", "GET", "/", ("host", f"[::1]:{PORT}")),
    ("http", "GET", "/runs", HOST, CROSS, *LINK),
    ("http", "GET", "/app.js", HOST, ("sec-fetch-site", "same-origin")),
    ("http", "GET", "/", HOST, ("sec-fetch-site", "none")),
    ("http", "GET", "/graphql", HOST, PAGE),
    ("http", "POST", "/graphql", HOST, ORIGIN, TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, TYPE, ("sec-fetch-site", "same-origin")),
    ("http", "POST", "/graphql", HOST, ORIGIN, ("content-type", "application/json; charset=utf-8")),
    ("http", "POST", "/graphql", ("host", f"LOCALHOST:{PORT}"),
     ("origin", f"http://localhost:{PORT}"), TYPE),
    ("websocket", "", "/graphql", HOST, ORIGIN),
]  # fmt: skip
FOREIGN_PAGE = [
    ("http", "GET", "/", ("host", "evil.example")),
    ("http", "GET", "/", ("host", f"evil.example:{PORT}")),
    ("http", "GET", "/", ("host", "127.0.0.1")),
    ("http", "GET", "/", ("host", "127.0.0.1:80")),
    ("http", "GET", "/", ("host", f"127.0.0.1.nip.io:{PORT}")),
    ("http", "GET", "/"),
    ("http", "GET", "/", HOST, ("host", "evil.example")),
    ("http", "GET", "/", HOST, FOREIGN),
    ("http", "GET", "/", HOST, CROSS),
    ("http", "GET", "/", HOST, CROSS, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")),
    ("http", "GET", "/logs/x/out", HOST, CROSS, ("sec-fetch-mode", "no-cors")),
    ("http", "GET", "/graphql", HOST),
    ("http", "GET", "/graphql", HOST, ("accept", "image/avif,image/webp,*/*")),
    ("http", "GET", "/graphql/", HOST, ("accept", "*/*")),
    ("http", "GET", "/graphql", HOST, PAGE, CROSS, ("sec-fetch-dest", "iframe")),
    ("http", "HEAD", "/graphql", HOST),
    ("http", "POST", "/graphql", HOST, TYPE),
    ("http", "POST", "/graphql", HOST, FOREIGN, TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", "null"), TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", "https://127.0.0.1:3977"), TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", "http://127.0.0.1:3000"), TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", f"http://localhost:{PORT}"), TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, FOREIGN, TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, CROSS, *LINK, TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, ("sec-fetch-site", "same-site"), TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN),
    ("http", "POST", "/graphql", HOST, ORIGIN, ("content-type", "text/plain; application/json")),
    ("http", "POST", "/graphql", HOST, ORIGIN, TYPE, ("content-type", "text/plain")),
    ("http", "POST", "/report_asset_materialization/x", HOST, FOREIGN, TYPE),
    ("http", "PUT", "/", HOST),
    ("http", "OPTIONS", "/graphql", HOST, FOREIGN),
    ("http", "POST", "/graphql", ("host", "evil.example"), ("origin", "http://evil.example"), TYPE),
    ("websocket", "", "/graphql", HOST),
    ("websocket", "", "/graphql", HOST, FOREIGN),
    ("websocket", "", "/graphql", HOST, ("origin", "null")),
    ("websocket", "", "/graphql", ("host", "evil.example"), ("origin", "http://evil.example")),
]  # fmt: skip


@pytest.mark.parametrize("request_", OWN_PAGE, ids=str)
def test_its_own_page_is_answered(request_: Any) -> None:
    first = through(*request_)[0]
    if request_[0] == "websocket":
        assert first["type"] == "websocket.accept"
        return
    assert first["status"] == 200
    sent = {name.decode(): value.decode() for name, value in first["headers"]}
    assert sent == {name.lower(): value for name, value in HEADERS.items()}


@pytest.mark.parametrize("request_", FOREIGN_PAGE, ids=str)
def test_no_other_page_is_answered(request_: Any) -> None:
    sent = through(*request_)
    assert not any(message.get("body") == b"reached" for message in sent)
    assert sent[0]["type"] == "websocket.close" or sent[0]["status"] == 403
