"""What a night's files say of boards that answered "not modified", and of pages not read yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import crawl
from orchestration.boards import Board
from orchestration.sources._http import Session
from orchestration.sources._listing import Listing, Posting, Spent


def night(folder: Path, outcome: str, listings: list[str]) -> Path:
    """A night of one board in a folder: how it ended, and the listings it showed."""
    folder.mkdir(parents=True)
    row = asdict(crawl.BoardResult("lever", "acme", "Acme", "sample", outcome))
    pq.write_table(pa.Table.from_pylist([row], crawl.BOARDS), folder / "boards.parquet")
    seen = [
        {"ats": "lever", "board": "acme", "native_id": n, "content_id": f"content {n}"}
        for n in listings
    ]
    schema = pa.schema([(n, pa.string()) for n in ("ats", "board", "native_id", "content_id")])
    pq.write_table(pa.Table.from_pylist(seen, schema), folder / "sightings.parquet")
    return folder


def shown(folder: Path) -> list[str]:
    return sorted(pq.read_table(folder / "sightings.parquet").column("native_id").to_pylist())


def not_modified(tmp_path: Path) -> list[str]:
    tonight = night(tmp_path / "tonight", "not_modified", [])
    pq.write_table(crawl.CRAWLED.empty_table(), tonight / "crawled.parquet")
    crawl.settle(tonight, tmp_path / "raw", date(2026, 11, 5))
    return shown(tonight)


def test_not_modified_shows_what_the_last_whole_night_showed(tmp_path: Path) -> None:
    """A night that fell short in between is not what "not modified" speaks of."""
    night(tmp_path / "raw" / "night=2026-11-03", "complete", ["1", "2", "3"])
    night(tmp_path / "raw" / "night=2026-11-04", "partial", ["1"])
    assert not_modified(tmp_path) == ["1", "2", "3"]


def test_not_modified_since_empty_shows_nothing(tmp_path: Path) -> None:
    night(tmp_path / "raw" / "night=2026-11-03", "complete", ["1", "2", "3"])
    night(tmp_path / "raw" / "night=2026-11-04", "complete", [])
    assert not_modified(tmp_path) == []


class Untitled:
    """A source whose list tells addresses alone; of the pages one is a job and one is none."""

    def postings(self, board: str, get: Any) -> Iterator[Posting]:
        yield from ({"id": "job"}, {"id": "none"})

    def detail(self, posting: Posting, board: str, get: Any) -> Posting:
        if get is None:
            raise Spent("the night's budget of details is used up")
        return {**posting, "title": "Engineer" if posting["id"] == "job" else None}

    def read(self, posting: Posting, board: str) -> Listing | None:
        if posting.get("title", "") is None:
            return None
        return Listing(posting["id"], posting.get("title", ""))


def rows_of_untitled(detail: Any, before: crawl.Before) -> tuple[list[dict[str, Any]], int, int]:
    """The rows, and how many listings and pending details were counted."""
    session = cast(Session, SimpleNamespace(detail=detail))
    result = crawl.BoardResult("careers", "acme.example", None, "sample")
    board = Board("careers", "acme.example")
    rows = list(crawl._rows(Untitled(), board, session, before, result))
    return rows, result.listing_count, result.pending_count


def test_a_listing_without_a_title_waits_for_its_page() -> None:
    assert rows_of_untitled(None, crawl.Before()) == ([], 0, 2)


def test_a_page_without_a_job_is_no_listing() -> None:
    rows, listings, pending = rows_of_untitled("get", crawl.Before())
    assert ([row["title"] for row in rows], listings, pending) == (["Engineer"], 1, 0)


def test_a_page_that_was_read_is_seen_again() -> None:
    brief_id = rows_of_untitled("get", crawl.Before())[0][0]["brief_id"]
    for held_brief, pending in ((brief_id, 1), ("other", 2)):  # the job, and the page that is none
        before = crawl.Before(held={"job": (held_brief, "content")})
        rows, listings, missing = rows_of_untitled(None, before)
        assert [row["held_content_id"] for row in rows] == ["content"]
        assert "title" not in rows[0]
        assert (listings, missing) == (1, pending)
