"""What bounds the memory of a crawl changes nothing that is stored."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.crawl import board_scheduler, history_gate
from orchestration.storage import portions
from orchestration.storage.bounded import bounded_connection
from orchestration.storage.crawl_state import load_crawl_state
from orchestration.storage.earlier_nights import EarlierNights
from tests.crawl.measured_nights import FIRST, History

MEASURES = ("measures.parquet", "board_measures.parquet")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Two nights of two sources, with a board that is partial on the second."""
    history = History(tmp_path_factory.mktemp("history"))
    history.market["lever"]["it's"] = history.listings(20)
    history.crawl()
    history.change()
    failing = {**history.market["lever"], "b1": [KeyError("title")]}
    assert all(o.is_accepted for o in history.crawl({**history.market, "lever": failing}).values())
    return history


@pytest.mark.parametrize("portion", [1, 40, 150])
def test_a_source_measured_some_boards_at_a_time_has_the_same_measures(
    portion: int, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a board each, of some boards, and of both sources together."""
    night = FIRST + timedelta(1)
    folders = {ats: history.folder(ats, night) for ats in history.market}
    before = [(f / name).read_bytes() for f in folders.values() for name in MEASURES]
    monkeypatch.setattr(portions, "PORTION", portion)
    with bounded_connection(folders["lever"]) as db:
        count = len(list(portions.portions(db, folders)))
    assert count >= {1: 10, 40: 5, 150: 2}[portion]
    history_gate.measure(folders, EarlierNights(history.settings.raw, night))
    assert before == [(f / name).read_bytes() for f in folders.values() for name in MEASURES]
    assert len(set(before)) == 4


def test_what_does_not_fit_into_memory_is_on_disk_meanwhile(tmp_path: Path) -> None:
    with bounded_connection(tmp_path, "40MB") as db:
        db.execute(
            "create table words as select md5(i::varchar) as word from range(2_000_000) t(i)"
        )
        assert list((tmp_path / "spilled").iterdir())
        assert db.execute("select count(distinct word) from words").fetchall() == [(2_000_000,)]
    assert list(tmp_path.iterdir()) == []


def test_the_state_of_a_board_is_read_from_any_thread_until_it_is_closed(
    history: History, tmp_path: Path
) -> None:
    earlier = EarlierNights(history.settings.raw, FIRST + timedelta(2))
    states = load_crawl_state("lever", earlier, tmp_path)
    with closing(states), ThreadPoolExecutor(4) as threads:
        assert {s.listing_count for s in threads.map(states.__getitem__, sorted(states))} != {0}
        assert states["b0"].listing_count == len(history.market["lever"]["b0"])
        assert "another" not in states
    with pytest.raises(sqlite3.ProgrammingError):
        states["b0"]


def test_boards_of_a_round_wait_without_a_place_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """And every board still ends its round before another begins the next."""
    monkeypatch.setattr(board_scheduler, "WAITING", 4)
    lock, order = threading.Lock(), list[tuple[int, int]]()

    def work(board: int) -> Generator[None, None, int]:
        for number in range(board % 3):
            with lock:
                order.append((number, board))
            time.sleep(0.001)
            yield
        return board

    with ThreadPoolExecutor(2) as workers:
        given = {board: work(board) for board in range(60)}
        most, submit = 0, workers.submit

        def counted(*arguments: object) -> object:
            nonlocal most
            most = max(most, workers._work_queue.qsize())
            return submit(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(workers, "submit", counted)
        ended = list[int]()
        results = board_scheduler.run_in_rounds(given, workers, ended.append)
    assert list(results.items()) == [(board, board) for board in range(60)]
    assert sorted(ended) == list(range(60))
    assert [number for number, _ in order] == sorted(number for number, _ in order)
    assert most <= 4


def test_an_error_of_the_scheduler_ends_it() -> None:
    """A board's own failure is an outcome; what is raised here is a defect or a full disk."""

    def work(board: int) -> Generator[None, None, int]:
        if board == 5:
            raise OSError("the disk is full")
        yield
        return board

    with (
        ThreadPoolExecutor(2) as workers,
        pytest.raises(OSError, match="the disk is full"),
    ):
        board_scheduler.run_in_rounds({b: work(b) for b in range(20)}, workers, lambda _: None)
