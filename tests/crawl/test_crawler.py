"""The files of a crawled night: "not modified", empty boards, odd postings, days of recording."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.crawl.acceptance import validate_folders
from orchestration.crawl.boards import Board
from orchestration.http.client import Client
from orchestration.http.responses import HttpAnswer
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Posting
from orchestration.storage import raw_nights
from orchestration.storage.crawl_state import load_crawl_state
from orchestration.storage.earlier_nights import EarlierNights
from orchestration.storage.finalize import finalize_night
from tests.crawl.shop import PAGES, Shop, crawl_boards, crawl_night, seen_ids, shop


def night(folder: Path, outcome: str, listings: list[str]) -> Path:
    """A night of one board in a folder, with its outcome and its listings."""
    folder.mkdir(parents=True)
    row = asdict(raw_nights.BoardResult("lever", "acme", "Acme", "sample", outcome))
    pq.write_table(pa.Table.from_pylist([row], raw_nights.BOARDS), folder / "boards.parquet")
    seen = [
        {"ats": "lever", "board": "acme", "native_id": n, "content_id": f"content {n}"}
        for n in listings
    ]
    schema = pa.schema([(n, pa.string()) for n in ("ats", "board", "native_id", "content_id")])
    pq.write_table(pa.Table.from_pylist(seen, schema), folder / "sightings.parquet")
    return folder


def not_modified(tmp_path: Path) -> list[str]:
    second = night(tmp_path / "second", "not_modified", [])
    (second / "crawled.jsonl").touch()
    earlier = EarlierNights(tmp_path / "raw", date(2026, 11, 5))
    finalize_night(second, "lever", earlier, [second / "crawled.jsonl"])
    return seen_ids(second)


def test_not_modified_repeats_the_listings_of_the_last_complete_night(tmp_path: Path) -> None:
    """A partial night in between does not count."""
    night(tmp_path / "raw" / "lever" / "night=2026-11-03", "complete", ["1", "2", "3"])
    night(tmp_path / "raw" / "lever" / "night=2026-11-04", "partial", ["1"])
    assert not_modified(tmp_path) == ["1", "2", "3"]


def test_not_modified_repeats_an_empty_night(tmp_path: Path) -> None:
    night(tmp_path / "raw" / "lever" / "night=2026-11-03", "complete", ["1", "2", "3"])
    night(tmp_path / "raw" / "lever" / "night=2026-11-04", "complete", [])
    assert not_modified(tmp_path) == []


def test_an_empty_board_is_confirmed_on_a_later_night(tmp_path: Path) -> None:
    empty = shop(tmp_path / "empty", {"/b": []})
    crawl_night(tmp_path, "2026-11-01", shop(tmp_path / "shop", PAGES))
    second, _ = crawl_night(tmp_path, "2026-11-02", empty)
    assert (second.outcome, second.reason) == (
        "partial",
        "no postings, 3 the night before: to be confirmed",
    )
    assert crawl_night(tmp_path, "2026-11-03", empty)[0].outcome == "complete"


def test_crawl_state_is_read_on_a_connection_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources are crawled in threads: on the shared connection of DuckDB one read rows of
    another."""

    def shared(*_: object) -> None:
        raise AssertionError("the shared connection")

    crawl_night(tmp_path, "2026-11-01", shop(tmp_path / "shop", PAGES))
    for name in ("execute", "sql", "query"):
        monkeypatch.setattr(duckdb, name, shared)
    earlier = EarlierNights(tmp_path / "raw", date(2026, 11, 2))
    with closing(load_crawl_state("shop", earlier, tmp_path)) as known:
        assert sorted(known["b"].details) == ["1", "2", "3"]


def test_a_description_without_a_word_has_no_text_id(tmp_path: Path) -> None:
    """An error page, blanks and bare markup, escaped or not, are not a text."""
    descriptions = [
        "bakes",
        None,
        "",
        "<p>&nbsp;</p>",
        "&lt;p&gt;&lt;/p&gt;",
        "&lt;p&gt;Cook",
        "<b>5</b>",
    ]
    descriptions += [
        "<!-- to be written --><br>",
        "&amp;nbsp;",
        "<p>\u65e5\u672c</p>",
        "< 5 years",
        "R&D",
    ]
    rows = [{"id": str(n), "title": "Baker"} for n in range(len(descriptions))]
    pages = {"/b": rows} | {f"/b/{n}": text for n, text in enumerate(descriptions)}
    crawl_night(tmp_path, "2026-11-01", shop(tmp_path / "shop", pages))
    folder = tmp_path / "raw" / "shop" / "night=2026-11-01"
    stored_rows = pq.read_table(folder / "postings.parquet").to_pylist()
    read = {
        descriptions[int(row["native_id"])] for row in stored_rows if row["text_id"] is not None
    }
    assert read == {"bakes", "&lt;p&gt;Cook", "<b>5</b>", "<p>\u65e5\u672c</p>", "< 5 years", "R&D"}


def test_threads_and_the_folder_change_no_byte(tmp_path: Path) -> None:
    names = [f"b{number}" for number in range(6)]
    pages = {page.replace("/b", f"/{name}"): PAGES[page] for name in names for page in PAGES}
    recording = shop(tmp_path / "shop", pages)

    def files(home: Path, threads: int) -> dict[str, bytes]:
        boards = [Board("shop", name) for name in names]
        on, at = date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC)
        crawl_boards(home, on, recording, Shop(), boards, 0, threads, clock=lambda: at)
        return {file.name: file.read_bytes() for file in (home / "raw" / "shop").glob("*/*")}

    one = files(tmp_path / "one", 1)
    assert sorted(one) == [
        f"{name}.parquet" for name in ("boards", "details", "postings", "set_aside", "sightings")
    ]
    assert files(tmp_path / "another folder", 6) == one


def test_a_board_stores_the_days_of_its_recorded_answers(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    result, _ = crawl_night(tmp_path, "2026-11-01", recording)
    assert (result.recorded_first, result.recorded_last) == (None, None)
    days = iter(("2026-08-22", "2025-10-28", "2026", "2026-08-20"))
    dated = {k: replace(e, recorded_on=next(days)) for k, e in recording.exchanges.items()}
    result, _ = crawl_night(tmp_path, "2026-11-02", replace(recording, exchanges=dated))
    assert (result.recorded_first, result.recorded_last) == ("2026-08-22", "2026-08-22")
    result, _ = crawl_night(tmp_path / "new", "2026-11-02", replace(recording, exchanges=dated))
    assert (result.recorded_first, result.recorded_last) == ("2025-10-28", "2026-08-22")
    rows = pq.read_table(tmp_path / "new" / "raw" / "shop" / "night=2026-11-02" / "boards.parquet")
    assert rows.column("recorded_last").to_pylist() == ["2026-08-22"]


def test_the_header_of_recorded_days_is_ignored_on_live_boards() -> None:
    client = Client("", rate=0, robots=False)
    client._exchange = lambda url, *_: HttpAnswer(url, 200, {"x-recorded-on": "1999-01-01"}, b"1")  # type: ignore
    session = client.session()
    assert session("https://shop.example/b").json() == 1
    assert session.recorded_on == set()


class Plain:
    """A source without detail pages, whose postings a test may change."""

    def __init__(self, *odd: Any) -> None:
        self.odd = odd

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        for number, posting in enumerate(({}, *self.odd, {})):
            if isinstance(posting, Exception):
                raise posting
            yield {"id": str(number), **posting}

    def read(self, posting: Posting, board: str) -> Listing | None:
        given = {k: v for k, v in posting.items() if k not in ("id", "nested", "settings")}
        return Listing(**{"native_id": posting["id"], "title": "Baker", **given})


def crawl_plain(tmp_path: Path, *odd: Any) -> tuple[raw_nights.BoardResult, list[dict[str, Any]]]:
    """A night of such a board with odd postings between two good ones, and the stored rows."""
    empty = shop(tmp_path / "plain", {"/b": []})
    result, _ = crawl_night(tmp_path, "2026-11-01", empty, Plain(*odd))
    folder = tmp_path / "raw" / "shop" / "night=2026-11-01"
    failed = [check.name for check in validate_folders({"one": folder})["one"] if not check.passed]
    assert failed == []
    rows = pq.read_table(folder / "postings.parquet").to_pylist()
    assert result.listing_count == len(rows) == len(seen_ids(folder))
    return result, rows


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What a crawl logs, without its progress."""
    return [r.getMessage() for r in caplog.records if r.name.startswith("orchestration.crawl.")]


@pytest.mark.parametrize(
    ("field", "value", "left", "rule"),
    [
        ("url", "https://acme.example/a b", None, "url_not_web"),
        ("url", "www.acme.example/a", None, "url_not_web"),
        ("url", "javascript:alert(1)", None, "url_not_web"),
        ("url", "https://jobs.acme.example@203.0.113.7/a", None, "url_not_web"),
        ("url", "https://jobs.acme.example:@evil/a", None, "url_not_web"),
        ("url", "https://evil\\jobs.acme.example/a", None, "url_not_web"),
        ("published_at", datetime(2999, 1, 1, tzinfo=UTC), None, "date_far_ahead"),
        ("pays", (Pay(-5, 10), Pay(5, 10, "EUR")), [(5.0, 10.0)], "pay_negative"),
        ("pays", (Pay(5, -10),), [], "pay_negative"),
    ],
)
def test_an_impossible_value_is_set_aside_and_the_rest_stored(
    field: str, value: Any, left: Any, rule: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Odd(Plain):
        def read(self, posting: Posting, board: str) -> Listing | None:
            read = super().read(posting, board)
            assert read is not None
            return replace(read, **{field: value}) if posting["id"] == "1" else read

    crawl_night(tmp_path, "2026-11-01", shop(tmp_path / "odd", {"/b": []}), Odd({}))
    folder = tmp_path / "raw" / "shop" / "night=2026-11-01"
    assert [
        check.name for check in validate_folders({"one": folder})["one"] if not check.passed
    ] == []
    rows = pq.read_table(folder / "postings.parquet").to_pylist()
    assert [row["native_id"] for row in rows] == ["0", "1", "2"]
    kept = rows[1][field]
    assert left == ([(p["minimum"], p["maximum"]) for p in kept] if field == "pays" else kept)
    boards = pq.read_table(folder / "boards.parquet").to_pylist()
    assert [(b["outcome"], b["unreadable_count"]) for b in boards] == [("complete", 0)]
    assert messages(caplog) == [f"shop/b: {field} set aside ({rule}): 1"]


def test_a_title_without_a_letter_sets_one_posting_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    result, rows = crawl_plain(tmp_path, {"title": "???"})
    assert [row["native_id"] for row in rows] == ["0", "2"]
    assert (result.outcome, result.unreadable_count) == ("partial", 1)
    problem = "a posting cannot be read: PostingSetAside: title_without_letter: ???"
    assert messages(caplog) == [f"shop/b: {problem}"]


NESTED: list[Any] = []


for _ in range(300):
    NESTED = [NESTED]


@pytest.mark.parametrize(
    ("odd", "payload"),
    [
        ({"settings": NESTED}, True),
        ({"settings": 2**70}, True),
        ({"title": "half \ud83d"}, True),
        ({"settings": float("inf")}, True),
    ],
    ids=("nested", "large", "half", "infinite"),
)
def test_a_posting_that_is_hard_to_store_is_stored(odd: Any, payload: bool, tmp_path: Path) -> None:
    result, rows = crawl_plain(tmp_path, odd)
    assert [row["native_id"] for row in rows] == ["0", "1", "2"]
    assert result.outcome == "complete"
    assert (rows[1]["payload"] is not None) == payload


@pytest.mark.parametrize(
    "error", [OverflowError("inf"), RecursionError(), IndexError(), OSError("?"), RuntimeError()]
)
def test_no_exception_of_one_board_ends_the_night(error: Exception, tmp_path: Path) -> None:
    result, rows = crawl_plain(tmp_path, error)
    assert [row["native_id"] for row in rows] == ["0"]
    assert result.outcome == "partial"
    assert str(result.reason).startswith(f"unexpected shape: {type(error).__name__}")


def test_a_board_that_keeps_failing_is_requested_once_a_week_until_it_answers(
    tmp_path: Path,
) -> None:
    broken = shop(tmp_path / "broken", {"/b": None})
    mended = shop(tmp_path / "mended", PAGES)
    results = [
        crawl_night(tmp_path, f"2026-11-{day:02}", recording, weekly_after=3)[0]
        for day, recording in enumerate([broken] * 11 + [mended] * 2, 1)
    ]
    week = ["skipped"] * 6 + ["complete"]  # the day of this board is Thursday
    assert [one.outcome for one in results] == [
        *["failed"] * 3, "skipped", "failed", *week, "complete",
    ]  # fmt: skip
    resting = [one for one in results if one.outcome == "skipped"]
    assert {one.reason for one in resting} == {
        f"failed on {count} nights: requested once a week" for count in (3, 4)
    }
    assert {one.request_count for one in resting} == {0}
