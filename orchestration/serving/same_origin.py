"""Which requests a server on loopback answers: those of its own pages, under its own host name.

Any page in the same browser can send requests to any port of this machine, and with DNS rebinding
under the host name of that page. Here: recognising such requests by headers that a page cannot set.
Not here: what is served. Other users of this machine are not kept out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
"""On every answer: no other page can frame it, embed it or keep a handle of its window."""
SAFE = ("GET", "HEAD")


def hosts(port: int) -> frozenset[str]:
    """The values of the Host header that this port of loopback accepts."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())


def refusal(
    method: str,
    path: str,
    headers: Iterable[tuple[str, str]],
    port: int,
    *,
    is_socket: bool = False,
) -> str | None:
    """Why a request is rejected; None for a request of the server's own page.

    A change must be JSON and carry the Origin of a page that was served here. A read must not come
    from another page, except a link that opens a new page.
    """
    values: dict[str, str] = {}
    for name, value in headers:
        if name.lower() in values and name.lower() in ("host", "origin", "content-type"):
            return f"more than one {name}"
        values[name.lower()] = value
    host, origin = values.get("host", "").lower(), values.get("origin")
    if host not in hosts(port):
        return f"this server answers only as 127.0.0.1:{port} or localhost:{port}"
    is_change = is_socket or method not in SAFE
    if (origin is not None or is_change) and origin != f"http://{host}":
        return "the request is not from a page of this server"
    if values.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        how = (values.get("sec-fetch-mode"), values.get("sec-fetch-dest"))
        if is_change or how != ("navigate", "document"):
            return "the request is from a page of another site"
    kind = values.get("content-type", "").partition(";")[0].strip().lower()
    if is_change and not is_socket and kind != "application/json":
        return "the content type must be application/json"
    is_query = path.rstrip("/").endswith("/graphql") and not is_change
    if is_query and "text/html" not in values.get("accept", ""):
        return "send queries by POST"
    return None


class OwnPage:
    """An ASGI app that passes on the requests that `refusal` accepts, websockets included."""

    def __init__(self, app: App, port: int) -> None:
        self._app, self._port = app, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or close the websocket, when the request is rejected."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"]]
        is_socket = scope["type"] == "websocket"
        reason = refusal(
            scope.get("method", ""), scope["path"], headers, self._port, is_socket=is_socket
        )
        if reason is None:
            await self._app(scope, receive, _with_headers(send))
        elif is_socket:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
        else:
            plain = [(b"content-type", b"text/plain; charset=utf-8")]
            answer = _with_headers(send)
            await answer({"type": "http.response.start", "status": 403, "headers": plain})
            await answer({"type": "http.response.body", "body": f"{reason}\n".encode()})


def _with_headers(send: Send) -> Send:
    added = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def answer(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message.get("headers", []) if k not in dict(added)]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return answer
