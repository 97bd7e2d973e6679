"""What a night's files say: of boards that answered "not modified", of details, of empty boards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration import stored
from orchestration.boards import Board
from orchestration.crawl import _rows, crawl
from orchestration.disk import put
from orchestration.recording import Recording
from orchestration.replay import serve
from orchestration.sources._http import Client, Session
from orchestration.sources._listing import Get, Listing, Posting, Spent


def night(folder: Path, outcome: str, listings: list[str]) -> Path:
    """A night of one board in a folder: how it ended, and the listings it showed."""
    folder.mkdir(parents=True)
    row = asdict(stored.BoardResult("lever", "acme", "Acme", "sample", outcome))
    pq.write_table(pa.Table.from_pylist([row], stored.BOARDS), folder / "boards.parquet")
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
    (tonight / "crawled.jsonl").touch()
    stored.settle(tonight, tmp_path / "raw", date(2026, 11, 5))
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
    folder.mkdir()
    rows = []
    for number, (path, answer) in enumerate(pages.items()):
        (folder / str(number)).write_text(json.dumps(answer))
        row = {"method": "GET", "url": Shop.HOST + path, "headers": {}, "body": str(number)}
        rows.append(json.dumps(row | {"status": 200 if answer is not None else 500}))
    (folder / "index.jsonl").write_text("\n".join(rows) + "\n")
    (folder / "boards.csv").write_text("ats,board\nshop,b\n")
    return Recording.load(folder)


LIST = [{"id": "1", "title": "Baker"}, {"id": "2", "title": "Cook"}, {"id": "3", "title": "Guard"}]
PAGES = {"/b": LIST, "/b/1": "bakes", "/b/2": "cooks", "/b/3": "guards"}


def collect(
    home: Path, night: str, recording: Recording, source: Any = None, budget: int = 0
) -> tuple[stored.BoardResult, list[str]]:
    """One night of the shop in a home: how the board ended, and which pages were asked."""
    asked: list[str] = []
    folder = home / "work" / night
    with (
        serve(recording) as route,
        Client("", rate=0, budget=budget, retries=0, route=route) as client,
    ):
        ask = client.ask
        client.ask = lambda url, *rest: asked.append(url) or ask(url, *rest)  # type: ignore
        results = crawl(
            source or Shop(),
            [Board("shop", "b")],
            client,
            folder=folder,
            accepted=home / "raw",
            night=date.fromisoformat(night),
            origin="test",
            threads=1,
            skipped=lambda board: None,
            progress=lambda result: None,
        )
    put(folder, home / "raw" / f"night={night}")
    return results[0], [url.removeprefix(Shop.HOST) for url in asked]


def texts(home: Path, night: str) -> dict[str, str | None]:
    """What each posting seen on a night says, by its id."""
    sql = (
        "select s.native_id, any_value(p.description_html) from read_parquet($s) s "
        "join read_parquet($p) p using (content_id) group by 1 order by 1"
    )
    files = {
        "s": f"{home}/raw/night={night}/sightings.parquet",
        "p": f"{home}/raw/night=*/postings.parquet",
    }
    return dict(duckdb.execute(sql, files).fetchall())


WHOLE = {"1": "bakes", "2": "cooks", "3": "guards"}


def test_details_are_asked_for_what_is_new_or_changed_alone(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    assert collect(tmp_path, "2026-11-01", recording)[1] == ["/b", "/b/1", "/b/2", "/b/3"]
    assert collect(tmp_path, "2026-11-02", recording)[1] == ["/b"]
    result, asked = collect(tmp_path, "2026-11-03", recording, Shop(changed=" wanted"))
    assert asked == ["/b", "/b/1"]
    assert (result.outcome, result.listing_count, result.pending_count) == ("complete", 3, 0)
    nights = ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert [texts(tmp_path, night) for night in nights] == [WHOLE] * 3


def test_what_the_budget_leaves_out_comes_on_later_nights(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    first, _ = collect(tmp_path, "2026-11-01", recording, budget=2)
    assert (first.outcome, first.listing_count, first.pending_count) == ("complete", 3, 1)
    assert texts(tmp_path, "2026-11-01") == {**WHOLE, "3": None}
    second, asked = collect(tmp_path, "2026-11-02", recording, budget=2)
    assert (asked, second.pending_count) == (["/b", "/b/3"], 0)
    assert texts(tmp_path, "2026-11-02") == WHOLE


def test_a_detail_that_fails_costs_nothing_else(tmp_path: Path) -> None:
    broken = shop(tmp_path / "broken", {**PAGES, "/b/2": None})
    result, _ = collect(tmp_path, "2026-11-01", broken)
    assert (result.outcome, result.listing_count, result.pending_count) == ("complete", 3, 1)
    assert result.reason == "a detail is missing: 500 shop.example/b/2: server error"
    assert texts(tmp_path, "2026-11-01") == {**WHOLE, "2": None}
    changed = Shop(changed=" wanted")
    gone = {path: answer for path, answer in PAGES.items() if path != "/b/1"}
    result, _ = collect(tmp_path, "2026-11-02", shop(tmp_path / "gone", gone), changed)
    assert result.pending_count == 1
    assert texts(tmp_path, "2026-11-02") == WHOLE  # the text that stands is better than none


def test_an_empty_board_is_confirmed_on_a_later_night(tmp_path: Path) -> None:
    empty = shop(tmp_path / "empty", {"/b": []})
    collect(tmp_path, "2026-11-01", shop(tmp_path / "shop", PAGES))
    second, _ = collect(tmp_path, "2026-11-02", empty)
    assert (second.outcome, second.reason) == (
        "partial",
        "no postings, 3 the night before: to be confirmed",
    )
    assert collect(tmp_path, "2026-11-03", empty)[0].outcome == "complete"


def test_what_earlier_nights_know_is_read_on_a_connection_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources are collected in threads: on DuckDB's shared connection one read another's rows."""

    def shared(*_: object) -> None:
        raise AssertionError("the shared connection")

    collect(tmp_path, "2026-11-01", shop(tmp_path / "shop", PAGES))
    for name in ("execute", "sql", "query"):
        monkeypatch.setattr(duckdb, name, shared)
    known = stored.before(tmp_path / "raw", date(2026, 11, 2))
    assert sorted(known["b"].held) == ["1", "2", "3"]


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


def rows_of_untitled(detail: Any, before: stored.Before) -> tuple[list[dict[str, Any]], int, int]:
    """The rows, and how many listings and pending details were counted."""
    session = cast(Session, SimpleNamespace(detail=detail))
    result = stored.BoardResult("careers", "acme.example", None, "sample")
    board = Board("careers", "acme.example")
    rows = list(_rows(Untitled(), board, session, before, result))
    return rows, result.listing_count, result.pending_count


def test_a_listing_without_a_title_waits_for_its_page() -> None:
    assert rows_of_untitled(None, stored.Before()) == ([], 0, 2)


def test_a_page_without_a_job_is_no_listing() -> None:
    rows, listings, pending = rows_of_untitled("get", stored.Before())
    assert ([row["title"] for row in rows], listings, pending) == (["Engineer"], 1, 0)


def test_a_page_that_was_read_is_seen_again() -> None:
    brief_id = rows_of_untitled("get", stored.Before())[0][0]["brief_id"]
    for held_brief, pending in ((brief_id, 1), ("other", 2)):  # the job, and the page that is none
        before = stored.Before(held={"job": (held_brief, "content")})
        rows, listings, missing = rows_of_untitled(None, before)
        assert [row["held_content_id"] for row in rows] == ["content"]
        assert "title" not in rows[0]
        assert (listings, missing) == (1, pending)
