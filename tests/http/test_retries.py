"""Which answers are retried, after which wait, and when a host's circuit opens.

Time is the test's own: `sleep` moves a clock, so no backoff is waited for.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from orchestration.http.client import (
    Client,
    HttpRefused,
    NotFound,
    RequestFailed,
)
from orchestration.http.throttle import (
    MAX_FAILURES,
    MAX_REFUSALS,
)
from tests.http.faulty_server import FakeClock, FaultyServer, Handler

URL = "https://jobs.example/board"


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_board_is_not_retried(server: FaultyServer, client: Client, status: int) -> None:
    server.script = lambda handler, turn: handler.reply(status)
    with pytest.raises(NotFound, match=rf"^{status} jobs.example/board: not found$"):
        client.session()(URL + "?key=secret")
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [401, 403, 406, 451])
def test_a_refusal_is_not_retried_and_the_fifth_opens_the_circuit(
    server: FaultyServer, client: Client, status: int
) -> None:
    server.script = lambda handler, turn: handler.reply(status)
    for _ in range(MAX_REFUSALS):
        with pytest.raises(HttpRefused, match=rf"^{status} jobs.example/board: refused$") as caught:
            client.session()(URL)
        assert caught.value.status == status
    with pytest.raises(
        HttpRefused, match=r"no further requests to jobs.example in this run: 5 refusals in a row"
    ):
        client.session()(URL)
    assert len(server.seen) == MAX_REFUSALS
    server.script = lambda handler, turn: handler.reply(200)
    assert client.session()("https://other.example/board").status == 200


def test_an_answer_resets_the_count_of_refusals(server: FaultyServer, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(404 if turn % 3 == 0 else 403)
    for _ in range(4 * MAX_REFUSALS):
        with pytest.raises((HttpRefused, NotFound)):
            client.session()(URL)
    assert len(server.seen) == 4 * MAX_REFUSALS


def test_status_429_is_retried_with_growing_pauses(
    server: FaultyServer, client: Client, clock: FakeClock
) -> None:
    server.script = lambda handler, turn: handler.reply(429)
    session = client.session()
    with pytest.raises(HttpRefused, match=r"^429 jobs.example/board"):
        session(URL)
    assert session.request_count == len(server.seen) == 4
    assert len(clock.slept) == 3
    assert 2 <= clock.slept[0] <= 4 <= clock.slept[1] <= 8 <= clock.slept[2] <= 16


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("dated", [False, True])
def test_retry_after_is_obeyed(
    server: FaultyServer, client: Client, clock: FakeClock, status: int, dated: bool
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    wait = date if dated else "60"

    def script(handler: Handler, turn: int) -> None:
        handler.reply(200) if turn > 1 else handler.reply(status, retry_after=wait)

    server.script = script
    assert client.session()(URL).status == 200
    assert 57 <= clock.now <= 61


@pytest.mark.parametrize("status", [400, 403, 429, 501, 503])
def test_a_retry_after_of_an_hour_opens_the_circuit(
    server: FaultyServer, client: Client, clock: FakeClock, status: int
) -> None:
    server.script = lambda handler, turn: handler.reply(status, retry_after="3600")
    with pytest.raises((HttpRefused, RequestFailed), match=rf"^{status} "):
        client.session()(URL)
    with pytest.raises(HttpRefused, match="in this run: its Retry-After is 3600 s"):
        client.session()(URL)
    assert (len(server.seen), clock.slept) == (1, [])


def test_a_refusal_with_retry_after_is_not_retried_and_the_next_request_waits(
    server: FaultyServer, client: Client, clock: FakeClock
) -> None:
    server.script = lambda handler, turn: (
        handler.reply(200) if turn > 1 else handler.reply(403, retry_after="60")
    )
    with pytest.raises(HttpRefused, match=r"^403 "):
        client.session()(URL)
    assert (len(server.seen), clock.now) == (1, 0)
    assert client.session()(URL).status == 200
    assert clock.now == 60


def test_retry_after_of_a_missing_page_is_ignored(
    server: FaultyServer, client: Client, clock: FakeClock
) -> None:
    server.script = lambda handler, turn: handler.reply(404, retry_after="3600")
    for _ in range(2):
        with pytest.raises(NotFound):
            client.session()(URL)
    assert (len(server.seen), clock.slept) == (2, [])


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_retried(server: FaultyServer, client: Client, status: int) -> None:
    server.script = lambda handler, turn: handler.reply(200 if turn > 2 else status)
    assert client.session()(URL).status == 200
    assert len(server.seen) == 3


def test_a_lasting_server_error_is_raised(server: FaultyServer, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(500)
    with pytest.raises(RequestFailed, match=r"^500 jobs.example/board: server error$"):
        client.session()(URL)
    assert len(server.seen) == 4


def test_the_circuit_of_a_host_that_is_down_opens(server: FaultyServer, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(501)
    for _ in range(3):
        with pytest.raises(RequestFailed, match=r"^501"):
            client.session()(URL)
    server.script = lambda handler, turn: handler.reply(500)
    for _ in range(MAX_FAILURES):
        with pytest.raises(RequestFailed, match=r"^500"):
            client.session()(URL)
    request_count = len(server.seen)
    with pytest.raises(RequestFailed, match="in this run: 20 failures in a row"):
        client.session()(URL)
    assert len(server.seen) == request_count


def test_a_timeout_is_retried(server: FaultyServer, client: Client) -> None:
    def script(handler: Handler, turn: int) -> None:
        if turn == 1:
            handler.rfile.read(1)  # until the client closes the connection
            handler.close_connection = True
        else:
            handler.reply(200)

    server.script = script
    assert client.session()(URL).status == 200


def test_a_refused_connection_is_an_error(client: Client, clock: FakeClock) -> None:
    with (
        Client(
            "", rate=0, robots=False, route="http://127.0.0.1:1", clock=clock, sleep=clock.sleep
        ) as alone,
        pytest.raises(RequestFailed, match=r"^jobs.example/board: connection failed$"),
    ):
        alone.session()(URL)


@pytest.mark.parametrize("head", [True, False])
def test_a_slow_drip_ends_at_the_deadline(server: FaultyServer, client: Client, head: bool) -> None:
    def script(handler: Handler, turn: int) -> None:
        if not head:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
        for _ in range(30):
            handler.wfile.write(b"H")
            time.sleep(0.1)

    server.script = script
    start = time.monotonic()
    with pytest.raises(RequestFailed, match=r"^jobs.example/board: no complete answer in 0.8 s$"):
        client.session()(URL)
    assert time.monotonic() - start < 2
    assert len(server.seen) == 1
