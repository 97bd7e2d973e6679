"""Rate limits: requests a second and at once, an open circuit, and forms of Retry-After."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from orchestration.http.throttle import (
    CircuitOpen,
    RateLimits,
    parse_retry_after,
)
from tests.http.faulty_server import FakeClock


def test_rate_is_per_host_and_shared(clock: FakeClock) -> None:
    limits = RateLimits(2.0, 2, clock=clock, sleep=clock.sleep)
    for host in ("a", "a", "b", "a"):
        with limits.acquire(host):
            pass
    assert clock.now == pytest.approx(1.0)


def test_no_more_than_two_requests_run_at_once() -> None:
    limits = RateLimits(0, 2, clock=time.monotonic, sleep=time.sleep)
    inside, most, lock = 0, 0, threading.Lock()

    def request() -> None:
        nonlocal inside, most
        with limits.acquire("a"):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=request) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_a_waiting_request_ends_when_the_circuit_opens(clock: FakeClock) -> None:
    limits = RateLimits(1.0, 1, clock=clock, sleep=lambda _: limits.open_circuit("a", "gone", 429))
    with limits.acquire("a"):
        pass
    with pytest.raises(CircuitOpen, match="gone"), limits.acquire("a"):
        pass


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Mon, 02 Nov 2026 03:04:05 GMT", 5.0),
        ("Mon, 02 Nov 2020 03:04:05 GMT", 0.0),
    ],
)
def test_retry_after_forms(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, datetime(2026, 11, 2, 3, 4, 0, tzinfo=UTC)) == seconds
