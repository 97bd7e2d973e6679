"""The polite client: who asks, when to ask again, and the validators of a board.

Not here: what an answer means (`_answers`), how often (`_limits`), the wire (`_transport`), or
anything that knows a vendor. Sources never import this module; their getter is a `Session`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from orchestration.sources._answers import (
    REDIRECTS,
    RETRIED,
    Failed,
    HttpAnswer,
    Moved,
    NotModified,
    Refused,
    Reserved,
    accept,
    problem,
    reason,
    redirected,
    where,
)
from orchestration.sources._limits import LeftAlone, Limits, retry_after
from orchestration.sources._listing import NotAnswered, NotFound
from orchestration.sources._transport import TooLarge, TooSlow, exchange, wire

__all__ = [
    "Client",
    "Failed",
    "Moved",
    "NotAnswered",
    "NotFound",
    "NotModified",
    "Refused",
    "Reserved",
    "Session",
]

MAX_REDIRECTS = 5
VALIDATORS = ("If-None-Match", "If-Modified-Since")
LONGEST_WAIT = 120.0
"""Seconds of Retry-After that are waited; a host that asks for more is left alone."""


class Recorder(Protocol):
    """What a client tells of each answer when a recording is made."""

    def record(
        self, url: str, status: int, headers: Mapping[str, str], content: bytes, request_body: Any
    ) -> None: ...


class Client:
    """Asks politely, for all boards and threads of a run.

    `rate` and `concurrency` hold per host (0 lifts them); `timeout` is (connect, read) and
    `deadline` the whole exchange, in seconds; `size_limit` is in decompressed bytes. With `route`
    every https request goes to that local server instead, through the same code.
    """

    def __init__(
        self,
        contact: str,
        *,
        rate: float = 1.0,
        concurrency: int = 2,
        timeout: tuple[float, float] = (10, 60),
        deadline: float = 300.0,
        size_limit: int = 64 * 2**20,
        retries: int = 3,
        backoff: float = 2.0,
        route: str | None = None,
        recorder: Recorder | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.recorder = recorder
        self._limits = Limits(rate, concurrency, clock=clock, sleep=sleep)
        self._timeout, self._deadline, self._size_limit = timeout, deadline, size_limit
        self._retries, self._backoff, self._sleep = retries, backoff, sleep
        self._http = wire(user_agent(contact), route)

    def session(self, etag: str | None = None, last_modified: str | None = None) -> Session:
        """A getter for one board; validators of its last accepted answer make the first
        request conditional."""
        return Session(self, etag, last_modified)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self, url: str, headers: dict[str, str], payload: Any, count: Callable[[], None]
    ) -> HttpAnswer:
        """The answer with a 2xx status, same-host redirects followed; raises otherwise."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._persist(url, headers, payload, count)
            if answer.status not in REDIRECTS:
                return accept(answer, conditional=not headers.keys().isdisjoint(VALIDATORS))
            url = redirected(answer, posted=payload is not None)
        raise Failed(f"{answer.status} {where(url)}: more than {MAX_REDIRECTS} redirects")

    def _persist(
        self, url: str, headers: dict[str, str], payload: Any, count: Callable[[], None]
    ) -> HttpAnswer:
        """Ask until there is an answer worth reading, or the retries are used up."""
        host = urlsplit(url).netloc
        if urlsplit(url).scheme != "https" or not host or "@" in host:
            raise Failed(f"{where(url)}: only plain https addresses are asked")
        trouble: Refused | Failed = Failed(f"{where(url)}: not asked")
        for attempt in range(self._retries + 1):
            if attempt:
                self._sleep(min(60.0, self._backoff * 2**attempt) * random.uniform(0.5, 1.0))
            try:
                with self._limits.turn(host):
                    count()
                    answer = self._exchange(url, headers, payload)
            except LeftAlone as left:
                line = f"{where(url)}: {host} is left alone: {left}"
                raise Refused(line, left.status) if left.status else Failed(line) from left
            except (TooLarge, TooSlow) as error:
                trouble = Failed(f"{where(url)}: {error}")
                break
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                trouble = Failed(f"{where(url)}: {reason(error)}")
                continue
            if answer.status not in RETRIED:
                if self.recorder is not None:
                    self.recorder.record(
                        url, answer.status, answer.headers, answer.content, payload
                    )
                self._limits.note(host, answer.status if answer.status == 403 else None)
                return answer
            trouble = problem(answer)
            wait = retry_after(answer.headers.get("retry-after"), datetime.now(UTC)) or 0.0
            if wait > LONGEST_WAIT:
                self._limits.leave(host, f"it asked to wait {wait:.0f} s", answer.status)
                break
            self._limits.pause(host, wait)
        self._limits.note(host, getattr(trouble, "status", None), str(trouble))
        raise trouble

    def _exchange(self, url: str, headers: dict[str, str], payload: Any) -> HttpAnswer:
        response, content = exchange(
            self._http,
            url,
            headers,
            payload,
            timeout=self._timeout,
            deadline=self._deadline,
            size_limit=self._size_limit,
        )
        return HttpAnswer(url, response.status_code, response.headers, content)


def user_agent(contact: str) -> str:
    """Who asks: name, version and how to reach the people behind it."""
    try:
        version = metadata.version("hiring-index")
    except metadata.PackageNotFoundError:
        version = "0"
    reach = " ".join(contact.encode("ascii", errors="replace").decode().split())
    return f"hiring-index/{version}" + (f" (+{reach})" if reach else "")


class Session:
    """The getter of one board. Counts its requests and keeps the validators of its first answer."""

    def __init__(self, client: Client, etag: str | None, last_modified: str | None) -> None:
        self.request_count = 0
        self.etag: str | None = None
        self.last_modified: str | None = None
        self._client = client
        self._validators = dict(zip(VALIDATORS, (etag, last_modified), strict=True))
        self._answered = False

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, json: Any = None
    ) -> HttpAnswer:
        sent = dict(headers or {})
        if not self._answered and self._client.recorder is None:  # a recording is made whole
            sent |= {
                k: v for k, v in self._validators.items() if v and v.isascii() and v.isprintable()
            }
        answer = self._client.ask(url, sent, json, self._count)
        if not self._answered:
            self._answered = True
            self.etag = answer.headers.get("etag")
            self.last_modified = answer.headers.get("last-modified")
        return answer

    def _count(self) -> None:
        self.request_count += 1
