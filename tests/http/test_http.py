"""The client against a faulty server: requests, bodies, redirects and validators.

The server runs on the loopback interface.
"""

from __future__ import annotations

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from orchestration.http.client import (
    Client,
    CrawlingDisallowed,
    NotFound,
    NotModified,
    RedirectedElsewhere,
    RequestFailed,
)
from orchestration.http.transport import user_agent
from orchestration.sources._toolkit.errors import Unreadable
from tests.http.faulty_server import FaultyServer, Handler

URL = "https://jobs.example/board"


def test_sends_a_user_agent_and_requests_the_routed_path(
    server: FaultyServer, client: Client
) -> None:
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


def test_posts_json_when_given_a_body(server: FaultyServer, client: Client) -> None:
    assert client.session()(URL, json={"page": 1}).status == 200
    assert server.posted == [b'{"page": 1}']


def test_many_requests_at_once_to_a_replay_server_warn_of_nothing(
    server: FaultyServer, caplog: pytest.LogCaptureFixture
) -> None:
    together = threading.Barrier(40)

    def reply_together(handler: Handler, turn: int) -> None:
        together.wait(20)
        handler.reply(200)

    server.script = reply_together
    route = f"http://127.0.0.1:{server.server_address[1]}"
    with (
        Client("mail@example.org", rate=0, robots=False, route=route) as client,
        ThreadPoolExecutor(40) as pool,
    ):
        session = client.session()
        answers = list(pool.map(lambda number: session(f"https://b{number}.example/"), range(40)))
    assert {answer.status for answer in answers} == {200}
    assert "pool is full" not in caplog.text


def test_keeps_no_cookie(server: FaultyServer, client: Client) -> None:
    server.script = lambda handler, turn: handler.reply(200, set_cookie="a=b; Path=/")
    session = client.session()
    session(URL)
    session(URL)
    assert "Cookie" not in server.seen[1][1]
    assert session.request_count == 2


@pytest.mark.parametrize("chunked", [False, True])
def test_a_truncated_body_is_an_error(server: FaultyServer, client: Client, chunked: bool) -> None:
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
def test_a_body_that_is_not_json_is_unreadable(
    server: FaultyServer, client: Client, content: bytes, kind: str, line: str
) -> None:
    server.script = lambda handler, turn: handler.reply(200, content, content_type=kind)
    answer = client.session()(URL)
    with pytest.raises(Unreadable, match=r"^200 jobs.example/board: " + line) as caught:
        answer.json()
    assert "\n" not in str(caught.value)


def test_lone_surrogates_in_json_are_replaced(server: FaultyServer, client: Client) -> None:
    content = b'\xef\xbb\xbf["\\ud83d\\ude00", "half \\ud83d", NaN, "\\\\ud800"]'
    server.script = lambda handler, turn: handler.reply(200, content)
    assert client.session()(URL).json() == ["😀", "half \ufffd", None, "\\ud800"]


def test_text_follows_the_declared_charset(server: FaultyServer, client: Client) -> None:
    kind = "text/xml; charset=iso-8859-1"
    server.script = lambda handler, turn: handler.reply(200, b"caf\xe9", content_type=kind)
    assert client.session()(URL).text == "café"


@pytest.mark.parametrize("packed", [False, True])
def test_size_is_limited_after_decompression(
    server: FaultyServer, client: Client, packed: bool
) -> None:
    bomb = gzip.compress(b"0" * 30_000_000) if packed else b"0" * 100_001
    headers = {"content_encoding": "gzip"} if packed else {}
    server.script = lambda handler, turn: handler.reply(200, bomb, **headers)
    with pytest.raises(RequestFailed, match="answer longer than 100000 bytes"):
        client.session()(URL)
    assert len(server.seen) == 1


def test_gzip_is_decompressed_and_broken_gzip_is_an_error(
    server: FaultyServer, client: Client
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
def test_no_redirect_leaves_the_host(server: FaultyServer, client: Client, to: str) -> None:
    server.script = lambda handler, turn: handler.reply(302, location=to)
    with pytest.raises(RedirectedElsewhere, match=r"^302 jobs.example/board: redirected to "):
        client.session()(URL)
    assert len(server.seen) == 1


def test_redirects_on_the_host_are_followed_up_to_a_limit(
    server: FaultyServer, client: Client
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


def test_validators_make_the_first_answer_conditional(server: FaultyServer, client: Client) -> None:
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


def test_a_304_to_an_unconditional_request_is_an_error(
    server: FaultyServer, client: Client
) -> None:
    server.script = lambda handler, turn: handler.reply(304, b"")
    with pytest.raises(RequestFailed, match=r"^304 jobs.example/board: unexpected status"):
        client.session()(URL)


def test_a_reservation_of_text_and_data_mining_is_obeyed(
    server: FaultyServer, client: Client
) -> None:
    server.script = lambda handler, turn: handler.reply(200, tdm_reservation="1")
    with pytest.raises(CrawlingDisallowed, match=r"^200 jobs.example/board"):
        client.session()(URL)


@pytest.mark.parametrize("url", ["http://jobs.example/", "https://me:pw@jobs.example/", "jobs"])
def test_only_https_without_a_user_name_is_requested(
    server: FaultyServer, client: Client, url: str
) -> None:
    with pytest.raises(RequestFailed, match="only https addresses") as caught:
        client.session()(url)
    assert server.seen == []
    assert "pw" not in str(caught.value)
