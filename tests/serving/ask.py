"""Requests with exactly the headers that a test gives."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from typing import Any

Ask = Callable[..., tuple[int, dict[str, str], str]]


def talk(port: int) -> Ask:
    """A function that sends a request with exactly the given headers, as a browser would."""

    def ask(method: str, path: str, body: str | None = None, **headers: str) -> Any:
        with_host = {"host": f"127.0.0.1:{port}", **headers}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True)
            for name, value in with_host.items():
                connection.putheader(name.replace("_", "-"), value)
            content = None if body is None else body.encode()
            if content is not None:
                connection.putheader("content-length", str(len(content)))
            connection.endheaders(content)
            answer = connection.getresponse()
            sent = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, sent, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    return ask
