"""Nights of a small market that tests give: several sources, crawled, measured and accepted or not.

Ordinary change is random with a seed: listings come and go, boards fail, boards are new.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb

from orchestration.crawl.acceptance import CrawledNight, SourceOutcome, accept_or_quarantine
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.settings import Settings
from orchestration.sources._toolkit.listing import Listing, Pay, Place, Source
from orchestration.storage.earlier_nights import Compacted
from tests.storage.given_night import FakeClient, GivenSource

FIRST = date(2026, 11, 2)
Boards = dict[str, list[Any]]
"""The postings of a source by board; an exception where the board, or a posting, fails."""
Market = dict[str, Boards]
SOURCES = ("ashby", "lever")


def listing(draw: random.Random, number: int, night: date) -> Listing:
    """One posting with every field that is measured; some fields are empty in some of them."""
    years, low = draw.randint(1, 9), draw.randint(80, 180) * 1_000
    places = tuple(Place(city) for city in draw.sample(("Berlin", "Austin", "Pune"), 1))
    day = datetime.combine(night, time(9), UTC) - timedelta(draw.randint(0, 40))
    return Listing(
        f"id{number}",
        f"{draw.choice(('Backend', 'Data', 'Platform'))} Engineer {number % 400}",
        f"https://acme.example/{number}",
        description_html=f"<p>{'Python, Go. ' * draw.randint(20, 60)}{years} years, {number}</p>",
        places=places if draw.random() < 0.95 else (),
        pays=(Pay(low, low * 1.3, "USD", "year"),) if draw.random() < 0.7 else (),
        is_remote=draw.random() < 0.3,
        published_at=day,
    )


class History:
    """A data directory and the market that its nights saw."""

    def __init__(self, home: Path, seed: int = 1, sources: Collection[str] = SOURCES) -> None:
        self.settings = Settings(home, contact="")
        self.draw = random.Random(seed)
        self.night = FIRST
        self.compacted: list[Compacted] = []
        self.number = 0
        self.market: Market = {
            ats: {f"b{board}": self.listings(self.draw.randint(14, 30)) for board in range(5)}
            for ats in sources
        }

    def listings(self, count: int) -> list[Any]:
        """New postings."""
        made = [listing(self.draw, self.number + n, self.night) for n in range(count)]
        self.number += count
        return made

    def change(self) -> None:
        """Ordinary change: 3 % of the listings close and as many open."""
        for boards in self.market.values():
            for board, postings in boards.items():
                kept = [p for p in postings if self.draw.random() > 0.03]
                boards[board] = kept + self.listings(len(postings) - len(kept))

    def crawl(
        self, market: Market | None = None, accepted: Collection[str] = ()
    ) -> dict[str, SourceOutcome]:
        """The next night, of this market or of another one; how each source ended."""
        found = market or self.market
        start = datetime.combine(self.night, time(), UTC)
        crawl = NightCrawl(
            self.settings, self.night, DataSource("live"), [], cast("Any", FakeClient()),
            clock=lambda: start, compacted=self.compacted,
        )  # fmt: skip
        crawled = []
        for ats, boards in sorted(found.items()):
            source, folder = cast("Source", GivenSource(dict(boards))), self.settings.work / ats
            results = crawl_source(source, [Board(ats, b) for b in boards], crawl, folder)
            crawled.append(CrawledNight(ats, folder, results))
        outcomes = accept_or_quarantine(crawled, crawl, accepted)
        ended = {outcome.ats: outcome for outcome in outcomes}
        self.night += timedelta(1)
        return ended

    def changed(
        self,
        change: Callable[[list[Any]], list[Any]],
        ats: str = "lever",
        boards: Collection[str] | None = None,
    ) -> Market:
        """The market with the postings of some boards of a source changed; of all, when None."""
        wrong = {
            board: change(postings) if boards is None or board in boards else postings
            for board, postings in self.market[ats].items()
        }
        return {**self.market, ats: wrong}

    def folder(self, ats: str, night: date, base: str = "raw") -> Path:
        """The folder of a source's night."""
        return self.settings.home / base / ats / f"night={night}"

    def seen(self, ats: str, night: date, board: str) -> int:
        """The sightings of a board in an accepted night."""
        file = self.folder(ats, night) / "sightings.parquet"
        sql = "select count(*) from read_parquet($f) where board = $b"
        row = duckdb.execute(sql, {"f": str(file), "b": board}).fetchone()
        return int(row[0]) if row else 0

    def reasons(self, ats: str, night: date, base: str = "raw") -> dict[str, str]:
        """The reasons of the boards that are not complete."""
        file = self.folder(ats, night, base) / "boards.parquet"
        sql = "select board, reason from read_parquet(?) where reason is not null"
        return dict(duckdb.execute(sql, [str(file)]).fetchall())


def failures(outcome: SourceOutcome) -> str:
    """What failed, in words."""
    return "; ".join(check.detail for check in outcome.checks if check.is_failure)


def warnings(outcome: SourceOutcome) -> str:
    """What warns, in words."""
    return "; ".join(check.detail for check in outcome.checks if check.is_warning)


def each(**fields: Any) -> Callable[[list[Any]], list[Any]]:
    """A change of fields of every posting; a callable field is computed from the posting."""

    def change(postings: list[Any]) -> list[Any]:
        return [
            replace(p, **{k: v(p) if callable(v) else v for k, v in fields.items()})
            for p in postings
        ]

    return change


def checks_of(folder: Path) -> list[dict[str, Any]]:
    """The checks that a night was stored with."""
    stored: list[dict[str, Any]] = json.loads((folder / "checks.json").read_text("utf-8"))
    return stored
