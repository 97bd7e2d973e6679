"""The polite client: who asks, when to ask again, and the validators of a board.

Not here: what an answer means (`_answers`), how often (`_limits`), the wire (`_transport`), or
anything that knows a vendor. Sources never import this module; their getter is a `Session`.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from orchestration.http import addresses
from orchestration.http.addresses import NotPublic
from orchestration.http.responses import (
    NOT_FOUND_STATUSES,
    REDIRECT_STATUSES,
    REFUSAL_STATUSES,
    RETRY_STATUSES,
    AddressNotAllowed,
    CrawlingDisallowed,
    HttpAnswer,
    HttpRefused,
    NotModified,
    RedirectedElsewhere,
    RequestFailed,
    describe_connection_error,
    error_for_status,
    host_and_path,
    redirect_target,
    require_success,
)
from orchestration.http.robots import Robots
from orchestration.http.throttle import MAX_RETRY_AFTER, CircuitOpen, RateLimits, parse_retry_after
from orchestration.http.transport import (
    TooLarge,
    TooSlow,
    new_http_session,
    send_request,
    user_agent,
)
from orchestration.sources._toolkit.errors import BudgetExhausted, NotAnswered, NotFound
from orchestration.sources._toolkit.listing import Pace

__all__ = [
    "AddressNotAllowed",
    "BudgetExhausted",
    "Client",
    "CrawlingDisallowed",
    "HttpRefused",
    "NotAnswered",
    "NotFound",
    "NotModified",
    "RedirectedElsewhere",
    "RequestFailed",
    "Session",
]

MAX_REDIRECTS = 5
VALIDATORS = ("If-None-Match", "If-Modified-Since")
RECORDED_ON = "x-recorded-on"
"""How the local server of a recording says when an answer was given; believed of no other."""


class Recorder(Protocol):
    """What a client tells of each answer when a recording is made."""

    def record(
        self, url: str, status: int, headers: Mapping[str, str], content: bytes, request_body: Any
    ) -> None: ...


class Client:
    """Asks politely, for all boards and threads of a run.

    `rate` and `concurrency` stand in for the pace of every source (0 lifts them); `budget` is how
    many details a vendor may be asked for (0 for any number); `timeout` is (connect, read) and
    `deadline` the whole exchange, in seconds; `size_limit` is in decompressed bytes. With `route`
    every https request goes to that local server instead, through the same code.
    """

    def __init__(
        self,
        contact: str,
        *,
        rate: float | None = None,
        concurrency: int | None = None,
        budget: int = 0,
        timeout: tuple[float, float] = (10, 60),
        deadline: float = 300.0,
        size_limit: int = 160 * 2**20,
        retries: int = 3,
        backoff: float = 2.0,
        robots: bool = True,
        route: str | None = None,
        recorder: Recorder | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.recorder, self.budget = recorder, budget
        self._stopping, self._is_routed = threading.Event(), route is not None
        sleep = sleep or self._wait
        self.limits = RateLimits(rate, concurrency, budget=budget, clock=clock, sleep=sleep)
        self._timeout, self._deadline, self._size_limit = timeout, deadline, size_limit
        self._retries, self._backoff, self._sleep = retries, backoff, sleep
        self._http = new_http_session(user_agent(contact), route)
        self._robots = Robots() if robots else None

    def session(
        self,
        etag: str | None = None,
        last_modified: str | None = None,
        *,
        vendor: str | None = None,
        pace: Pace = Pace(),  # noqa: B008 - frozen
    ) -> Session:
        """A getter for one board; validators of its last accepted answer make the first request
        conditional. All hosts of a `vendor` share one pace; without one each host has its own."""
        return Session(self, etag, last_modified, None if pace.per_host else vendor, pace)

    def close(self) -> None:
        self._http.close()

    def stop(self) -> None:
        """Ask nothing more, from any thread: every wait ends, and every request fails at once."""
        self.limits.stop()
        self._stopping.set()

    def _wait(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def request(
        self, url: str, headers: dict[str, str], payload: Any, session: Session
    ) -> HttpAnswer:
        """The answer with a 2xx status, same-host redirects followed; raises otherwise."""
        for _ in range(MAX_REDIRECTS + 1):
            self._check_address(url)
            answer = self._check_robots(url, session) or self._request_with_retries(
                url, headers, payload, session
            )
            if self._is_routed and (day := answer.headers.get(RECORDED_ON)):
                session.recorded_on.add(day)
            if answer.status not in REDIRECT_STATUSES:
                return require_success(
                    answer, conditional=not headers.keys().isdisjoint(VALIDATORS)
                )
            url = redirect_target(answer, posted=payload is not None)
        raise RequestFailed(
            f"{answer.status} {host_and_path(url)}: more than {MAX_REDIRECTS} redirects"
        )

    def _check_address(self, url: str) -> None:
        """Raise for a URL that is never asked."""
        try:
            addresses.check_url(url, is_routed=self._is_routed)
        except NotPublic as error:
            raise AddressNotAllowed(str(error)) from None

    def _check_robots(self, url: str, session: Session) -> HttpAnswer | None:
        """Raise when robots.txt disallows a URL; robots.txt itself is answered as it was read."""
        host, path = urlsplit(url).netloc, urlsplit(url).path
        if self._robots is None or not host:
            return None

        def fetch(file: str) -> HttpAnswer | None:
            return self._robots_file(file, session)

        if path == "/robots.txt":
            return self._robots.answer(host, fetch)
        if refusal := self._robots.disallowed_reason(url, fetch):
            raise CrawlingDisallowed(refusal)
        if delay := self._robots.crawl_delay(host, fetch):
            self.limits.set_min_interval(session.vendor or host, delay)
        return None

    def _robots_file(self, url: str, session: Session) -> HttpAnswer | None:
        """A robots.txt, redirects followed to any host; None when there is no answer. Raises
        `Refused` when the host refuses to answer at all."""
        own = Session(self, vendor=session.vendor, pace=session.pace)
        try:
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._request_with_retries(url, {"Accept": "text/plain,*/*"}, None, own)
                if answer.status not in REDIRECT_STATUSES:
                    return answer
                url = urljoin(url, answer.headers.get("location", ""))
        except AddressNotAllowed:
            raise
        except (RequestFailed, ValueError):
            return None
        return answer

    def _request_with_retries(
        self, url: str, headers: dict[str, str], payload: Any, session: Session
    ) -> HttpAnswer:
        """Ask until there is an answer worth reading, or the retries are used up."""
        self._check_address(url)
        host = urlsplit(url).netloc
        key = session.vendor or host
        trouble: HttpRefused | RequestFailed = RequestFailed(f"{host_and_path(url)}: not asked")
        for attempt in range(self._retries + 1):
            if attempt:
                self._sleep(min(60.0, self._backoff * 2**attempt) * random.uniform(0.5, 1.0))
            try:
                with self.limits.acquire(key, session.pace):
                    session.request_count += 1
                    answer = self._exchange(url, headers, payload)
            except CircuitOpen as left:
                line = f"{host_and_path(url)}: {key} is left alone: {left}"
                raise (
                    HttpRefused(line, left.status) if left.status else RequestFailed(line)
                ) from left
            except NotPublic as error:
                raise AddressNotAllowed(str(error)) from None
            except (TooLarge, TooSlow) as error:
                trouble = RequestFailed(f"{host_and_path(url)}: {error}")
                break
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                trouble = RequestFailed(f"{host_and_path(url)}: {describe_connection_error(error)}")
                continue
            is_waited_for = self._apply_retry_after(key, answer)
            if answer.status not in RETRY_STATUSES:
                if self.recorder is not None:
                    self.recorder.record(
                        url, answer.status, answer.headers, answer.content, payload
                    )
                if urlsplit(url).path != "/robots.txt":  # a wall may let that one through
                    self.limits.record_result(
                        key, answer.status if answer.status in REFUSAL_STATUSES else None
                    )
                return answer
            trouble = error_for_status(answer)
            if not is_waited_for:
                break
        self.limits.record_result(key, getattr(trouble, "status", None), str(trouble))
        raise trouble

    def _apply_retry_after(self, key: str, answer: HttpAnswer) -> bool:
        """Keep the pause that an answer asks for; False when it is longer than is waited."""
        if answer.status < 400 or answer.status in NOT_FOUND_STATUSES:
            return True
        wait = parse_retry_after(answer.headers.get("retry-after"), datetime.now(UTC)) or 0.0
        if wait > MAX_RETRY_AFTER:
            self.limits.open_circuit(key, f"it asked to wait {wait:.0f} s", answer.status)
            return False
        self.limits.pause(key, wait)
        return True

    def _exchange(self, url: str, headers: dict[str, str], payload: Any) -> HttpAnswer:
        response, content = send_request(
            self._http,
            url,
            headers,
            payload,
            timeout=self._timeout,
            deadline=self._deadline,
            size_limit=self._size_limit,
        )
        return HttpAnswer(url, response.status_code, response.headers, content)


class Session:
    """The getter of one board. Counts its requests and keeps the validators of its first answer."""

    def __init__(
        self,
        client: Client,
        etag: str | None = None,
        last_modified: str | None = None,
        vendor: str | None = None,
        pace: Pace = Pace(),  # noqa: B008 - frozen
    ) -> None:
        self.vendor, self.pace = vendor, pace
        self.request_count = 0
        self.recorded_on: set[str] = set()
        """The days on which the answers were recorded, where they come from a recording."""
        self.etag: str | None = None
        self.last_modified: str | None = None
        self._client = client
        self._validators = dict(zip(VALIDATORS, (etag, last_modified), strict=True))
        self.answer_count = 0
        """Answers but for details: validators of the first hold for the board if it is the only."""

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, json: Any = None
    ) -> HttpAnswer:
        sent = dict(headers or {})
        if not self.answer_count and self._client.recorder is None:  # a recording is made whole
            sent |= {
                k: v for k, v in self._validators.items() if v and v.isascii() and v.isprintable()
            }
        answer = self._client.request(url, sent, json, self)
        if urlsplit(url).path != "/robots.txt":
            self.answer_count += 1
            alone = self.answer_count == 1
            self.etag = answer.headers.get("etag") if alone else None
            self.last_modified = answer.headers.get("last-modified") if alone else None
        return answer

    def detail(
        self, url: str, *, headers: Mapping[str, str] | None = None, json: Any = None
    ) -> HttpAnswer:
        """The same for a posting's own page, as long as the night's budget for details lasts."""
        if not self._client.limits.consume_budget(self.vendor or urlsplit(url).netloc):
            raise BudgetExhausted(f"{self.vendor}: the night's budget of details is used up")
        return self._client.request(url, dict(headers or {}), json, self)
