"""The budget of detail pages: software titles first on all boards, and all pages in the end.

A market of three boards is crawled night after night with a budget of a third of its pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from orchestration.crawl import software_titles
from orchestration.crawl.boards import Board
from orchestration.recordings.recording import Recording
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Posting
from orchestration.storage import raw_nights
from tests.crawl.shop import crawl_boards
from tests.csv_rows import seed_rows
from tests.recorded import write_recording

HOST = "https://market.example"
BOARDS = ("a", "b", "c")
KINDS = ("Software Engineer", "Cook", "Guard")
EACH = 10  # postings of a kind on a board


class Market:
    """A source whose list has titles and whose pages have the texts."""

    PACE = Pace(rate=0, concurrency=2)

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        yield from get(f"{HOST}/{board}").json()

    def detail(self, posting: Posting, board: str, get: Get) -> Posting:
        return {**posting, "text": get(f"{HOST}/{board}/{posting['id']}").json()}

    def read(self, posting: Posting, board: str) -> Listing | None:
        return Listing(posting["id"], posting["title"], description_html=posting.get("text"))


def market(folder: Path, failing: frozenset[str] = frozenset(), new: int = 0) -> Recording:
    """A recording of the market; pages in `failing` (as board/id) answer with an error, and `new`
    software postings are at the end of each list.

    Software is last on each list, so that by the order of the list it would be requested last.
    """
    pages: dict[str, Any] = {}
    for board in BOARDS:
        rows = [
            {"id": f"{n:02}", "title": f"{kind} {n}"}
            for n, kind in enumerate(kind for kind in reversed(KINDS) for _ in range(EACH))
        ]
        rows += [{"id": f"{30 + n}", "title": f"Rust Developer {n}"} for n in range(new)]
        pages[f"/{board}"] = rows
        pages |= {f"/{board}/{row['id']}": f"<p>{row['title']}</p>" for row in rows}
    answers = [
        {
            "url": HOST + path,
            "text": json.dumps(body),
            "status": 500 if path[1:] in failing else 200,
        }
        for path, body in pages.items()
    ]
    return write_recording(folder, answers, "\n".join(f"market,{board}" for board in BOARDS))


def crawl_night(
    home: Path, night: date, recording: Recording, budget: int, threads: int = 1
) -> tuple[list[raw_nights.BoardResult], list[str]]:
    """One night: the results of the boards, and the requested pages as board/id."""
    boards = [Board("market", board) for board in BOARDS]
    results, requested = crawl_boards(home, night, recording, Market(), boards, budget, threads)
    paths = [url.removeprefix(f"{HOST}/") for url in requested]
    return results, [path for path in paths if "/" in path]


def kind(page: str) -> str:
    return KINDS[2 - int(page.split("/")[1]) // EACH]


def without_text(home: Path, night: date) -> int:
    """The number of sightings of a night whose text no night stored."""
    folder = home / "raw" / "market"
    texts = {
        row["content_id"]
        for file in folder.glob("night=*/postings.parquet")
        for row in pq.read_table(file, columns=["content_id", "text_id"]).to_pylist()
        if row["text_id"]
    }
    seen = pq.read_table(folder / f"night={night}" / "sightings.parquet").to_pylist()
    assert len(seen) == len(BOARDS) * len(KINDS) * EACH, "each posting is listed on each night"
    return sum(row["content_id"] not in texts for row in seen)


def nights(count: int) -> list[date]:
    return [date(2026, 11, 1) + timedelta(days=n) for n in range(count)]


@pytest.mark.parametrize("threads", [1, 3])
def test_software_titles_come_first_on_all_boards_and_all_pages_are_read_in_three_nights(
    tmp_path: Path, threads: int
) -> None:
    recording = market(tmp_path / "market")
    budget = EACH * len(BOARDS)  # as many as there are software postings: a third of all
    left = []
    for number, night in enumerate(nights(4)):
        results, requested = crawl_night(tmp_path, night, recording, budget, threads)
        assert {result.outcome for result in results} == {"complete"}
        if number == 0:
            assert [kind(page) for page in requested] == ["Software Engineer"] * budget
        assert len(requested) == len(set(requested))
        left.append(sum(result.pending_count for result in results))
        assert without_text(tmp_path, night) == left[-1]
    assert left == [60, 30, 0, 0]


def test_pages_that_fail_do_not_use_up_the_budget(tmp_path: Path) -> None:
    """Neither do those of a board that comes first, while pages of others were never requested."""
    failing = frozenset({f"a/{n:02}" for n in (0, 1, 2, 11, 12, 20, 21, 22)} | {"b/29", "c/05"})
    recording = market(tmp_path / "market", failing)
    total = len(BOARDS) * len(KINDS) * EACH
    requested: list[str] = []
    for night in nights(4):
        results, pages = crawl_night(tmp_path, night, recording, total // 3)
        requested += pages
    assert sum(result.pending_count for result in results) == len(failing)
    assert without_text(tmp_path, nights(4)[-1]) == len(failing)
    first = {page: requested.index(page) for page in set(requested)}
    assert len(first) == total
    again = min(n for n, page in enumerate(requested) if n > first[page])
    assert again == total, "a page was requested again before another was requested at all"


def test_new_software_comes_before_an_old_backlog(tmp_path: Path) -> None:
    crawl_night(tmp_path, nights(1)[0], market(tmp_path / "market"), 45)
    _, requested = crawl_night(tmp_path, nights(2)[1], market(tmp_path / "later", new=3), 12)
    assert sorted(requested[:9]) == [f"{board}/{n}" for board in BOARDS for n in (30, 31, 32)]
    assert len(requested) == 12
    assert {kind(page) for page in requested[9:]} <= {"Cook", "Guard"}


def test_a_board_without_a_budget_is_crawled_in_one_round(tmp_path: Path) -> None:
    results, requested = crawl_night(tmp_path, nights(1)[0], market(tmp_path / "market"), 0)
    assert len(set(requested)) == len(requested) == len(BOARDS) * len(KINDS) * EACH
    assert [result.pending_count for result in results] == [0, 0, 0]


def test_titles_are_read_by_the_words_of_the_seed() -> None:
    wrong = [
        row["example"]
        for row in seed_rows("role_rules")
        if row["verdict"] in ("software", "other")
        and software_titles.is_software(row["example"]) != (row["verdict"] == "software")
    ]
    assert wrong == []
    assert software_titles.is_software("シニアソフトウェアエンジニア")
    assert not software_titles.is_software("")
    assert not software_titles.is_software("x" * 1_000_000)
