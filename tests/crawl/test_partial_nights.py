"""A night crawled by several processes is the night of one process, also when some are killed."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq
import pytest

from orchestration.crawl import board_spans
from orchestration.crawl.acceptance import SourceOutcome
from orchestration.crawl.data_source import DataSource, bind_data_source
from orchestration.crawl.night import crawl_sources
from orchestration.crawl.night_crawl import NightCrawl, open_night_crawl
from orchestration.crawl.partial_nights import (
    crawl_shard,
    merge_source,
    require_no_other_count,
    shard_lock,
)
from orchestration.crawl.shards import Shard
from orchestration.settings import Settings
from orchestration.simulator import simulate
from orchestration.sources import all_sources
from orchestration.storage import merge_parts
from tests.command import run_command
from tests.crawl.killing import children, killing
from tests.storage.given_night import FakeClient

FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 3)
SOURCES = ("careers", "lever", "workday")
"""A source in both shards of two, and two that are in one; two have detail pages."""


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Path]:
    """Two nights of a market. In the second some boards do not answer."""
    found = {}
    for number, night in enumerate((FIRST, SECOND)):
        folder = tmp_path_factory.mktemp("market") / "market"
        simulate(folder, 60, first=number * 10, night=night, vendors=SOURCES)
        found[night] = folder
    lines = (found[SECOND] / "index.jsonl").read_text().splitlines(keepends=True)
    (found[SECOND] / "index.jsonl").write_text("".join(lines[:20] + lines[26:]))
    return found


def crawl(
    home: Path, night: date, recording: Path, crawlers: int, budget: int = 0
) -> list[SourceOutcome]:
    """One night by so many crawlers."""
    settings = Settings(home, "", detail_budget=budget, crawlers=crawlers)
    # Both nights are one recording of one path, as a data directory is bound to it.
    link = home / "market"
    home.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(recording)
    source = bind_data_source(settings, DataSource("recording", link))
    chosen = {ats: all_sources()[ats] for ats in SOURCES}
    with open_night_crawl(source, settings, night) as opened:
        return list(crawl_sources(chosen, opened))


def files(home: Path) -> dict[str, bytes]:
    """The bytes of every file of the raw nights, also of linked ones."""
    found = (Path(at) / n for at, _, own in os.walk(home / "raw", followlinks=True) for n in own)
    return {str(f.relative_to(home)): f.read_bytes() for f in sorted(found)}


@pytest.fixture(scope="module")
def one(recordings: dict[date, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights by one process."""
    home = tmp_path_factory.mktemp("one") / "home"
    for night, recording in recordings.items():
        assert all(outcome.is_accepted for outcome in crawl(home, night, recording, 1))
    return home


def link_first_night(one: Path, home: Path) -> None:
    """Give a data directory the first night as one process crawled it."""
    for name in (f"raw/{ats}/night={FIRST}" for ats in SOURCES):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).symlink_to(one / name)


@pytest.mark.parametrize(
    ("crawlers", "sorted_rows", "nights"),
    [
        (2, 1, [SECOND]),  # first nights by two crawlers, merged at once, are in tests below
        pytest.param(5, 25_000, [SECOND], marks=pytest.mark.night),
        pytest.param(2, 1, [FIRST, SECOND], marks=pytest.mark.night),
        pytest.param(5, 25_000, [FIRST, SECOND], marks=pytest.mark.night),
    ],
)
def test_so_many_crawlers_store_the_same_bytes(
    crawlers: int,
    sorted_rows: int,
    nights: list[date],
    recordings: dict[date, Path],
    one: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With boards that fail or are not modified; merged by board, and all at once."""
    monkeypatch.setattr(merge_parts, "SORTED_ROWS", sorted_rows)
    if FIRST not in nights:
        link_first_night(one, tmp_path / "home")
    for night in nights:
        crawl(tmp_path / "home", night, recordings[night], crawlers)
    assert files(tmp_path / "home") == files(one)
    outcomes = {
        row["outcome"]
        for ats in SOURCES
        for row in boards_of(one, ats, SECOND)
    }  # fmt: skip
    assert outcomes >= {"complete", "not_modified"}
    assert outcomes & {"failed", "partial"}
    assert not list((tmp_path / "home" / "work" / "shards").glob("*/*-of-*/*"))


@pytest.mark.parametrize(
    ("chunk", "nights"),
    [
        (1, [SECOND]),
        pytest.param(1, [FIRST, SECOND], marks=pytest.mark.night),
        pytest.param(100_000, [FIRST, SECOND], marks=pytest.mark.night),
    ],
)
def test_spans_and_chunks_of_boards_change_no_byte(
    chunk: int,
    nights: list[date],
    recordings: dict[date, Path],
    one: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(board_spans, "SPAN", 2)
    monkeypatch.setattr(board_spans, "CHUNK", chunk)
    if FIRST not in nights:
        link_first_night(one, tmp_path / "home")
    for night in nights:
        crawl(tmp_path / "home", night, recordings[night], 1)
    assert files(tmp_path / "home") == files(one)
    assert not [*(tmp_path / "home").rglob("chunks"), *(tmp_path / "home").rglob("*.jsonl")]


def boards_of(home: Path, ats: str, night: date) -> list[dict[str, object]]:
    """The rows of the boards of a source's night."""
    file = home / "raw" / ats / f"night={night}" / "boards.parquet"
    return list(pq.read_table(file).to_pylist())


def test_a_crawler_that_is_killed_is_started_again(
    recordings: dict[date, Path], one: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "orchestration.progress")
    with killing("2/2", 1) as killed:
        crawl(tmp_path / "home", FIRST, recordings[FIRST], 2)
    assert len(killed) == 1
    assert "crawler of shard 2/2 was ended by signal 9: it is started again" in caplog.messages
    expected = {name: content for name, content in files(one).items() if str(FIRST) in name}
    assert files(tmp_path / "home") == expected


def test_the_boards_of_a_lost_crawler_fail_and_the_others_are_stored(
    recordings: dict[date, Path], one: Path, tmp_path: Path
) -> None:
    """They are as boards that do not answer: the last complete answer is carried forward."""
    home = tmp_path / "home"
    link_first_night(one, home)
    with killing("1/2", 3) as killed:
        outcomes = crawl(home, SECOND, recordings[SECOND], 2)
    assert len(killed) == 3
    reason = "its crawler was lost: ended by signal 9 3 times"
    for ats in SOURCES:
        folder = "raw" if (home / "raw" / ats / f"night={SECOND}").exists() else "quarantine"
        file = home / folder / ats / f"night={SECOND}" / "boards.parquet"
        rows = pq.read_table(file).to_pylist()
        whole = {str(row["board"]): row for row in boards_of(one, ats, SECOND)}
        assert {row["board"] for row in rows} == set(whole), "no board is missing"
        lost = {row["board"] for row in rows if row["reason"] == reason}
        assert all(row["outcome"] == "failed" for row in rows if row["board"] in lost)
        if folder == "raw":
            assert [row for row in rows if row["board"] not in lost] == [
                row for row in whole.values() if row["board"] not in lost
            ]
        if ats == "careers":
            assert 0 < len(lost) < len(rows)
    assert {outcome.ats for outcome in outcomes} == set(SOURCES)


def test_a_shard_that_is_crawled_is_not_crawled_again(
    recordings: dict[date, Path], tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "home", "", detail_budget=0)
    source = DataSource("recording", recordings[FIRST])
    shard = Shard(1, 2)
    with open_night_crawl(source, settings, FIRST) as opened:
        first = crawl_shard(shard, SOURCES, opened)
        part = opened.part(shard, "careers")
        content = {f.name: (f.stat().st_mtime_ns, f.stat().st_ino) for f in part.iterdir()}
        assert first > 1
        assert crawl_shard(shard, SOURCES, opened) == 0
    assert content == {f.name: (f.stat().st_mtime_ns, f.stat().st_ino) for f in part.iterdir()}


def test_parts_of_another_crawler_are_merged(
    recordings: dict[date, Path], one: Path, tmp_path: Path
) -> None:
    """The command, as it runs on another machine, and then the night in which nothing is left."""
    home, link = tmp_path / "home", tmp_path / "home" / "market"
    home.mkdir()
    link.symlink_to(recordings[FIRST])
    given = ("crawl", "1/2", "--recording", str(link), "--home", str(home))
    assert f"shard 1/2 of {FIRST}" in run_command(*given, HIRING_LEDGER_DETAIL_BUDGET="0")
    source = DataSource("recording", link)
    with open_night_crawl(source, Settings(home, "", detail_budget=0), FIRST) as opened:
        crawl_shard(Shard(2, 2), SOURCES, opened)
    without = tmp_path / "without answers"
    without.mkdir()
    (without / "boards.csv").write_bytes((recordings[FIRST] / "boards.csv").read_bytes())
    (without / "index.jsonl").write_text("")
    crawl(home, FIRST, without, 2)
    expected = {name: content for name, content in files(one).items() if str(FIRST) in name}
    assert files(home) == expected


def test_boards_that_no_crawler_knew_fail(recordings: dict[date, Path], tmp_path: Path) -> None:
    """A crawler of an older list of boards: the night says which boards it has not requested."""
    settings = Settings(tmp_path / "home", "", detail_budget=0, crawlers=2)
    source = DataSource("recording", recordings[FIRST])
    with open_night_crawl(source, settings, FIRST) as opened:
        lever = [board for board in opened.boards if board.ats == "lever"]
        older = replace(opened, boards=lever[1:])
        for number in (1, 2):
            crawl_shard(Shard(number, 2), ["lever"], older)
        results = {one.board: one for one in merge_source(lever, {}, opened, tmp_path / "merged")}
    assert len(results) == len(lever)
    unknown = results.pop(lever[0].board)
    assert unknown.outcome == "failed"
    assert "another list of boards" in str(unknown.reason)
    assert {result.outcome for result in results.values()} == {"complete"}


def idle(home: Path) -> NightCrawl:
    """The crawl of the first night, which requests nothing."""
    live, client = DataSource("live"), cast("Any", FakeClient())
    return NightCrawl(Settings(home, ""), FIRST, live, [], client)


def test_crawlers_of_two_numbers_are_not_at_work_at_once(tmp_path: Path) -> None:
    own = idle(tmp_path)
    require_no_other_count(own, 2)
    with shard_lock(Shard(3, 4), own):
        require_no_other_count(own, 4)
        with pytest.raises(RuntimeError, match="shard 3/4 of 2026-11-02 is being crawled by"):
            require_no_other_count(own, 2)
    require_no_other_count(own, 2)


@pytest.mark.parametrize("on_term", [signal.SIG_DFL, signal.SIG_IGN])
def test_an_error_of_a_crawler_is_an_error_of_the_night(
    recordings: dict[date, Path], tmp_path: Path, on_term: signal.Handlers
) -> None:
    """Not lost boards: a full disk or a defect would else look like boards that do not answer. The
    other crawlers, here one that waits for its shard, are stopped, also where the signal to end is
    ignored, which they inherit."""
    folder = tmp_path / "home" / "work" / "shards" / str(FIRST)
    folder.mkdir(parents=True)
    (folder / "1-of-2").write_text("a file where the shard has to be")
    before = signal.signal(signal.SIGTERM, on_term)
    try:
        with (
            shard_lock(Shard(2, 2), idle(tmp_path / "home")),
            pytest.raises(RuntimeError, match="crawler of shard 1/2: "),
        ):
            crawl(tmp_path / "home", FIRST, recordings[FIRST], 2)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert not [pid for pid, command in children() if "shard_processes" in command]
