"""The HTTP client of a run: robots.txt, retries, redirects and Retry-After.

Not here: what an answer means (`responses`), rate limits (`throttle`), the connection
(`transport`), and anything that knows a vendor.
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
from orchestration.http.session import VALIDATORS, Session
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
RECORDED_ON = "x-recorded-on"
"""The header in which the replay server says when an answer was recorded; ignored from others."""


class Recorder(Protocol):
    """Receives each answer when a recording is made."""

    def record(
        self, url: str, status: int, headers: Mapping[str, str], content: bytes, request_body: Any
    ) -> None:
        """Store one answer."""


class Client:
    """Sends requests by the crawl policy, for all boards and threads of a run.

    `rate` (requests a second) and `concurrency` replace the pace of every source; 0 is no limit.
    `budget` is the number of detail pages requested from a vendor; 0 is no limit. `timeout` is
    (connect, read) and `deadline` the whole exchange, in seconds; `size_limit` is in decompressed
    bytes. With a `route` every request goes to that replay server, through the same code.
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
        """A getter for one board. The validators of its last complete answer make the first request
        conditional. All hosts of a `vendor` share one pace; else each host has its own."""
        return Session(self, etag, last_modified, None if pace.per_host else vendor, pace)

    def close(self) -> None:
        """Close the connections, and forget what hosts allow."""
        self._http.close()
        if self._robots is not None:
            self._robots.close()

    def stop(self) -> None:
        """Stop, from any thread: every wait ends, and every further request fails at once."""
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
        """Send a request and follow redirects on the same host; raises for any status but 2xx."""
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
        """Raise AddressNotAllowed for a URL that may not be requested."""
        try:
            addresses.check_url(url, is_routed=self._is_routed)
        except NotPublic as error:
            raise AddressNotAllowed(str(error)) from None

    def _check_robots(self, url: str, session: Session) -> HttpAnswer | None:
        """Raise CrawlingDisallowed when robots.txt disallows a URL, and apply its crawl delay.

        A request for robots.txt itself gets the answer that was read before.
        """
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
        """A robots.txt, with redirects followed to any host; None when there is no answer. Raises
        HttpRefused when the host refuses the request or its circuit is open."""
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
        """Send a request until it has an answer that is not to be retried, or the retries are used
        up."""
        self._check_address(url)
        host = urlsplit(url).netloc
        key = session.vendor or host
        trouble: HttpRefused | RequestFailed = RequestFailed(f"{host_and_path(url)}: not requested")
        for attempt in range(self._retries + 1):
            if attempt:
                self._sleep(min(60.0, self._backoff * 2**attempt) * random.uniform(0.5, 1.0))
            try:
                with self.limits.acquire(key, session.pace):
                    session.request_count += 1
                    answer = self._exchange(url, headers, payload)
            except CircuitOpen as error:
                line = f"{host_and_path(url)}: no further requests to {key} in this run: {error}"
                raise (
                    HttpRefused(line, error.status) if error.status else RequestFailed(line)
                ) from error
            except NotPublic as error:
                raise AddressNotAllowed(str(error)) from None
            except (TooLarge, TooSlow) as error:
                trouble = RequestFailed(f"{host_and_path(url)}: {error}")
                break
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                trouble = RequestFailed(f"{host_and_path(url)}: {describe_connection_error(error)}")
                continue
            may_retry = self._apply_retry_after(key, answer)
            if answer.status not in RETRY_STATUSES:
                if self.recorder is not None:
                    self.recorder.record(
                        url, answer.status, answer.headers, answer.content, payload
                    )
                # A bot wall may let only robots.txt through.
                if urlsplit(url).path != "/robots.txt":
                    self.limits.record_result(
                        key, answer.status if answer.status in REFUSAL_STATUSES else None
                    )
                return answer
            trouble = error_for_status(answer)
            if not may_retry:
                break
        self.limits.record_result(key, getattr(trouble, "status", None), str(trouble))
        raise trouble

    def _apply_retry_after(self, key: str, answer: HttpAnswer) -> bool:
        """Apply the Retry-After of an answer; False when it is too long and opens the circuit."""
        if answer.status < 400 or answer.status in NOT_FOUND_STATUSES:
            return True
        wait = parse_retry_after(answer.headers.get("retry-after"), datetime.now(UTC)) or 0.0
        if wait > MAX_RETRY_AFTER:
            self.limits.open_circuit(key, f"its Retry-After is {wait:.0f} s", answer.status)
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
