"""The rate limits of each host: pace, budget, pauses, and a circuit that opens after failures.

One `RateLimits` is shared by all boards and threads of a run. A host is any name: a server, or a
vendor for all its servers. Nothing here knows HTTP, except the form of Retry-After.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from orchestration.sources._toolkit.listing import Pace

MAX_REFUSALS = 5
"""Refusals in a row after which a host is not requested for the rest of the run."""
MAX_FAILURES = 20
"""The same for failures, so that a host that is down does not cost each board its timeouts."""

MAX_RETRY_AFTER = 120.0
"""The longest Retry-After, in seconds, that is waited for; a longer one opens the circuit."""


class CircuitOpen(Exception):
    """The host is not requested again in this run. `status` is the status of its refusal, if
    any."""

    def __init__(self, reason: str, status: int | None) -> None:
        super().__init__(reason)
        self.status = status


@dataclass
class _Host:
    slots: threading.Semaphore
    interval: float
    next_at: float = 0.0
    refusals: int = 0
    failures: int = 0
    budget_used: int = 0
    circuit: CircuitOpen | None = None


class RateLimits:
    """Limits the requests to each host.

    `rate` (requests a second) and `concurrency` replace the pace of every host; 0 is no limit.
    `budget` is the number of detail pages that a host may get requests for in this run; 0 is no
    limit. Tests pass a `clock` and a `sleep`.
    """

    def __init__(
        self,
        rate: float | None,
        concurrency: int | None,
        *,
        budget: int = 0,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._rate, self._concurrency = rate, concurrency
        self._budget = budget
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._is_stopped = False

    def stop(self) -> None:
        """Let no further request start, from any thread."""
        self._is_stopped = True

    @contextmanager
    def acquire(self, host: str, pace: Pace = Pace()) -> Iterator[None]:  # noqa: B008 - frozen
        """Wait until a request to the host may start, and hold its slot while the block runs.

        Raises CircuitOpen when no request may start.
        """
        state = self._host(host, pace)
        with state.slots:
            while (wait := self._try_acquire(state)) > 0:
                self._sleep(wait)
            yield

    def consume_budget(self, host: str) -> bool:
        """Take one request from the host's budget; False when the budget is used up."""
        state = self._host(host)
        with self._lock:
            state.budget_used += 1
            return not self._budget or state.budget_used <= self._budget

    def set_min_interval(self, host: str, interval: float) -> None:
        """Leave at least `interval` seconds between requests to the host."""
        state = self._host(host)
        with self._lock:
            if self._rate != 0:
                state.interval = max(state.interval, interval)

    def pause(self, host: str, seconds: float) -> None:
        """Start no request to the host for so many seconds, from any thread."""
        state = self._host(host)
        with self._lock:
            state.next_at = max(state.next_at, self._clock() + seconds)

    def open_circuit(self, host: str, reason: str, status: int | None) -> None:
        """Start no further request to the host in this run."""
        state = self._host(host)
        with self._lock:
            state.circuit = state.circuit or CircuitOpen(reason, status)

    def record_result(self, host: str, refusal: int | None, failure: str | None = None) -> None:
        """Count the end of a request: `refusal` is a status, `failure` a message; none is a
        success."""
        state = self._host(host)
        with self._lock:
            state.refusals = state.refusals + 1 if refusal else 0
            state.failures = state.failures + 1 if failure and not refusal else 0
            refusals, failures = state.refusals, state.failures
        if refusals >= MAX_REFUSALS:
            self.open_circuit(
                host, f"{refusals} refusals in a row, the last with {refusal}", refusal
            )
        if failures >= MAX_FAILURES:
            self.open_circuit(host, f"{failures} failures in a row, the last: {failure}", None)

    def _host(self, host: str, pace: Pace = Pace()) -> _Host:  # noqa: B008 - frozen
        with self._lock:
            if host not in self._hosts:
                rate = pace.rate if self._rate is None else self._rate
                most = pace.concurrency if self._concurrency is None else self._concurrency
                gate = threading.Semaphore(most if most > 0 else 1024)
                self._hosts[host] = _Host(gate, 1 / rate if rate > 0 else 0.0)
            return self._hosts[host]

    def _try_acquire(self, state: _Host) -> float:
        """Seconds to wait before the next try; 0 when the request may start."""
        with self._lock:
            if self._is_stopped:
                raise CircuitOpen("the run is being stopped", None)
            if state.circuit is not None:
                raise CircuitOpen(str(state.circuit), state.circuit.status)
            now = self._clock()
            if now < state.next_at:
                return state.next_at - now
            state.next_at = now + state.interval
            return 0.0


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds of a Retry-After header, which holds seconds or an HTTP date; None if
    unreadable."""
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
