"""The ledger of published figures on disk: editions are added in order, and never changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.settings import Settings
from orchestration.storage import integrity, ledger
from orchestration.warehouse.fingerprints import ledger_content
from tests.storage.damage import cut, lose, scribble

FIRST, SECOND, THIRD = (date(2026, 11, day) for day in (2, 3, 4))
TABLES = ["core.fct_figures", "core.fct_board_figures"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The database of a release, with two figures out of order."""
    file = tmp_path / "marts.duckdb"
    with duckdb.connect(str(file)) as db:
        db.execute("create schema core")
        db.execute(
            "create table core.fct_figures as select * from (values ('b', 2.0), ('a', 1.0)) "
            "as t(segment_id, figure_value), (select date '2026-11-02' as as_of_date)"
        )
        db.execute(
            "create table core.fct_board_figures as select 'x' as board_id, "
            "date '2026-11-02' as as_of_date"
        )
    return file


def add(settings: Settings, night: date, release_id: str, database: Path) -> ledger.Edition:
    about = {"release_id": release_id, "code_version": "1", "rules_id": "r"}
    return ledger.add(settings, night, about, database, TABLES)


def test_an_edition_follows_the_one_before_and_says_what_was_known(
    settings: Settings, database: Path
) -> None:
    """`settings` has raw nights up to 4 November, so that is when an old night is known."""
    one = add(settings, FIRST, "one", database)
    other = add(settings, FIRST, "other", database)
    assert [(e.number, e.known_date, e.release_id) for e in (one, other)] == [
        (1, THIRD, "one"),
        (2, THIRD, "other"),
    ]
    assert ledger.editions(settings, FIRST) == [one, other]
    assert ledger.newest(settings, FIRST) == other
    assert ledger.newest(settings, SECOND) is None
    figures = pq.ParquetFile(one.folder / "figures.parquet").read()
    assert figures.to_pylist() == [
        {"segment_id": "a", "figure_value": 1.0},
        {"segment_id": "b", "figure_value": 2.0},
    ]


def test_a_night_reads_what_was_known_on_it(settings: Settings, database: Path) -> None:
    """Editions of earlier nights alone, and none that were published later."""
    for folder in settings.raw.glob(f"*/night={THIRD}"):
        folder.rename(folder.with_name(f".{folder.name}"))
    early = add(settings, FIRST, "early", database)
    assert early.known_date == SECOND
    before = ledger_content(settings, SECOND.isoformat())
    assert before.keys() == {"editions", "figures", "board_figures"}
    for folder in settings.raw.glob(f"*/.night={THIRD}"):
        folder.rename(folder.with_name(folder.name[1:]))
    add(settings, FIRST, "late", database)
    add(settings, SECOND, "second", database)
    assert ledger_content(settings, FIRST.isoformat()) == {}
    assert ledger_content(settings, SECOND.isoformat()) == before
    assert len(ledger.known_on(settings, THIRD)) == 3
    assert ledger_content(settings, THIRD.isoformat()) != before


def test_what_was_known_never_goes_back(settings: Settings, database: Path) -> None:
    """Also when the newest raw night has been moved away since."""
    add(settings, FIRST, "one", database)
    for folder in settings.raw.glob(f"*/night={THIRD}"):
        folder.rename(folder.with_name(f".{folder.name}"))
    assert add(settings, FIRST, "other", database).known_date == THIRD


def test_the_same_figures_are_the_same_bytes(settings: Settings, database: Path) -> None:
    one, other = (add(settings, FIRST, "one", database) for _ in range(2))
    for name in ("figures", "board_figures", "editions"):
        file = f"{name}.parquet"
        assert (one.folder / file).read_bytes() == (other.folder / file).read_bytes()


@pytest.mark.parametrize("how", [cut, lose, scribble])
def test_a_damaged_edition_is_set_aside_and_named(
    settings: Settings,
    database: Path,
    caplog: pytest.LogCaptureFixture,
    how: Callable[[Path], None],
) -> None:
    one, other = (add(settings, FIRST, "one", database) for _ in range(2))
    assert not integrity.repair(settings, deep=True)
    how(other.folder / "figures.parquet")
    with caplog.at_level(logging.WARNING):
        assert integrity.repair(settings, deep=True)
    assert ledger.editions(settings) == [one]
    assert (settings.quarantine / "figures" / other.folder.relative_to(settings.figures)).is_dir()
    (line,) = caplog.messages
    assert str(other.folder / "figures.parquet") in line
    assert not integrity.repair(settings, deep=True)
    assert add(settings, FIRST, "again", database).number == 2


def test_an_edition_without_checksums_is_damaged(settings: Settings, database: Path) -> None:
    one = add(settings, FIRST, "one", database)
    (one.folder / integrity.CHECKSUMS).unlink()
    assert integrity.repair(settings, deep=False)
    assert ledger.editions(settings) == []


def test_a_stop_while_an_edition_is_written_leaves_no_edition(
    settings: Settings, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(integrity, "write_checksums", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add(settings, FIRST, "one", database)
    assert ledger.editions(settings) == []
    assert add(settings, FIRST, "one", database).number == 1
    assert [p.name for p in settings.figures.iterdir()] == [f"as_of_date={FIRST}"]
