"""Spans and versions of random histories, against a small model that goes night by night.

Boards appear, vanish, shrink, fail, answer in part or "not modified", and are not crawled; a whole
source is carried forward; listings leave, return, and change text or pay.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.settings import Settings
from orchestration.sources._toolkit.listing import Listing, Pay
from orchestration.storage import raw_nights
from orchestration.storage.finalize import finalize_night
from tests.conftest import SAMPLE_NIGHT

NIGHTS = [date.fromisoformat(SAMPLE_NIGHT) - timedelta(days=n) for n in range(13, -1, -1)]
SOURCES = ("ashby", "greenhouse", "lever")
BOARDS_EACH = 110
OUTCOMES = ("complete", "complete", "complete", "complete", "partial", "failed", "not_modified")
CHANGES = ("title", "text", "pay")
pytestmark = pytest.mark.night

Content = tuple[int, int, int]
"""The number of the title, the text and the pay of a listing; a change raises one of them."""


@dataclass
class Answer:
    """What one board answered on one night: the listings it sent, by id."""

    outcome: str
    sent: dict[str, Content] = field(default_factory=dict)


History = dict[date, Answer]
"""The nights of one board on which it was crawled."""


def history(chance: random.Random) -> History:
    """The nights of a random board."""
    first, last = sorted(chance.sample(range(len(NIGHTS)), 2))
    jobs: dict[str, Content] = {}
    nights: History = {}
    for night in NIGHTS[first : last + 1]:
        for number in range(chance.choice((0, 0, 1, 2))):
            jobs[f"{night:%d}{number}"] = (0, 0, 0)
        for job in sorted(jobs):
            if chance.random() < 0.2:
                changed = chance.randrange(3)
                counts = [n + (i == changed) for i, n in enumerate(jobs[job])]
                # Half of the changes go back to the first words.
                if chance.random() < 0.5:
                    counts[changed] = 0
                jobs[job] = (counts[0], counts[1], counts[2])
        shown = {job: jobs[job] for job in sorted(jobs) if chance.random() < 0.8}
        if chance.random() < 0.1:
            continue  # the board is not crawled
        outcome = chance.choice(OUTCOMES)
        if outcome == "partial":
            shown = {job: shown[job] for job in shown if chance.random() < 0.5}
        nights[night] = Answer(outcome, shown if outcome in ("complete", "partial") else {})
    return nights


@dataclass
class Span:
    """The expected span of a listing."""

    after: date | None
    opened: date
    last: date
    missing: date | None = None
    confirmed: date | None = None


def shown_nights(nights: History) -> Iterator[tuple[date, bool, dict[str, Content]]]:
    """Each night with whether the answer was complete, and the listings that it shows: "not
    modified" repeats the last complete one."""
    complete: dict[str, Content] = {}
    for night, answer in nights.items():
        is_complete = answer.outcome in ("complete", "not_modified")
        shown = complete if answer.outcome == "not_modified" else answer.sent
        if is_complete:
            complete = shown
        yield night, is_complete, shown


def expected_spans(nights: History) -> dict[str, list[Span]]:
    """The spans of each listing of a board."""
    found: dict[str, list[Span]] = {}
    complete: date | None = None
    for night, is_complete, shown in shown_nights(nights):
        for job in shown:
            spans = found.setdefault(job, [])
            if not spans or spans[-1].confirmed:
                spans.append(Span(complete, night, night))
            spans[-1].last, spans[-1].missing = night, None
        if is_complete:
            for job, spans in found.items():
                if job not in shown and not spans[-1].confirmed:
                    if spans[-1].missing:
                        spans[-1].confirmed = night
                    else:
                        spans[-1].missing = night
            complete = night
    return found


Version = tuple[Content, date, date, list[str] | None]
"""Content, first and last night, and what differs from the version before."""


def expected_versions(nights: History) -> dict[str, list[Version]]:
    """The versions of each listing of a board."""
    found: dict[str, list[Version]] = {}
    for night, _, shown in shown_nights(nights):
        for job, content in shown.items():
            versions = found.setdefault(job, [])
            if versions and versions[-1][0] == content:
                same, first, _, changed = versions[-1]
                versions[-1] = (same, first, night, changed)
                continue
            changed = None
            if versions:
                pairs = zip(CHANGES, versions[-1][0], content, strict=True)
                changed = [name for name, old, new in pairs if old != new]
            versions.append((content, night, night, changed))
    return found


def store(histories: dict[tuple[str, str], History], settings: Settings) -> None:
    """The histories as raw nights. A source without an answer on a night has no such night."""
    for ats in SOURCES:
        for night in NIGHTS:
            answers = {
                board: nights[night]
                for (source, board), nights in histories.items()
                if source == ats and night in nights
            }
            if not answers:
                continue
            folder = settings.raw_night(ats, night)
            folder.mkdir(parents=True)
            rows = [
                {"ats": ats, "board": board, **asdict(listing(job, content)), "payload": "{}"}
                for board, answer in answers.items()
                for job, content in answer.sent.items()
            ]
            crawled = folder / "crawled.jsonl"
            crawled.write_bytes(raw_nights.json_lines(rows))
            noon = datetime.combine(night, time(12), UTC)
            results = [
                asdict(raw_nights.BoardResult(ats, b, None, "test", a.outcome, fetched_at=noon))
                for b, a in answers.items()
            ]
            table = pa.Table.from_pylist(results, raw_nights.BOARDS)
            pq.write_table(table, folder / "boards.parquet")
            finalize_night(folder, settings.raw / ats, night)
            crawled.unlink()


def listing(job: str, content: Content) -> Listing:
    """The posting of a listing in a version."""
    title, text, pay = content
    return Listing(
        job,
        f"Engineer {title}",
        description_html=f"<p>Text {text} of this posting.</p>",
        pays=(Pay(100_000.0 + pay, 120_000.0, "USD", "year"),),
    )


@pytest.fixture(scope="module")
def histories() -> dict[tuple[str, str], History]:
    chance = random.Random(20261102)
    found = {
        (ats, f"board{number}"): history(chance) for ats in SOURCES for number in range(BOARDS_EACH)
    }
    for nights in (found[key] for key in found if key[0] == SOURCES[0]):
        nights.pop(NIGHTS[6], None)  # the source is carried forward on this night
    return {key: nights for key, nights in found.items() if nights}


@pytest.fixture(scope="module")
def warehouse(
    histories: dict[tuple[str, str], History],
    run_dbt: Callable[..., list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    settings = Settings(tmp_path_factory.mktemp("lifecycle") / "home", contact="")
    store(histories, settings)
    models = ("mart_listing_flow_by_night", "mart_pay_changes", "mart_workplace_changes")
    command = ["build", "--select", *(f"+{model}" for model in models)]
    command += ["--exclude-resource-type", "test", "unit_test"]
    results = run_dbt(command, settings.home, settings.raw)
    assert [(r.node.name, r.message) for r in results if r.status == "error"] == []
    return settings.warehouse


def test_spans_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    expected = {
        (f"{ats}:{board}:{job}", number): (s.after, s.opened, s.last, s.missing, s.confirmed)
        for (ats, board), nights in histories.items()
        for job, spans in expected_spans(nights).items()
        for number, s in enumerate(spans, start=1)
    }
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = {
            (row[0], row[1]): row[2:]
            for row in db.execute(
                "select listing_id, span_number, opened_after_date, opened_date, last_seen_date, "
                "missing_date, confirmed_date from core.fct_listing_spans"
            ).fetchall()
        }
    assert len(histories) >= 300
    assert sum(number > 1 for _, number in expected) > 50, "some listings are opened again"
    assert found == expected


def test_versions_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    expected = {
        (f"{ats}:{board}:{job}", number): (*version[1:3], version[3], f"Engineer {version[0][0]}")
        for (ats, board), nights in histories.items()
        for job, versions in expected_versions(nights).items()
        for number, version in enumerate(versions, start=1)
    }
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = {
            (row[0], row[1]): row[2:]
            for row in db.execute(
                "select listing_id, version_number, first_seen_date, last_seen_date, "
                "changed_fields, title from core.fct_listing_versions"
            ).fetchall()
        }
    assert sum(number > 2 for _, number in expected) > 50
    assert found == expected


def test_flows_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    """Opened, reopened, closed, missing, edited and repriced, by night."""
    expected: dict[date, list[int]] = {
        night: [0] * 6 for nights in histories.values() for night in nights
    }
    for nights in histories.values():
        for spans in expected_spans(nights).values():
            for number, span in enumerate(spans):
                if span.after:
                    expected[span.opened][min(number, 1)] += 1
                if span.missing:
                    expected[span.missing][2 if span.confirmed else 3] += 1
        for versions in expected_versions(nights).values():
            for _, first, _, changed in versions[1:]:
                expected[first][4] += 1
                expected[first][5] += "pay" in (changed or ())
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = {
            row[0]: [*row[1:]]
            for row in db.execute(
                "select as_of_date, opened_count, reopened_count, closed_count, missing_count, "
                "edited_count, pay_change_count from marts.mart_listing_flow_by_night"
            ).fetchall()
        }
        changes = db.execute("select count(*) from marts.mart_pay_changes").fetchall()
        drifts = db.execute("select count(*) from marts.mart_workplace_changes").fetchall()
    assert found == expected
    assert changes == [(sum(counts[5] for counts in expected.values()),)]
    assert drifts == [(0,)], "no history changes a work arrangement"


def test_a_change_of_pay_has_the_words_of_both(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute(
            "select distinct old_pay_text, new_pay_text from marts.mart_pay_changes "
            "where old_pay_text like '100000%' and new_pay_text like '100001%'"
        ).fetchall()
    assert rows == [("100000–120000 USD year", "100001–120000 USD year")]
