"""Compacted nights hold what their nights hold, and nothing is read from a copy of other nights."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.operation.prune import prune
from orchestration.operation.verify import DAMAGE, NOTE, verify
from orchestration.settings import Settings
from orchestration.storage import compaction, integrity
from orchestration.storage.compaction import MADE_OF, TABLES, compact, up_to
from orchestration.storage.crawl_state import load_crawl_state
from orchestration.storage.earlier_nights import EarlierNights
from tests.chaos import killed, steps
from tests.pipeline.test_same_bytes import contents, different
from tests.storage.compacted_nights import FIRST, LAST, NIGHTS, SOURCES, crawl_nights
from tests.storage.damage import cut, empty, garbage, lose, scribble

NEXT = LAST + timedelta(1)
OCTOBER, NOVEMBER = "nights=2026-10-01..2026-10-31", "nights=2026-11-01..2026-11-10"


@pytest.fixture
def settings(crawled: Path, tmp_path: Path) -> Settings:
    """A copy of the nights; nothing is compacted."""
    return Settings(shutil.copytree(crawled, tmp_path / "home"), contact="")


@pytest.fixture(scope="module")
def copies(crawled: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The nights and their compacted copies, for tests that change neither."""
    made = Settings(shutil.copytree(crawled, tmp_path_factory.mktemp("copies") / "home"), "")
    compact(made, NEXT)
    return made


@pytest.fixture
def with_copies(copies: Settings, tmp_path: Path) -> Settings:
    """A copy of both, for tests that do."""
    return Settings(shutil.copytree(copies.home, tmp_path / "home"), contact="")


def names(settings: Settings) -> list[str]:
    return sorted(folder.name for folder in settings.compacted.glob("*"))


def rows(settings: Settings, ats: str, night: date, table: str, *, compacted: bool) -> list[str]:
    held = up_to(compact(settings, NEXT), night - timedelta(1)) if compacted else []
    found = EarlierNights(settings.raw, night, held).rows(ats, table)
    without = "* exclude (payload)" if table == "postings" else "*"
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        lines = db.execute(f"select to_json(r)::varchar from (select {without} from {found}) as r")
        return sorted(line for (line,) in lines.fetchall())


# The first nights after each period read its copy. `make nights` crawls all again.
AFTER_A_PERIOD = (date(2026, 11, 1), date(2026, 11, 2), LAST)


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(AFTER_A_PERIOD, id="after a period"),
        pytest.param(NIGHTS, marks=pytest.mark.night, id="every night"),
    ],
)
def test_a_crawl_stores_the_same_bytes_whether_nights_are_compacted(
    days: tuple[date, ...], crawled: Path, tmp_path: Path
) -> None:
    """Among the answers are boards that failed, that were not modified, and detail pages."""
    again = crawl_nights(tmp_path / "again", is_compacting=True, crawled=crawled, days=days)
    assert names(Settings(again, "")) == [OCTOBER, NOVEMBER]
    assert len(list((again / "raw").glob("*/night=*"))) == len(SOURCES) * len(NIGHTS)
    assert different(contents(again / "raw"), contents(crawled / "raw")) == []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("night", [*NIGHTS, NEXT], ids=str)
def test_rows_of_earlier_nights_are_the_same(copies: Settings, table: str, night: date) -> None:
    """Also where a night is within a period, so that its copy must not be read."""
    if night == FIRST:
        assert EarlierNights(copies.raw, night).rows("lever", table) is None
        return
    read = rows(copies, "lever", night, table, compacted=True)
    assert read == rows(copies, "lever", night, table, compacted=False)
    assert read or table == "set_aside"


@pytest.mark.parametrize("ats", SOURCES)
def test_the_state_of_a_crawl_is_the_same(settings: Settings, ats: str) -> None:
    alone = EarlierNights(settings.raw, NEXT)
    compacted = replace(alone, compacted=up_to(compact(settings, NEXT), LAST))
    with (
        closing(load_crawl_state(ats, compacted, settings.home)) as states,
        closing(load_crawl_state(ats, alone, settings.home)) as expected,
    ):
        assert states == expected
        assert any(state.failed_night_count for state in states.values())
        assert any(state.etag for state in states.values())
        assert any(state.details for state in states.values())


def test_a_month_that_is_over_replaces_its_thirds(settings: Settings) -> None:
    for night in settings.raw.glob("*/night=2026-11-*"):
        shutil.rmtree(night)
    assert compact(settings, date(2026, 10, 31)) == []
    for number, night in enumerate(("2026-10-29", "2026-10-30", "2026-10-31"), 1):
        for ats in SOURCES:  # a second third
            held = settings.raw / ats / f"night={night}"
            shutil.copytree(held, held.with_name(f"night=2026-10-1{number}"))
    compact(settings, date(2026, 10, 31))
    assert names(settings) == ["nights=2026-10-11..2026-10-20"]
    compact(settings, date(2026, 11, 1))
    assert names(settings) == [OCTOBER]
    assert compact(settings, date(2026, 10, 12))[0].folder.name == "nights=2026-10-11..2026-10-20"


def test_what_is_compacted_stays_while_its_nights_do(settings: Settings) -> None:
    compact(settings, NEXT)
    before = {f: f.stat().st_mtime_ns for f in settings.compacted.rglob("*.parquet")}
    assert len(before) == 2 * len(TABLES)
    compact(settings, LAST)
    assert {f: f.stat().st_mtime_ns for f in settings.compacted.rglob("*.parquet")} == before


def changed(night: Path) -> None:
    (night / "sightings.parquet").write_bytes((night / "details.parquet").read_bytes())
    (night / integrity.CHECKSUMS).unlink()
    integrity.write_checksums(night)


@pytest.mark.parametrize("change", [shutil.rmtree, changed])
def test_a_night_that_is_not_the_same_any_more_is_compacted_again(
    with_copies: Settings, change: Callable[[Path], None]
) -> None:
    """A night that was quarantined, or crawled again."""
    before = (with_copies.compacted / OCTOBER / MADE_OF).read_text()
    other = (with_copies.compacted / NOVEMBER / MADE_OF).read_text()
    change(with_copies.raw / "lever" / "night=2026-10-29")
    assert [one.folder.name for one in compact(with_copies, NEXT)] in (
        [OCTOBER, NOVEMBER],
        [NOVEMBER],
    )
    file = with_copies.compacted / OCTOBER / MADE_OF
    assert not file.exists() or file.read_text() != before
    assert (with_copies.compacted / NOVEMBER / MADE_OF).read_text() == other
    held = rows(with_copies, "lever", LAST, "boards", compacted=True)
    assert held == rows(with_copies, "lever", LAST, "boards", compacted=False)


def test_a_damaged_night_is_not_compacted_with_checksums_that_hide_it(settings: Settings) -> None:
    file = settings.raw / "ashby" / "night=2026-10-30" / "postings.parquet"
    scribble(file)
    assert [one.folder.name for one in compact(settings, NEXT)] == [NOVEMBER]
    assert any(str(file) in finding.line for finding in verify(settings) if finding.kind == DAMAGE)


def test_nights_that_lack_a_table_or_cannot_be_read_stay_as_they_are(settings: Settings) -> None:
    lose(settings.raw / "ashby" / "night=2026-10-30" / "set_aside.parquet")
    (settings.raw / "ashby" / "night=2026-10-30" / integrity.CHECKSUMS).unlink()
    integrity.write_checksums(settings.raw / "ashby" / "night=2026-10-30")
    strange = settings.raw / "lever" / "night=2026-11-02"
    (strange / "boards.parquet").write_text("no Parquet")
    (strange / integrity.CHECKSUMS).unlink()
    integrity.write_checksums(strange)
    assert compact(settings, NEXT) == []
    assert names(settings) == []


DAMAGE_OF = dict(zip(TABLES, (cut, scribble, garbage, lose, empty), strict=True))


@pytest.mark.parametrize(
    ("name", "how"),
    [(f"{table}.parquet", how) for table, how in DAMAGE_OF.items()]
    + [(MADE_OF, how) for how in DAMAGE_OF.values()],
)
def test_a_damaged_copy_is_found_and_made_again(
    with_copies: Settings, name: str, how: Callable[[Path], None]
) -> None:
    whole, file = contents(with_copies.compacted), with_copies.compacted / OCTOBER / name
    how(file)
    (line,) = [f.line for f in verify(with_copies) if f.kind == DAMAGE and OCTOBER in f.line]
    assert str(file) in line
    assert "the next run makes it again" in line
    assert integrity.repair(with_copies, deep=True)
    assert names(with_copies) == [NOVEMBER]
    compact(with_copies, NEXT)
    assert different(contents(with_copies.compacted), whole) == []
    assert not [f for f in verify(with_copies) if "compacted" in f.line and f.kind != NOTE]


def test_payloads_are_not_copied_and_may_go(with_copies: Settings) -> None:
    before = contents(with_copies.compacted)
    file = str(with_copies.compacted / OCTOBER / "postings.parquet")
    with duckdb.connect() as db:
        counts = db.execute("select count(*) > 0, count(payload) from read_parquet(?)", [file])
        assert counts.fetchone() == (True, 0)
    assert list(prune(replace(with_copies, keep_payload_days=1), dry_run=False))
    compact(with_copies, NEXT)
    assert different(contents(with_copies.compacted), before) == []


@pytest.mark.parametrize("step", steps.COMPACTION)
def test_a_kill_leaves_a_copy_whole_or_absent(with_copies: Settings, step: str) -> None:
    raw = contents(with_copies.raw)
    whole = contents(with_copies.compacted)
    shutil.rmtree(with_copies.compacted / NOVEMBER)
    (with_copies.compacted / OCTOBER / MADE_OF).write_text("{}")  # so that it is made again, too
    process = multiprocessing.get_context("spawn").Process(
        target=killed.compact, args=(with_copies.home, NEXT, step)
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    for folder in with_copies.compacted.glob("nights=*"):
        if json.loads((folder / MADE_OF).read_text()):
            assert integrity.checksum_damage(folder, True) is None
    assert [one.folder.name for one in compact(with_copies, NEXT)] == [OCTOBER, NOVEMBER]
    assert different(contents(with_copies.compacted), whole) == []
    assert different(contents(with_copies.raw), raw) == []


def test_few_nights_are_not_compacted(settings: Settings) -> None:
    for night in NIGHTS[: 1 - compaction.FEWEST_NIGHTS]:
        for ats in SOURCES:
            shutil.rmtree(settings.raw / ats / f"night={night}")
    assert compact(settings, date(2027, 1, 1)) == []
