"""The polite client against a server that misbehaves, on the loopback interface.

Every test states what a collector is told. Time is the test's own: `sleep` moves a clock, so no
backoff is waited for.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from orchestration.http.client import (
    Client,
    CrawlingDisallowed,
    HttpRefused,
    NotFound,
    NotModified,
    RedirectedElsewhere,
    RequestFailed,
)
from orchestration.http.throttle import (
    MAX_FAILURES,
    MAX_REFUSALS,
    CircuitOpen,
    RateLimits,
    parse_retry_after,
)
from orchestration.http.transport import user_agent
from orchestration.sources._toolkit.errors import Unreadable

URL = "https://jobs.example/board"
Script = Callable[["Handler", int], None]


class Handler(BaseHTTPRequestHandler):
    """Runs the test's script; keeps the headers of every request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Faulty

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.seen.append((self.path, dict(self.headers)))
            turn = len(self.server.seen)
        with suppress(OSError):
            self.server.script(self, turn)

    def do_POST(self) -> None:
        self.server.posted.append(self.rfile.read(int(self.headers["content-length"])))
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def reply(self, status: int, content: bytes = b"[]", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"content_type": "application/json"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Faulty(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.script: Script = lambda handler, turn: handler.reply(200)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.posted: list[bytes] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[Faulty]:
    with Faulty() as faulty:
        thread = threading.Thread(target=faulty.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield faulty
        faulty.shutdown()
        thread.join()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(server: Faulty, clock: Clock) -> Iterator[Client]:
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


def test_says_who_it_is_and_asks_the_routed_path(server: Faulty, client: Client) -> None:
    answer = client.session()(URL + "?b=2&a=%20x", headers={"X-Extra": "1"})
    path, headers = server.seen[0]
    assert (answer.status, answer.json(), answer.url) == (200, [], URL + "?b=2&a=%20x")
    assert path == "/https/jobs.example/board?b=2&a=%20x"
    assert headers["User-Agent"] == user_agent("mail@example.org")
    assert headers["User-Agent"].startswith("hiring-ledger/")
    assert headers["User-Agent"].endswith(" (+mail@example.org)")
    assert headers["Accept"] == "application/json"
    assert headers["X-Extra"] == "1"
    assert not {"Cookie", "Authorization"} & headers.keys()


def test_contact_cannot_forge_headers() -> None:
    assert "\n" not in user_agent("a\r\nX-Evil: ü")


def test_posts_json_when_given_a_body(server: Faulty, client: Client) -> None:
    assert client.session()(URL, json={"page": 1}).status == 200
    assert server.posted == [b'{"page": 1}']


def test_keeps_no_cookie(server: Faulty, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(200, set_cookie="a=b; Path=/")
    session = client.session()
    session(URL)
    session(URL)
    assert "Cookie" not in server.seen[1][1]
    assert session.request_count == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_board_is_not_found_at_once(server: Faulty, client: Client, status: int) -> None:
    server.script = lambda handler, turn: handler.reply(status)
    with pytest.raises(NotFound, match=rf"^{status} jobs.example/board: not found$"):
        client.session()(URL + "?key=secret")
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [401, 403, 406, 451])
def test_a_refusal_is_not_retried_and_the_fifth_ends_it(
    server: Faulty, client: Client, status: int
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


def test_an_answer_in_between_forgives_refusals(server: Faulty, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(404 if turn % 3 == 0 else 403)
    for _ in range(4 * MAX_REFUSALS):
        with pytest.raises((HttpRefused, NotFound)):
            client.session()(URL)
    assert len(server.seen) == 4 * MAX_REFUSALS


def test_too_many_requests_are_tried_again_with_growing_patience(
    server: Faulty, client: Client, clock: Clock
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
def test_retry_after_is_honoured(
    server: Faulty, client: Client, clock: Clock, status: int, dated: bool
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    wait = date if dated else "60"

    def script(handler: Handler, turn: int) -> None:
        handler.reply(200) if turn > 1 else handler.reply(status, retry_after=wait)

    server.script = script
    assert client.session()(URL).status == 200
    assert 57 <= clock.now <= 61


@pytest.mark.parametrize("status", [400, 403, 429, 501, 503])
def test_a_host_that_asks_for_an_hour_is_left_alone(
    server: Faulty, client: Client, clock: Clock, status: int
) -> None:
    server.script = lambda handler, turn: handler.reply(status, retry_after="3600")
    with pytest.raises((HttpRefused, RequestFailed), match=rf"^{status} "):
        client.session()(URL)
    with pytest.raises(HttpRefused, match="in this run: its Retry-After is 3600 s"):
        client.session()(URL)
    assert (len(server.seen), clock.slept) == (1, [])


def test_a_refusal_that_asks_for_a_minute_is_not_retried_and_the_next_waits(
    server: Faulty, client: Client, clock: Clock
) -> None:
    server.script = lambda handler, turn: (
        handler.reply(200) if turn > 1 else handler.reply(403, retry_after="60")
    )
    with pytest.raises(HttpRefused, match=r"^403 "):
        client.session()(URL)
    assert (len(server.seen), clock.now) == (1, 0)
    assert client.session()(URL).status == 200
    assert clock.now == 60


def test_a_missing_page_asks_for_no_pause(server: Faulty, client: Client, clock: Clock) -> None:
    server.script = lambda handler, turn: handler.reply(404, retry_after="3600")
    for _ in range(2):
        with pytest.raises(NotFound):
            client.session()(URL)
    assert (len(server.seen), clock.slept) == (2, [])


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_passes(server: Faulty, client: Client, status: int) -> None:
    server.script = lambda handler, turn: handler.reply(200 if turn > 2 else status)
    assert client.session()(URL).status == 200
    assert len(server.seen) == 3


def test_a_server_error_that_stays(server: Faulty, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(500)
    with pytest.raises(RequestFailed, match=r"^500 jobs.example/board: server error$"):
        client.session()(URL)
    assert len(server.seen) == 4


def test_a_host_that_is_down_is_left_alone_after_a_while(server: Faulty, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(501)
    for _ in range(3):
        with pytest.raises(RequestFailed, match=r"^501"):
            client.session()(URL)
    server.script = lambda handler, turn: handler.reply(500)
    for _ in range(MAX_FAILURES):
        with pytest.raises(RequestFailed, match=r"^500"):
            client.session()(URL)
    asked = len(server.seen)
    with pytest.raises(RequestFailed, match="in this run: 20 failures in a row"):
        client.session()(URL)
    assert len(server.seen) == asked


def test_no_answer_in_time_is_tried_again(server: Faulty, client: Client) -> None:
    def script(handler: Handler, turn: int) -> None:
        if turn == 1:
            time.sleep(0.5)
            handler.close_connection = True
        else:
            handler.reply(200)

    server.script = script
    assert client.session()(URL).status == 200


def test_nobody_listens(client: Client, clock: Clock) -> None:
    with (
        Client(
            "", rate=0, robots=False, route="http://127.0.0.1:1", clock=clock, sleep=clock.sleep
        ) as alone,
        pytest.raises(RequestFailed, match=r"^jobs.example/board: connection failed$"),
    ):
        alone.session()(URL)


@pytest.mark.parametrize("head", [True, False])
def test_a_slow_drip_meets_the_deadline(server: Faulty, client: Client, head: bool) -> None:
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


@pytest.mark.parametrize("chunked", [False, True])
def test_a_cut_body_is_never_an_answer(server: Faulty, client: Client, chunked: bool) -> None:
    def script(handler: Handler, turn: int) -> None:
        handler.send_response(200)
        name, value = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", "900")
        handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b"64\r\n[1, 2" if chunked else b"[1, 2")
        handler.close_connection = True

    server.script = script
    with pytest.raises(RequestFailed, match="answer cut short"):
        client.session()(URL)
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (
            b"<!doctype html>\n<p>hi",
            "text/html",
            r"not JSON \(text/html\), starts '<!doctype html>",
        ),
        (b"", "application/json", "not JSON"),
        (b'["caf\xe9"]', "application/json", "not UTF-8"),
        (b"[" * 100_000, "application/json", "not JSON"),
        (b"9" * 5000, "application/json", "not JSON"),
    ],
)
def test_what_is_not_json_is_unreadable(
    server: Faulty, client: Client, content: bytes, kind: str, line: str
) -> None:
    server.script = lambda handler, turn: handler.reply(200, content, content_type=kind)
    answer = client.session()(URL)
    with pytest.raises(Unreadable, match=r"^200 jobs.example/board: " + line) as caught:
        answer.json()
    assert "\n" not in str(caught.value)


def test_what_json_allows_and_storage_does_not(server: Faulty, client: Client) -> None:
    content = b'\xef\xbb\xbf["\\ud83d\\ude00", "half \\ud83d", NaN, "\\\\ud800"]'
    server.script = lambda handler, turn: handler.reply(200, content)
    assert client.session()(URL).json() == ["😀", "half \ufffd", None, "\\ud800"]


def test_text_follows_the_declared_charset(server: Faulty, client: Client) -> None:
    kind = "text/xml; charset=iso-8859-1"
    server.script = lambda handler, turn: handler.reply(200, b"caf\xe9", content_type=kind)
    assert client.session()(URL).text == "café"


@pytest.mark.parametrize("packed", [False, True])
def test_size_is_limited_after_decompression(server: Faulty, client: Client, packed: bool) -> None:
    bomb = gzip.compress(b"0" * 30_000_000) if packed else b"0" * 100_001
    headers = {"content_encoding": "gzip"} if packed else {}
    server.script = lambda handler, turn: handler.reply(200, bomb, **headers)
    with pytest.raises(RequestFailed, match="answer longer than 100000 bytes"):
        client.session()(URL)
    assert len(server.seen) == 1


def test_gzip_is_understood_and_broken_gzip_is_not_an_answer(
    server: Faulty, client: Client
) -> None:
    server.script = lambda handler, turn: handler.reply(
        200, gzip.compress(b"[1]") if turn == 1 else b"junk", content_encoding="gzip"
    )
    assert client.session()(URL).json() == [1]
    with pytest.raises(RequestFailed, match="cannot be decompressed"):
        client.session()(URL)


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/x",
        "http://jobs.example/board",
        "//elsewhere.example/",
        "file:///",
    ],
)
def test_no_redirect_leaves_the_host(server: Faulty, client: Client, to: str) -> None:
    server.script = lambda handler, turn: handler.reply(302, location=to)
    with pytest.raises(RedirectedElsewhere, match=r"^302 jobs.example/board: redirected to "):
        client.session()(URL)
    assert len(server.seen) == 1


def test_redirects_on_the_host_are_followed_but_not_for_ever(
    server: Faulty, client: Client
) -> None:
    server.script = lambda handler, turn: (
        handler.reply(200) if turn == 3 else handler.reply(301, location=f"/board/{turn}")
    )
    session = client.session()
    assert session(URL).url == "https://jobs.example/board/2"
    assert session.request_count == 3
    server.script = lambda handler, turn: handler.reply(301, location="/board")
    with pytest.raises(RequestFailed, match="more than 5 redirects"):
        client.session()(URL)


def test_validators_make_the_first_answer_conditional(server: Faulty, client: Client) -> None:
    def script(handler: Handler, turn: int) -> None:
        if "eu" not in handler.path:
            handler.reply(404)
        elif handler.headers["If-None-Match"] == 'W/"1"':
            handler.reply(304)
        else:
            handler.reply(200, etag='W/"2"', last_modified="Mon, 02 Nov 2026 03:04:05 GMT")

    server.script = script
    session = client.session(etag='W/"1"', last_modified="yesterday")
    with pytest.raises(NotFound):
        session(URL)
    with pytest.raises(NotModified, match=r"^304 "):
        session(URL + "/eu")  # still the first answer: the board lives on the second host
    fresh = client.session(etag='W/"old"')
    assert fresh(URL + "/eu").status == 200
    assert (fresh.etag, fresh.last_modified) == ('W/"2"', "Mon, 02 Nov 2026 03:04:05 GMT")
    fresh(URL + "/eu")
    assert "If-None-Match" not in server.seen[-1][1]


def test_a_304_nobody_asked_for_is_a_failure(server: Faulty, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(304, b"")
    with pytest.raises(RequestFailed, match=r"^304 jobs.example/board: unexpected status"):
        client.session()(URL)


def test_reserved_text_and_data_mining_is_respected(server: Faulty, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(200, tdm_reservation="1")
    with pytest.raises(CrawlingDisallowed, match=r"^200 jobs.example/board"):
        client.session()(URL)


@pytest.mark.parametrize("url", ["http://jobs.example/", "https://me:pw@jobs.example/", "jobs"])
def test_only_plain_https_is_asked(server: Faulty, client: Client, url: str) -> None:
    with pytest.raises(RequestFailed, match="only plain https") as caught:
        client.session()(url)
    assert server.seen == []
    assert "pw" not in str(caught.value)


def test_rate_is_per_host_and_shared(clock: Clock) -> None:
    limits = RateLimits(2.0, 2, clock=clock, sleep=clock.sleep)
    for host in ("a", "a", "b", "a"):
        with limits.acquire(host):
            pass
    assert clock.now == pytest.approx(1.0)


def test_no_more_than_two_ask_a_host_at_once() -> None:
    limits = RateLimits(0, 2, clock=time.monotonic, sleep=time.sleep)
    inside, most, lock = 0, 0, threading.Lock()

    def ask() -> None:
        nonlocal inside, most
        with limits.acquire("a"):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_who_waits_for_a_turn_learns_that_there_is_none(clock: Clock) -> None:
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
