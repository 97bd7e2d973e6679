"""Every source against a server that misbehaves: each fault ends as a board's outcome, with one
line that says why, and never loses or closes a listing that was not part of it.

The faults hit a source's recorded answers: the first list, a later page, or the postings' own
pages. The client's own manners (retries, pauses, redirects, sizes) are in test_http.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

import pytest

from orchestration.crawl import board_scheduler
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_board
from orchestration.http.client import Client, Session
from orchestration.recordings.recording import Recording
from orchestration.sources import all_sources
from orchestration.storage import raw_nights
from tests.paths import RECORDINGS

SOURCES = all_sources()
BY_PAGE_ALONE = {"careers"}
"""Sources whose list names pages only: what their pages do not say is no listing yet."""
every_source = pytest.mark.parametrize("ats", SOURCES)
LIMIT = 1_000_000  # bytes of an answer that the client of these tests takes


class Handler(BaseHTTPRequestHandler):
    """Answers from a recording, through the test's fault."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Faulty

    def do_GET(self) -> None:
        self.handle_request("GET", None)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.handle_request("POST", json.loads(body or b"null"))

    def handle_request(self, method: str, asked: Any) -> None:
        scheme, _, rest = self.path.lstrip("/").partition("/")
        if rest.endswith("/robots.txt"):
            found = self.server.recording.find("GET", f"{scheme}://{rest}")
            return self.reply(found.status if found else 404, found.content if found else b"")
        kind = self.headers.get("x-asked-for", "list")
        with self.server.lock:
            self.server.counts[kind] = turn = self.server.counts.get(kind, 0) + 1
        found = self.server.recording.find(method, f"{scheme}://{rest}", asked)
        headers = dict(found.headers) if found else {}
        content = found.content if found else b""
        status = found.status if found else 404
        with suppress(OSError):
            self.server.fault(self, Request(kind, turn, status, headers, content))
        return None

    def reply(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Request:
    """One request of a crawl, and what was recorded for it. `turn` counts from 1 by kind."""

    kind: str
    turn: int
    status: int
    headers: dict[str, str]
    content: bytes


Fault = Callable[[Handler, Request], None]


class Faulty(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, recording: Recording, fault: Fault) -> None:
        self.recording, self.fault = recording, fault
        self.counts: dict[str, int] = {}
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def healthy(handler: Handler, request: Request) -> None:
    handler.reply(request.status, request.content, **request.headers)


@dataclass
class Outcome:
    """How a board ended, and its listings by id without the payload."""

    result: raw_nights.BoardResult
    listings: dict[str, dict[str, Any]]


def run(ats: str, fault: Fault) -> Outcome:
    """Collect the first board of a source's recording through a fault."""
    recording = Recording.load(RECORDINGS / ats)
    rows: list[dict[str, Any]] = []
    slept = [0.0]
    ask = Session.detail

    def detail(self: Session, url: str, *, headers: Any = None, json: Any = None) -> Any:
        return ask(self, url, headers={**(headers or {}), "x-asked-for": "detail"}, json=json)

    with Faulty(recording, fault) as server, patch.object(Session, "detail", detail):
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        with Client(
            "",
            rate=0,
            concurrency=0,
            retries=1,
            timeout=(5, 0.5),
            deadline=1.0,
            size_limit=LIMIT,
            clock=lambda: slept[0],
            sleep=lambda seconds: slept.__setitem__(0, slept[0] + seconds),
            route=f"http://127.0.0.1:{server.server_address[1]}",
        ) as client:
            board = Board(ats, recording.boards[0][1])
            before = raw_nights.CrawlState()
            work = crawl_board(
                SOURCES[ats],
                board,
                client,
                "test",
                before,
                lambda lines: rows.extend(map(json.loads, lines.splitlines())),
            )
            with ThreadPoolExecutor(1) as worker:
                result = board_scheduler.run_in_rounds({board: work}, worker, lambda result: None)[
                    board
                ]
        server.shutdown()
        thread.join()
    rows = [{**row, **row["texts"]} for row in rows]
    rows = [row for row in rows if raw_nights.is_listing_row(row)]
    for row in rows:
        del row["payload"]
    assert result.listing_count == len(rows)
    if result.outcome != "complete":
        assert result.reason
        assert "\n" not in result.reason
        assert len(result.reason) < 300
    return Outcome(result, {row["native_id"]: row for row in rows})


@cache
def baseline(ats: str) -> Outcome:
    """The first board of a source's recording, collected through no fault."""
    whole = run(ats, healthy)
    assert whole.result.outcome == "complete", whole.result.reason
    assert whole.listings
    return whole


def cut(handler: Handler, request: Request) -> None:
    handler.send_response(200)
    handler.send_header("content-length", str(len(request.content) + 10))
    handler.end_headers()
    handler.wfile.write(request.content)
    handler.close_connection = True


def drip(handler: Handler, request: Request) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    for _ in range(10):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.2)


def silent(handler: Handler, request: Request) -> None:
    time.sleep(0.7)
    handler.close_connection = True


def answers(status: int, content: bytes = b"{}", **headers: str) -> Fault:
    return lambda handler, request: handler.reply(status, content, **headers)


SLOW = ("silence", "slow drip")
"""Faults that take their time: what the client makes of them is the same for every source."""
USUAL = ("404", "429 for an hour", "500", "HTML", "nothing")
"""What a source itself could take wrongly, once the client has done its part."""
PAGE = b"<!doctype html><html><body><h1>We are down</h1></body></html>"
BOMB = gzip.compress(b" " * (LIMIT + 1))
DEADLY: dict[str, tuple[Fault, str]] = {
    "404": (answers(404), "not found"),
    "403": (answers(403), "refused"),
    "429": (answers(429), "refused"),
    "429 with Retry-After": (answers(429, **{"retry-after": "3"}), "refused"),
    "429 for an hour": (answers(429, **{"retry-after": "3600"}), "refused|Retry-After"),
    "500": (answers(500), "server error"),
    "silence": (silent, "timed out"),
    "slow drip": (drip, "no complete answer in"),
    "cut body": (cut, "cut short"),
    "too long": (answers(200, b" " * (LIMIT + 1)), "answer longer than"),
    "gzip bomb": (answers(200, BOMB, **{"content-encoding": "gzip"}), "answer longer than"),
    "another host": (answers(302, b"", location="https://elsewhere.example/"), "redirected to"),
    "HTML": (answers(200, PAGE, **{"content-type": "text/html"}), ""),
    "JSON of another form": (answers(200, b'{"unheard": "of"}'), ""),
    "invalid UTF-8": (answers(200, b'[{"id": "\xff\xfe"}]'), ""),
    "nothing": (answers(200, b""), ""),
}


def when(kind: str, first: int, fault: Fault) -> Fault:
    """The fault for requests of a kind, from a turn on; before it, and else, all is well."""

    def chosen(handler: Handler, request: Request) -> None:
        hit = request.kind == kind and request.turn >= first
        (fault if hit else healthy)(handler, request)

    return chosen


@pytest.mark.parametrize(
    ("ats", "name"),
    [
        (ats, name)
        for ats in SOURCES
        for name in DEADLY
        if name not in SLOW or ats in ("lever", "workday", "personio")
    ],
)
def test_a_list_that_does_not_come_is_a_failed_board(ats: str, name: str) -> None:
    fault, reason = DEADLY[name]
    outcome = run(ats, when("list", 1, fault))
    assert outcome.result.outcome == "failed" or ats in BY_PAGE_ALONE
    assert outcome.result.outcome in ("failed", "partial")
    assert outcome.listings == {}
    assert re.search(reason, str(outcome.result.reason))


@every_source
@pytest.mark.parametrize("name", USUAL)
def test_details_that_do_not_come_are_pending(ats: str, name: str) -> None:
    """The listing stands with what the list says; a vendor without details has nothing to lose."""
    whole = baseline(ats)
    outcome = run(ats, when("detail", 2, DEADLY[name][0]))
    if not hasattr(SOURCES[ats], "detail"):
        assert outcome.listings == whole.listings
        return
    assert outcome.result.outcome in ("complete", "partial")
    if ats in BY_PAGE_ALONE:
        assert outcome.listings.items() <= whole.listings.items()
        return
    lost = outcome.result.pending_count + outcome.result.unreadable_count
    assert len(outcome.listings) + lost >= len(whole.listings)
    first = next(iter(whole.listings))
    assert outcome.listings[first] == whole.listings[first]
    if len(whole.listings) > 1:
        assert lost
    assert outcome.result.etag is None or not lost


@every_source
@pytest.mark.parametrize("name", USUAL)
def test_a_later_page_that_does_not_come_costs_its_postings_alone(ats: str, name: str) -> None:
    whole = baseline(ats)
    outcome = run(ats, when("list", 2, DEADLY[name][0]))
    if not outcome.result.pending_count:  # an open circuit stops the detail pages too
        assert outcome.listings.items() <= whole.listings.items()
    if len(outcome.listings) < len(whole.listings):
        assert outcome.result.outcome in ("partial", "failed")


@every_source
@pytest.mark.parametrize("name", ["429 with Retry-After", "500", "cut body"])
def test_a_fault_that_passes_costs_nothing(ats: str, name: str) -> None:
    def once(handler: Handler, request: Request) -> None:
        first = request.kind == "list" and request.turn == 1
        (DEADLY[name][0] if first else healthy)(handler, request)

    outcome = run(ats, once)
    assert outcome.result.outcome == "complete"
    assert outcome.listings == baseline(ats).listings


@every_source
def test_pages_that_begin_again_come_to_an_end(ats: str) -> None:
    """Every list request gets the first page: the board ends, and is not whole if it had more."""
    first: list[Request] = []

    def again(handler: Handler, request: Request) -> None:
        if request.kind == "list":
            first.append(request)
            request = first[0]
        healthy(handler, request)

    whole, outcome = baseline(ats), run(ats, again)
    assert outcome.listings.keys() <= whole.listings.keys()
    if outcome.listings.keys() < whole.listings.keys() and ats not in BY_PAGE_ALONE:
        assert outcome.result.outcome in ("partial", "failed")


OF_PAGES = {("polymer", "total")}
"""Totals that do not count postings."""
TOTALS = {"total", "totalcount", "totalfound", "totaljobscount", "totalhits", "totalnumber"}


def changed(request: Request, change: Callable[[Any], Any]) -> Request:
    """The request with its recorded JSON changed; as it was when it is no JSON."""
    try:
        content = json.dumps(change(json.loads(request.content))).encode()
    except ValueError:
        content = request.content
    return Request(request.kind, request.turn, request.status, request.headers, content)


def walk(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(value, dict):
        return change({k: walk(v, change) for k, v in value.items()})
    return [walk(v, change) for v in value] if isinstance(value, list) else value


@every_source
@pytest.mark.parametrize("by", [7, -1])
def test_a_total_that_lies_leaves_the_board_partial(ats: str, by: int) -> None:
    hits: list[str] = []

    def more(row: dict[str, Any]) -> dict[str, Any]:
        for key, value in row.items():
            counts = key.lower() in TOTALS and (ats, key) not in OF_PAGES
            if counts and isinstance(value, int) and value > 0:
                hits.append(key)
                row[key] = value + by
        return row

    outcome = run(ats, lambda h, r: healthy(h, changed(r, lambda v: walk(v, more))))
    assert outcome.listings.items() <= baseline(ats).listings.items()
    if hits:
        assert outcome.result.outcome == "partial"
        assert "announced" in str(outcome.result.reason)


@every_source
def test_keys_that_are_new_change_nothing(ats: str) -> None:
    def more(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "unheard_of": {"id": 7, "name": "x"}}

    outcome = run(ats, lambda h, r: healthy(h, changed(r, lambda v: walk(v, more))))
    assert outcome.result.outcome == "complete"
    assert outcome.listings == baseline(ats).listings


@every_source
def test_a_posting_sent_twice_counts_once(ats: str) -> None:
    def twice(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: twice(v) for k, v in value.items()}
        rows = isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
        return [x for v in value for x in (v, v)] if rows else value

    def fault(handler: Handler, request: Request) -> None:
        healthy(handler, changed(request, twice) if request.kind == "list" else request)

    outcome = run(ats, fault)
    assert outcome.listings.keys() <= baseline(ats).listings.keys()
    assert len(outcome.listings) == outcome.result.listing_count
    if outcome.listings.keys() < baseline(ats).listings.keys():
        assert outcome.result.outcome == "partial"
