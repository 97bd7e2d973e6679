"""How often one host may be asked: rate, concurrency, pauses it asked for, and leaving it alone.

One `Limits` is shared by all boards and threads of a run. Nothing here knows HTTP but the form of
a Retry-After header.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

REFUSALS = 5
"""Final refusals in a row after which a host is left alone for the rest of the run."""
FAILURES = 20
"""The same for failures: a host that is down must not cost each board its timeouts."""


class LeftAlone(Exception):
    """The host is not asked again in this run. `status` is what it refused with, if it did."""

    def __init__(self, reason: str, status: int | None) -> None:
        super().__init__(reason)
        self.status = status


@dataclass
class _Host:
    gate: threading.Semaphore
    next_at: float = 0.0
    refusals: int = 0
    failures: int = 0
    left: LeftAlone | None = None


class Limits:
    """Turns per host. `rate` is requests a second, `concurrency` requests at once; 0 lifts either.

    `clock` and `sleep` are given by tests.
    """

    def __init__(
        self,
        rate: float,
        concurrency: int,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._interval = 1 / rate if rate > 0 else 0.0
        self._concurrency = concurrency if concurrency > 0 else 1024
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a turn at the host and hold it; LeftAlone when there will be none."""
        state = self._host(host)
        with state.gate:
            while (wait := self._take(state)) > 0:
                self._sleep(wait)
            yield

    def pause(self, host: str, seconds: float) -> None:
        """The host asked for a pause: no thread asks it before."""
        state = self._host(host)
        with self._lock:
            state.next_at = max(state.next_at, self._clock() + seconds)

    def leave(self, host: str, reason: str, status: int | None) -> None:
        """Do not ask the host again in this run."""
        state = self._host(host)
        with self._lock:
            state.left = state.left or LeftAlone(reason, status)

    def note(self, host: str, refusal: int | None, failure: str | None = None) -> None:
        """Count how a request ended: refused with a status, failed with a line, or answered."""
        state = self._host(host)
        with self._lock:
            state.refusals = state.refusals + 1 if refusal else 0
            state.failures = state.failures + 1 if failure and not refusal else 0
            refusals, failures = state.refusals, state.failures
        if refusals >= REFUSALS:
            self.leave(host, f"{refusals} refusals in a row, the last with {refusal}", refusal)
        if failures >= FAILURES:
            self.leave(host, f"{failures} failures in a row, the last: {failure}", None)

    def _host(self, host: str) -> _Host:
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = _Host(threading.Semaphore(self._concurrency))
            return self._hosts[host]

    def _take(self, state: _Host) -> float:
        """Seconds to wait before trying again; 0 when the turn is taken."""
        with self._lock:
            if state.left is not None:
                raise LeftAlone(str(state.left), state.left.status)
            now = self._clock()
            if now < state.next_at:
                return state.next_at - now
            state.next_at = now + self._interval
            return 0.0


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for, given as seconds or as an HTTP date."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
