"""What a night's files say: of boards that answered "not modified", of details, of empty boards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.crawl.board_writer import BoardWriter
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import _write_postings, crawl_source
from orchestration.crawl.night import _validate_folder
from orchestration.http.client import Client, Session
from orchestration.http.responses import HttpAnswer
from orchestration.recordings.recording import Recording
from orchestration.recordings.replay_server import serve
from orchestration.settings import Bounds
from orchestration.sources._toolkit.errors import BudgetExhausted, Incomplete
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Posting
from orchestration.storage import raw_nights
from orchestration.storage.atomic import publish_directory
from orchestration.storage.finalize import finalize_night


def night(folder: Path, outcome: str, listings: list[str]) -> Path:
    """A night of one board in a folder: how it ended, and the listings it showed."""
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


def shown(folder: Path) -> list[str]:
    return sorted(pq.read_table(folder / "sightings.parquet").column("native_id").to_pylist())


def not_modified(tmp_path: Path) -> list[str]:
    tonight = night(tmp_path / "tonight", "not_modified", [])
    (tonight / "crawled.jsonl").touch()
    finalize_night(tonight, tmp_path / "raw", date(2026, 11, 5))
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


NO_BUDGET = (
    "2 postings have no detail page yet: the night's budget is used up; a later night requests them"
)
LIST = [{"id": "1", "title": "Baker"}, {"id": "2", "title": "Cook"}, {"id": "3", "title": "Guard"}]
PAGES = {"/b": LIST, "/b/1": "bakes", "/b/2": "cooks", "/b/3": "guards"}


def collect(
    home: Path, night: str, recording: Recording, source: Any = None, budget: int = 0
) -> tuple[raw_nights.BoardResult, list[str]]:
    """One night of the shop in a home: how the board ended, and which pages were asked."""
    asked: list[str] = []
    folder = home / "work" / night
    with (
        serve(recording) as route,
        Client("", rate=0, budget=budget, retries=0, route=route) as client,
    ):
        ask = client.request
        client.request = lambda url, *rest: asked.append(url) or ask(url, *rest)  # type: ignore
        results = crawl_source(
            source or Shop(),
            [Board("shop", "b")],
            client,
            folder=folder,
            accepted=home / "raw",
            night=date.fromisoformat(night),
            origin="test",
            threads=1,
            skip_reason=lambda board: None,
            progress=lambda result: None,
        )
    publish_directory(folder, home / "raw" / f"night={night}")
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
    assert result.reason == "a detail page is missing: 500 shop.example/b/2: server error"
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
    known = raw_nights.load_crawl_state(tmp_path / "raw", date(2026, 11, 2))
    assert sorted(known["b"].details) == ["1", "2", "3"]


class Untitled:
    """A source whose list tells addresses alone; of the pages one is a job and one is none."""

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
    detail: Any, state: raw_nights.CrawlState
) -> tuple[list[dict[str, Any]], raw_nights.BoardResult, str | None]:
    """The rows, how the board ended, and why it is not whole."""
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
    rows, result, reason = rows_of_untitled(None, raw_nights.CrawlState())
    assert (rows, result.pending_count) == ([], 2)
    assert reason == NO_BUDGET


def test_a_page_without_a_job_is_no_listing() -> None:
    rows, result, reason = rows_of_untitled("get", raw_nights.CrawlState())
    assert [(row["native_id"], row["detail"]) for row in rows] == [
        ("job", "read"),
        ("none", "none"),
    ]
    assert [row["native_id"] for row in rows if raw_nights.is_listing_row(row)] == ["job"]
    assert (result.pending_count, reason) == (0, None)


def test_a_page_that_was_read_is_seen_again() -> None:
    brief_id = rows_of_untitled("get", raw_nights.CrawlState())[0][0]["brief_id"]
    for held_brief, pending in ((brief_id, 1), ("other", 2)):  # the job, and the page that is none
        state = raw_nights.CrawlState(
            details={"job": raw_nights.DetailState(held_brief, "content")}
        )
        rows, result, _ = rows_of_untitled(None, state)
        assert rows == [{"held_content_id": "content", "native_id": "job"}]
        assert result.pending_count == pending


class Pages(Shop):
    """The shop with a list that tells no title: pages that say None hold no job."""

    def detail(self, posting: Posting, board: str, get: Get) -> Posting:
        return {**posting, "page": get(f"{self.HOST}/{board}/{posting['id']}").json()}

    def read(self, posting: Posting, board: str) -> Listing | None:
        if posting.get("page", "") == "no job":
            return None
        return Listing(posting["id"], posting.get("page", ""))


def test_pages_without_a_job_do_not_use_up_the_budget(tmp_path: Path) -> None:
    rows = [{"id": name} for name in ("about", "life", "baker", "cook")]
    said = {"about": "no job", "life": "no job", "baker": "Baker", "cook": "Cook"}
    pages = {"/b": rows} | {f"/b/{name}": text for name, text in said.items()}
    recording = shop(tmp_path / "shop", pages)
    nights = [collect(tmp_path, f"2026-11-0{n}", recording, Pages(), budget=2) for n in range(1, 8)]
    assert [asked[1:] for _, asked in nights] == [
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
    assert shown(tmp_path / "raw" / "night=2026-11-07") == ["baker", "cook"]


def test_pages_that_fail_each_night_come_after_those_never_asked(tmp_path: Path) -> None:
    broken = {**PAGES, "/b/1": None, "/b/2": None}
    recording = shop(tmp_path / "shop", broken)
    nights = [collect(tmp_path, f"2026-11-0{n}", recording, budget=2) for n in range(1, 5)]
    assert [asked[1:] for _, asked in nights] == [
        ["/b/1", "/b/2"],
        ["/b/3", "/b/1"],
        ["/b/2", "/b/1"],
        [],
    ]
    assert [result.pending_count for result, _ in nights] == [3, 2, 2, 2]
    assert texts(tmp_path, "2026-11-04") == {"1": None, "2": None, "3": "guards"}


def test_a_page_is_asked_once_for_a_brief_whose_content_is_stored(tmp_path: Path) -> None:
    """A title that goes and comes back, and a brief that changes under the same content."""
    recording = shop(tmp_path / "shop", PAGES)
    for night, changed, asked in (
        ("2026-11-01", "", ["/b/1", "/b/2", "/b/3"]),
        ("2026-11-02", " wanted", ["/b/1"]),
        ("2026-11-03", "", ["/b/1"]),
        ("2026-11-04", "", []),
        ("2026-11-05", "", []),
    ):
        assert collect(tmp_path, night, recording, Shop(changed))[1][1:] == asked
        assert texts(tmp_path, night) == WHOLE


def test_what_nights_kept_before_there_were_details_is_known(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    collect(tmp_path, "2026-11-01", recording)
    folder = tmp_path / "raw" / "night=2026-11-01"
    (folder / "postings.parquet").rename(tmp_path / "postings.parquet")
    duckdb.execute(
        f"copy (select p.*, d.brief_id from '{tmp_path}/postings.parquet' p "
        f"join '{folder}/details.parquet' d using (content_id)) to '{folder}/postings.parquet'"
    )
    (folder / "details.parquet").unlink()
    for night in ("2026-11-02", "2026-11-03"):
        assert collect(tmp_path, night, recording)[1] == ["/b"]
        assert texts(tmp_path, night) == WHOLE


def test_a_text_without_a_word_is_no_text(tmp_path: Path) -> None:
    """A page that failed, blanks and markup alone, escaped or not, are one thing: nothing read."""
    said = ["bakes", None, "", "<p>&nbsp;</p>", "&lt;p&gt;&lt;/p&gt;", "&lt;p&gt;Cook", "<b>5</b>"]
    said += ["<!-- to be written --><br>", "&amp;nbsp;", "<p>\u65e5\u672c</p>", "< 5 years", "R&D"]
    rows = [{"id": str(n), "title": "Baker"} for n in range(len(said))]
    pages = {"/b": rows} | {f"/b/{n}": text for n, text in enumerate(said)}
    collect(tmp_path, "2026-11-01", shop(tmp_path / "shop", pages))
    folder = tmp_path / "raw" / "night=2026-11-01"
    stored_rows = pq.read_table(folder / "postings.parquet").to_pylist()
    read = {said[int(row["native_id"])] for row in stored_rows if row["text_id"] is not None}
    assert read == {"bakes", "&lt;p&gt;Cook", "<b>5</b>", "<p>\u65e5\u672c</p>", "< 5 years", "R&D"}


def test_a_board_says_on_which_days_its_answers_were_recorded(tmp_path: Path) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    result, _ = collect(tmp_path, "2026-11-01", recording)
    assert (result.recorded_first, result.recorded_last) == (None, None)
    days = iter(("2026-08-22", "2025-10-28", "2026", "2026-08-20"))
    dated = {k: replace(e, recorded_on=next(days)) for k, e in recording.exchanges.items()}
    result, _ = collect(tmp_path, "2026-11-02", replace(recording, exchanges=dated))
    assert (result.recorded_first, result.recorded_last) == ("2026-08-22", "2026-08-22")
    result, _ = collect(tmp_path / "new", "2026-11-02", replace(recording, exchanges=dated))
    assert (result.recorded_first, result.recorded_last) == ("2025-10-28", "2026-08-22")
    rows = pq.read_table(tmp_path / "new" / "raw" / "night=2026-11-02" / "boards.parquet")
    assert rows.column("recorded_last").to_pylist() == ["2026-08-22"]


def test_a_live_board_cannot_say_when_it_was_recorded() -> None:
    client = Client("", rate=0, robots=False)
    client._exchange = lambda url, *_: HttpAnswer(url, 200, {"x-recorded-on": "1999-01-01"}, b"1")  # type: ignore
    session = client.session()
    assert session("https://shop.example/b").json() == 1
    assert session.recorded_on == set()


class Drifted(Shop):
    """The shop whose second posting's page is of a type that cannot be read."""

    def read(self, posting: Posting, board: str) -> Listing | None:
        if posting["id"] == "2" and "text" in posting:
            raise TypeError("text expected, got list")
        return super().read(posting, board)


def test_a_page_that_cannot_be_read_leaves_what_the_list_says_or_what_is_held(
    tmp_path: Path,
) -> None:
    recording = shop(tmp_path / "shop", PAGES)
    result, _ = collect(tmp_path, "2026-11-01", recording, Drifted())
    assert (result.outcome, result.listing_count, result.unreadable_count) == ("partial", 3, 1)
    assert texts(tmp_path, "2026-11-01") == {**WHOLE, "2": None}
    collect(tmp_path, "2026-11-02", recording)
    retitled = [{**row, "title": row["title"] + "!"} for row in LIST]
    changed = shop(tmp_path / "changed", {**PAGES, "/b": retitled})
    result, _ = collect(tmp_path, "2026-11-03", changed, Drifted())
    assert (result.outcome, result.listing_count, result.unreadable_count) == ("partial", 3, 1)
    assert texts(tmp_path, "2026-11-03") == WHOLE


class Plain:
    """A source whose list is whole; a posting may be what a test makes of it."""

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


def plain(tmp_path: Path, *odd: Any) -> tuple[raw_nights.BoardResult, list[dict[str, Any]]]:
    """A night of a plain board with odd postings between two good ones, and what it stored."""
    empty = shop(tmp_path / "plain", {"/b": []})
    result, _ = collect(tmp_path, "2026-11-01", empty, Plain(*odd))
    folder = tmp_path / "raw" / "night=2026-11-01"
    refused = [check.name for check in _validate_folder(folder) if not check.passed]
    assert refused == []
    rows = pq.read_table(folder / "postings.parquet").to_pylist()
    assert result.listing_count == len(rows) == len(shown(folder))
    return result, rows


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What a crawl said in the log."""
    return [r.getMessage() for r in caplog.records if r.name.startswith("orchestration.")]


@pytest.mark.parametrize(
    ("field", "value", "left", "rule"),
    [
        ("url", "https://acme.example/a b", None, "url_not_web"),
        ("url", "www.acme.example/a", None, "url_not_web"),
        ("url", "javascript:alert(1)", None, "url_not_web"),
        ("published_at", datetime(2999, 1, 1, tzinfo=UTC), None, "date_far_ahead"),
        ("pays", (Pay(-5, 10), Pay(5, 10, "EUR")), [(5.0, 10.0)], "pay_negative"),
        ("pays", (Pay(5, -10),), [], "pay_negative"),
    ],
)
def test_an_impossible_field_is_left_out_and_nothing_else(
    field: str, value: Any, left: Any, rule: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Odd(Plain):
        def read(self, posting: Posting, board: str) -> Listing | None:
            read = super().read(posting, board)
            assert read is not None
            return replace(read, **{field: value}) if posting["id"] == "1" else read

    collect(tmp_path, "2026-11-01", shop(tmp_path / "odd", {"/b": []}), Odd({}))
    folder = tmp_path / "raw" / "night=2026-11-01"
    assert [check.name for check in _validate_folder(folder) if not check.passed] == []
    rows = pq.read_table(folder / "postings.parquet").to_pylist()
    assert [row["native_id"] for row in rows] == ["0", "1", "2"]
    kept = rows[1][field]
    assert left == ([(p["minimum"], p["maximum"]) for p in kept] if field == "pays" else kept)
    boards = pq.read_table(folder / "boards.parquet").to_pylist()
    assert [(b["outcome"], b["unreadable_count"]) for b in boards] == [("complete", 0)]
    assert said(caplog) == [f"shop/b: {field} set aside ({rule}): 1"]


def test_a_title_that_says_nothing_is_one_posting_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    result, rows = plain(tmp_path, {"title": "???"})
    assert [row["native_id"] for row in rows] == ["0", "2"]
    assert (result.outcome, result.unreadable_count) == ("partial", 1)
    problem = "a posting cannot be read: PostingSetAside: title_without_letter: ???"
    assert said(caplog) == [f"shop/b: {problem}"]


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
    result, rows = plain(tmp_path, odd)
    assert [row["native_id"] for row in rows] == ["0", "1", "2"]
    assert result.outcome == "complete"
    assert (rows[1]["payload"] is not None) == payload


@pytest.mark.parametrize(
    "error", [OverflowError("inf"), RecursionError(), IndexError(), OSError("?"), RuntimeError()]
)
def test_no_exception_of_a_board_ends_the_night(error: Exception, tmp_path: Path) -> None:
    result, rows = plain(tmp_path, error)
    assert [row["native_id"] for row in rows] == ["0"]
    assert result.outcome == "partial"
    assert str(result.reason).startswith(f"unexpected shape: {type(error).__name__}")
