"""A night of listings that a test gives: crawled by a fake client, validated and published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import duckdb

from orchestration.crawl.acceptance import validate_folders
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.http.client import NotModified
from orchestration.settings import Bounds, Settings
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting, Source
from orchestration.storage.atomic import publish_directory

NIGHT = date(2026, 11, 2)


NOW = datetime(2026, 11, 2, tzinfo=UTC)


GOOD = [
    Listing(
        str(number),
        f"Engineer {number}",
        f"https://acme.example/{number}",
        description_html=f"<p>Python and Go, {number}</p>",
        places=(Place("Berlin"),),
        pays=(Pay(100_000, 120_000 + number, "EUR", "year"),),
        published_at=NOW,
    )
    for number in range(3)
]


class GivenSource:
    """A source whose postings are the listings that a test gives it, by board; an error is raised
    where a listing is read."""

    def __init__(self, boards: dict[str, list[Any]]) -> None:
        self.boards = boards

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        for listing in self.boards[board]:
            if isinstance(listing, NotModified):
                raise listing
            yield {"listing": listing, "description": getattr(listing, "description_html", None)}

    def read(self, posting: Posting, board: str) -> Listing | None:
        if isinstance(posting["listing"], Exception):
            raise posting["listing"]
        return cast("Listing", posting["listing"])


class FakeClient:
    """A client without requests."""

    recorder = None
    budget = 0

    def session(self, *_: object, **__: object) -> Any:
        given = {"request_count": 1, "etag": None, "last_modified": None, "recorded_on": set()}
        return type("Session", (), given)()


def crawl_night(
    home: Path, boards: dict[str, list[Any]], when: date = NIGHT, bounds: Bounds | None = None
) -> Path:
    """One accepted night of boards in a data directory."""
    folder, settings = home / "aside", Settings(home, "", bounds=bounds or Bounds())
    crawled = [Board("lever", board) for board in boards]
    client = cast("Any", FakeClient())
    crawl = NightCrawl(settings, when, DataSource("live"), crawled, client)
    crawl_source(cast("Source", GivenSource(boards)), crawled, crawl, folder)
    failed = [(c.name, c.detail) for c in validate_folders({"one": folder})["one"] if not c.passed]
    assert failed == [], failed
    publish_directory(folder, crawl.raw_night("lever"))
    return crawl.raw_night("lever")


def rows(folder: Path, name: str, columns: str = "*", which: str = "true") -> list[tuple[Any, ...]]:
    file = folder / f"{name}.parquet"
    source = f"read_parquet('{file}', hive_partitioning = false)"
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        return db.sql(f"select {columns} from {source} where {which} order by all").fetchall()


def set_aside_rows(folder: Path) -> list[tuple[Any, ...]]:
    return rows(folder, "set_aside", "native_id, field, rule, value_text")
