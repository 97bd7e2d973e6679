"""Every source against a faulty server: each fault becomes the outcome of a board, with a reason in
one line, and affects no listing that was not part of the answer.

The faults replace recorded answers of a source: the first list, a later page, or the detail pages.
Not here: retries, pauses, redirects and sizes (tests/http).
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.sources.fault_server import (
    LIMIT,
    SOURCES,
    Fault,
    Handler,
    Request,
    baseline,
    crawl_through,
    healthy,
)

BY_PAGE_ALONE = {"careers"}
"""Sources whose list has only addresses, so that a posting without its page gives no listing."""


every_source = pytest.mark.parametrize("ats", SOURCES)


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
    handler.rfile.read(1)  # until the client closes the connection
    handler.close_connection = True


def answers(status: int, content: bytes = b"{}", **headers: str) -> Fault:
    return lambda handler, request: handler.reply(status, content, **headers)


SLOW = ("silence", "slow drip")
"""Slow faults, which the client handles in the same way for every source."""


USUAL = ("404", "429 for an hour", "500", "HTML", "nothing")
"""Faults that the client cannot detect, so that each source must."""


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
    # Its error has a line end, the reason of an outcome has none.
    "XML that is not closed": (answers(200, b"<rss><![CDATA[ \0 ]]><b></rss>"), ""),
    "nothing": (answers(200, b""), ""),
}


def when(kind: str, first: int, fault: Fault) -> Fault:
    """The fault for requests of a kind, from a turn on; other requests are answered."""

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
def test_a_failed_list_request_is_a_failed_board(ats: str, name: str) -> None:
    fault, reason = DEADLY[name]
    outcome = crawl_through(ats, when("list", 1, fault), 0.5 if name in SLOW else 20.0)
    assert outcome.result.outcome == "failed" or ats in BY_PAGE_ALONE
    assert outcome.result.outcome in ("failed", "partial")
    assert outcome.listings == {}
    assert re.search(reason, str(outcome.result.reason))


@every_source
@pytest.mark.parametrize("name", USUAL)
def test_failed_detail_pages_are_pending(ats: str, name: str) -> None:
    """The listing has the values of the list; a vendor without detail pages is not affected."""
    whole = baseline(ats)
    outcome = crawl_through(ats, when("detail", 2, DEADLY[name][0]))
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
def test_a_failed_later_page_affects_only_its_postings(ats: str, name: str) -> None:
    whole = baseline(ats)
    outcome = crawl_through(ats, when("list", 2, DEADLY[name][0]))
    if not outcome.result.pending_count:  # an open circuit stops the detail pages too
        assert outcome.listings.items() <= whole.listings.items()
    if len(outcome.listings) < len(whole.listings):
        assert outcome.result.outcome in ("partial", "failed")


@every_source
@pytest.mark.parametrize("name", ["429 with Retry-After", "500", "cut body"])
def test_a_transient_fault_has_no_effect(ats: str, name: str) -> None:
    def once(handler: Handler, request: Request) -> None:
        first = request.kind == "list" and request.turn == 1
        (DEADLY[name][0] if first else healthy)(handler, request)

    outcome = crawl_through(ats, once)
    assert outcome.result.outcome == "complete"
    assert outcome.listings == baseline(ats).listings


@every_source
def test_a_list_that_repeats_its_first_page_ends(ats: str) -> None:
    """Every list request gets the first page: the crawl ends, and the board is partial if it had
    more."""
    first: list[Request] = []

    def again(handler: Handler, request: Request) -> None:
        if request.kind == "list":
            first.append(request)
            request = first[0]
        healthy(handler, request)

    whole, outcome = baseline(ats), crawl_through(ats, again)
    assert outcome.listings.keys() <= whole.listings.keys()
    if outcome.listings.keys() < whole.listings.keys() and ats not in BY_PAGE_ALONE:
        assert outcome.result.outcome in ("partial", "failed")


OF_PAGES = {("polymer", "total")}
"""Totals that count something else than postings."""


TOTALS = {"total", "totalcount", "totalfound", "totaljobscount", "totalhits", "totalnumber"}


def changed(request: Request, change: Callable[[Any], Any]) -> Request:
    """The request with its recorded JSON changed, if it is JSON."""
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
def test_a_wrong_total_makes_the_board_partial(ats: str, by: int) -> None:
    hits: list[str] = []

    def more(row: dict[str, Any]) -> dict[str, Any]:
        for key, value in row.items():
            counts = key.lower() in TOTALS and (ats, key) not in OF_PAGES
            if counts and isinstance(value, int) and value > 0:
                hits.append(key)
                row[key] = value + by
        return row

    outcome = crawl_through(ats, lambda h, r: healthy(h, changed(r, lambda v: walk(v, more))))
    assert outcome.listings.items() <= baseline(ats).listings.items()
    if hits:
        assert outcome.result.outcome == "partial"
        assert "announced" in str(outcome.result.reason)


@every_source
def test_new_keys_change_nothing(ats: str) -> None:
    def more(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "unheard_of": {"id": 7, "name": "x"}}

    outcome = crawl_through(ats, lambda h, r: healthy(h, changed(r, lambda v: walk(v, more))))
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

    outcome = crawl_through(ats, fault)
    assert outcome.listings.keys() <= baseline(ats).listings.keys()
    assert len(outcome.listings) == outcome.result.listing_count
    if outcome.listings.keys() < baseline(ats).listings.keys():
        assert outcome.result.outcome == "partial"
