"""Which detail pages a night requests, and what becomes of pages that fail or hold no job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb

from orchestration.crawl.board_writer import BoardWriter
from orchestration.crawl.crawler import _write_postings
from orchestration.http.client import Session
from orchestration.settings import Bounds
from orchestration.sources._toolkit.errors import BudgetExhausted, Incomplete
from orchestration.sources._toolkit.listing import Get, Listing, Posting
from orchestration.storage import raw_nights
from orchestration.storage.crawl_state import CrawlState, DetailState
from tests.crawl.shop import LIST, NO_BUDGET, PAGES, Shop, crawl_night, seen_ids, shop, texts

WHOLE = {"1": "bakes", "2": "cooks", "3": "guards"}


def test_only_new_and_changed_postings_request_their_page(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    assert crawl_night(tmp_path, "2026-11-01", recording)[1] == ["/b", "/b/1", "/b/2", "/b/3"]
    assert crawl_night(tmp_path, "2026-11-02", recording)[1] == ["/b"]
    result, requested = crawl_night(tmp_path, "2026-11-03", recording, Shop(changed=" wanted"))
    assert requested == ["/b", "/b/1"]
    assert (result.outcome, result.listing_count, result.pending_count) == ("complete", 3, 0)
    nights = ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert [texts(tmp_path, night) for night in nights] == [WHOLE] * 3


def test_pages_beyond_the_budget_are_requested_on_later_nights(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    first, _ = crawl_night(tmp_path, "2026-11-01", recording, budget=2)
    assert (first.outcome, first.listing_count, first.pending_count) == ("complete", 3, 1)
    assert texts(tmp_path, "2026-11-01") == {**WHOLE, "3": None}
    second, requested = crawl_night(tmp_path, "2026-11-02", recording, budget=2)
    assert (requested, second.pending_count) == (["/b", "/b/3"], 0)
    assert texts(tmp_path, "2026-11-02") == WHOLE


def test_a_failed_detail_page_affects_no_other_posting(tmp_path: Path) -> None:
    broken = shop(tmp_path / "broken", {**PAGES, "/b/2": None})
    result, _ = crawl_night(tmp_path, "2026-11-01", broken)
    assert (result.outcome, result.listing_count, result.pending_count) == ("complete", 3, 1)
    assert result.reason == "a detail page is missing: 500 shop.example/b/2: server error"
    assert texts(tmp_path, "2026-11-01") == {**WHOLE, "2": None}
    changed = Shop(changed=" wanted")
    gone = {path: answer for path, answer in PAGES.items() if path != "/b/1"}
    result, _ = crawl_night(tmp_path, "2026-11-02", shop(tmp_path / "gone", gone), changed)
    assert result.pending_count == 1
    assert texts(tmp_path, "2026-11-02") == WHOLE  # the held text stays


class Untitled:
    """A source whose list has only addresses; one page is a job and one is not."""

    def postings(self, board: str, get: Any) -> Iterator[Posting]:
        yield from ({"id": "job"}, {"id": "none"})

    def detail(self, posting: Posting, board: str, get: Any) -> Posting:
        if get is None:
            raise BudgetExhausted("the night's budget of detail pages is used up")
        return {**posting, "title": "Engineer" if posting["id"] == "job" else None}

    def read(self, posting: Posting, board: str) -> Listing | None:
        if posting.get("title", "") is None:
            return None
        return Listing(posting["id"], posting.get("title", ""))


def rows_of_untitled(
    detail: Any, state: CrawlState
) -> tuple[list[dict[str, Any]], raw_nights.BoardResult, str | None]:
    """The rows, the result of the board, and why it is not complete."""
    session = cast(Session, SimpleNamespace(detail=detail))
    result = raw_nights.BoardResult("careers", "acme.example", None, "sample")
    lines: list[bytes] = []
    writer = BoardWriter(result, lines.append, Bounds())
    reason = None
    try:
        for _end_of_round in _write_postings(Untitled(), session, state, writer):
            pass
    except Incomplete as error:
        reason = str(error)
    writer.flush()
    rows = [json.loads(line) for line in b"".join(lines).splitlines()]
    for row in rows:
        row |= row.pop("texts")
        del row["ats"], row["board"]
    return rows, result, reason


def test_a_listing_without_a_title_waits_for_its_page() -> None:
    rows, result, reason = rows_of_untitled(None, CrawlState())
    assert (rows, result.pending_count) == ([], 2)
    assert reason == NO_BUDGET


def test_a_page_without_a_job_gives_no_listing() -> None:
    rows, result, reason = rows_of_untitled("get", CrawlState())
    assert [(row["native_id"], row["detail"]) for row in rows] == [
        ("job", "read"),
        ("none", "none"),
    ]
    assert [row["native_id"] for row in rows if raw_nights.is_listing_row(row)] == ["job"]
    assert (result.pending_count, reason) == (0, None)


def test_a_posting_whose_page_was_read_is_a_sighting() -> None:
    brief_id = rows_of_untitled("get", CrawlState())[0][0]["brief_id"]
    for held_brief, pending in ((brief_id, 1), ("other", 2)):  # the job, and the page that is none
        state = CrawlState(details={"job": DetailState(held_brief, "content")})
        rows, result, _ = rows_of_untitled(None, state)
        assert rows == [{"held_content_id": "content", "native_id": "job"}]
        assert result.pending_count == pending


class Pages(Shop):
    """The shop with a list without titles; a page with "no job" holds no job."""

    def detail(self, posting: Posting, board: str, get: Get) -> Posting:
        return {**posting, "page": get(f"{self.HOST}/{board}/{posting['id']}").json()}

    def read(self, posting: Posting, board: str) -> Listing | None:
        if posting.get("page", "") == "no job":
            return None
        return Listing(posting["id"], posting.get("page", ""))


def test_pages_without_a_job_do_not_use_up_the_budget(tmp_path: Path) -> None:
    rows = [{"id": name} for name in ("about", "life", "baker", "cook")]
    page_texts = {"about": "no job", "life": "no job", "baker": "Baker", "cook": "Cook"}
    pages = {"/b": rows} | {f"/b/{name}": text for name, text in page_texts.items()}
    recording = shop(tmp_path / "shop", pages)
    nights = [
        crawl_night(tmp_path, f"2026-11-0{n}", recording, Pages(), budget=2) for n in range(1, 8)
    ]
    assert [requested[1:] for _, requested in nights] == [
        ["/b/about", "/b/life"],
        ["/b/baker", "/b/cook"],
        ["/b/about", "/b/life"],  # at double distance from here on
        [],
        ["/b/about", "/b/life"],
        [],
        [],
    ]
    ends = [(r.outcome, r.listing_count, r.pending_count) for r, _ in nights]
    assert ends == [("partial", 0, 2)] + [("complete", 2, 0)] * 6
    assert nights[0][0].reason == NO_BUDGET
    assert seen_ids(tmp_path / "raw" / "shop" / "night=2026-11-07") == ["baker", "cook"]


def test_pages_that_fail_every_night_come_after_new_ones(tmp_path: Path) -> None:
    broken = {**PAGES, "/b/1": None, "/b/2": None}
    recording = shop(tmp_path / "shop", broken)
    nights = [crawl_night(tmp_path, f"2026-11-0{n}", recording, budget=2) for n in range(1, 5)]
    assert [requested[1:] for _, requested in nights] == [
        ["/b/1", "/b/2"],
        ["/b/3", "/b/1"],
        ["/b/2", "/b/1"],
        [],
    ]
    assert [result.pending_count for result, _ in nights] == [3, 2, 2, 2]
    assert texts(tmp_path, "2026-11-04") == {"1": None, "2": None, "3": "guards"}


def test_the_page_of_an_unchanged_posting_is_not_requested_again(tmp_path: Path) -> None:
    """A title changes and changes back; a list row changes while the content stays."""
    recording = shop(tmp_path / "shop", PAGES)
    for night, changed, requested in (
        ("2026-11-01", "", ["/b/1", "/b/2", "/b/3"]),
        ("2026-11-02", " wanted", ["/b/1"]),
        ("2026-11-03", "", ["/b/1"]),
        ("2026-11-04", "", []),
        ("2026-11-05", "", []),
    ):
        assert crawl_night(tmp_path, night, recording, Shop(changed))[1][1:] == requested
        assert texts(tmp_path, night) == WHOLE


def test_old_nights_without_a_details_file_are_read(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    crawl_night(tmp_path, "2026-11-01", recording)
    folder = tmp_path / "raw" / "shop" / "night=2026-11-01"
    (folder / "postings.parquet").rename(tmp_path / "postings.parquet")
    duckdb.execute(
        f"copy (select p.*, d.brief_id from '{tmp_path}/postings.parquet' p "
        f"join '{folder}/details.parquet' d using (content_id)) to '{folder}/postings.parquet'"
    )
    (folder / "details.parquet").unlink()
    for night in ("2026-11-02", "2026-11-03"):
        assert crawl_night(tmp_path, night, recording)[1] == ["/b"]
        assert texts(tmp_path, night) == WHOLE


class Drifted(Shop):
    """The shop, whose second posting has a page of an unreadable type."""

    def read(self, posting: Posting, board: str) -> Listing | None:
        if posting["id"] == "2" and "text" in posting:
            raise TypeError("text expected, got list")
        return super().read(posting, board)


def test_an_unreadable_page_keeps_the_held_content_or_the_list_row(
    tmp_path: Path,
) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    result, _ = crawl_night(tmp_path, "2026-11-01", recording, Drifted())
    assert (result.outcome, result.listing_count, result.unreadable_count) == ("partial", 3, 1)
    assert texts(tmp_path, "2026-11-01") == {**WHOLE, "2": None}
    crawl_night(tmp_path, "2026-11-02", recording)
    retitled = [{**row, "title": row["title"] + "!"} for row in LIST]
    changed = shop(tmp_path / "changed", {**PAGES, "/b": retitled})
    result, _ = crawl_night(tmp_path, "2026-11-03", changed, Drifted())
    assert (result.outcome, result.listing_count, result.unreadable_count) == ("partial", 3, 1)
    assert texts(tmp_path, "2026-11-03") == WHOLE
