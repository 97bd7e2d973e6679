"""How often one host may be asked: pace, budget, pauses it asked for, and leaving it alone.

One `Limits` is shared by all boards and threads of a run. A host here is any name: that of one
server, or of a vendor for all of its servers. Nothing here knows HTTP but the form of Retry-After.
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
"""Final refusals in a row after which a host is left alone for the rest of the run."""
MAX_FAILURES = 20
"""The same for failures: a host that is down must not cost each board its timeouts."""

MAX_RETRY_AFTER = 120.0
"""Seconds of Retry-After that are waited; a host that asks for more is left alone."""


class CircuitOpen(Exception):
    """The host is not asked again in this run. `status` is what it refused with, if it did."""

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
    """Turns per host. `rate` and `concurrency` stand in for every pace given; 0 lifts either.

    `budget` is how many requests beyond the lists a host may be asked for in this run, 0 for any
    number. `clock` and `sleep` are given by tests.
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
        """Give no more turns to anyone."""
        self._is_stopped = True

    @contextmanager
    def acquire(self, host: str, pace: Pace = Pace()) -> Iterator[None]:  # noqa: B008 - frozen
        """Wait for a turn at the host and hold it; LeftAlone when there will be none."""
        state = self._host(host, pace)
        with state.slots:
            while (wait := self._try_acquire(state)) > 0:
                self._sleep(wait)
            yield

    def consume_budget(self, host: str) -> bool:
        """Take one request from the host's budget; False when it is used up."""
        state = self._host(host)
        with self._lock:
            state.budget_used += 1
            return not self._budget or state.budget_used <= self._budget

    def set_min_interval(self, host: str, interval: float) -> None:
        """The host wants at least so many seconds between requests."""
        state = self._host(host)
        with self._lock:
            if self._rate != 0:
                state.interval = max(state.interval, interval)

    def pause(self, host: str, seconds: float) -> None:
        """The host asked for a pause: no thread asks it before."""
        state = self._host(host)
        with self._lock:
            state.next_at = max(state.next_at, self._clock() + seconds)

    def open_circuit(self, host: str, reason: str, status: int | None) -> None:
        """Do not ask the host again in this run."""
        state = self._host(host)
        with self._lock:
            state.circuit = state.circuit or CircuitOpen(reason, status)

    def record_result(self, host: str, refusal: int | None, failure: str | None = None) -> None:
        """Count how a request ended: refused with a status, failed with a line, or answered."""
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
        """Seconds to wait before trying again; 0 when the turn is taken."""
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
