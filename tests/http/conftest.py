"""Fixtures of the HTTP tests: a scripted server, a fake clock, and a client that uses both."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from orchestration.http.client import (
    Client,
)
from tests.http.faulty_server import FakeClock, FaultyServer


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as faulty:
        thread = threading.Thread(target=faulty.serve_forever, args=(0.001,), daemon=True)
        thread.start()
        yield faulty
        faulty.shutdown()
        thread.join()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def client(server: FaultyServer, clock: FakeClock) -> Iterator[Client]:
    with Client(
        "mail@example.org",
        rate=0,
        timeout=(1, 0.3),
        deadline=0.8,
        size_limit=100_000,
        robots=False,
        route=f"http://127.0.0.1:{server.server_address[1]}",
        clock=clock,
        sleep=clock.sleep,
    ) as made:
        yield made
