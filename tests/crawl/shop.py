"""A source with detail pages over a recording of its own, and one crawled night of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.http.client import Client
from orchestration.recordings.recording import Recording
from orchestration.recordings.replay_server import serve
from orchestration.settings import Settings
from orchestration.sources._toolkit.listing import Get, Listing, Posting
from orchestration.storage import raw_nights
from orchestration.storage.atomic import publish_directory
from tests.recorded import write_recording


class Shop:
    """A source whose list names postings and whose pages describe them, over its own recording."""

    HOST = "https://shop.example"

    def __init__(self, changed: str = "") -> None:
        self.changed = changed

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        yield from get(f"{self.HOST}/{board}").json()

    def detail(self, posting: Posting, board: str, get: Get) -> Posting:
        return {**posting, "text": get(f"{self.HOST}/{board}/{posting['id']}").json()}

    def read(self, posting: Posting, board: str) -> Listing | None:
        title = str(posting["title"]) + (self.changed if posting["id"] == "1" else "")
        return Listing(str(posting["id"]), title, description_html=posting.get("text"))


def shop(folder: Path, pages: dict[str, Any]) -> Recording:
    """A recording of the shop's board `b`: path to answer, None for a server error."""
    answers = [
        {
            "url": Shop.HOST + path,
            "text": json.dumps(answer),
            "status": 200 if answer is not None else 500,
        }
        for path, answer in pages.items()
    ]
    return write_recording(folder, answers, "shop,b")


NO_BUDGET = (
    "2 postings have no detail page yet: the night's budget is used up; a later night requests them"
)


LIST = [{"id": "1", "title": "Baker"}, {"id": "2", "title": "Cook"}, {"id": "3", "title": "Guard"}]


PAGES = {"/b": LIST, "/b/1": "bakes", "/b/2": "cooks", "/b/3": "guards"}


def crawl_boards(
    home: Path,
    night: date,
    recording: Recording,
    source: Any,
    boards: list[Board],
    budget: int,
    threads: int = 1,
    clock: Callable[[], datetime] = raw_nights.utc_now,
    weekly_after: int = 0,
) -> tuple[list[raw_nights.BoardResult], list[str]]:
    """One published night of boards: their results, and the requested URLs."""
    requested: list[str] = []
    folder = home / "work" / night.isoformat()
    with (
        serve(recording) as route,
        Client("", rate=0, budget=budget, retries=0, route=route) as client,
    ):
        send = client.request
        client.request = lambda url, *rest: requested.append(url) or send(url, *rest)  # type: ignore
        settings = Settings(home, "", weekly_after_nights=weekly_after)
        live = DataSource("live")
        crawl = NightCrawl(settings, night, live, boards, client, threads, clock=clock)
        results = crawl_source(source, boards, crawl, folder)
    publish_directory(folder, crawl.raw_night(boards[0].ats))
    return results, requested


def crawl_night(
    home: Path,
    night: str,
    recording: Recording,
    source: Any = None,
    budget: int = 0,
    weekly_after: int = 0,
) -> tuple[raw_nights.BoardResult, list[str]]:
    """One night of the shop: the result of the board, and the requested pages."""
    boards = [Board("shop", "b")]
    results, requested = crawl_boards(
        *(home, date.fromisoformat(night), recording, source or Shop(), boards, budget),
        weekly_after=weekly_after,
    )
    return results[0], [url.removeprefix(Shop.HOST) for url in requested]


def texts(home: Path, night: str) -> dict[str, str | None]:
    """What each posting seen on a night says, by its id."""
    sql = (
        "select s.native_id, any_value(p.description_html) from read_parquet($s) s "
        "join read_parquet($p) p using (content_id) group by 1 order by 1"
    )
    files = {
        "s": f"{home}/raw/shop/night={night}/sightings.parquet",
        "p": f"{home}/raw/shop/night=*/postings.parquet",
    }
    return dict(duckdb.execute(sql, files).fetchall())


def seen_ids(folder: Path) -> list[str]:
    """The native ids of the sightings of a night."""
    return sorted(pq.read_table(folder / "sightings.parquet").column("native_id").to_pylist())
