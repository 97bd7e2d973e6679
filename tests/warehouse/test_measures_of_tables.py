"""Figures of built tables against those of earlier nights: they warn, and each night is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.validation.validate import WARNING
from orchestration.warehouse import measures

FIRST = date(2026, 11, 2)
USUAL = {
    "with_salary": (60, 100),
    "salary": (140_000, 60),
    "remote_of_stated": (30, 90),
    "technology": (40, 300),
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with the mart that is measured, empty."""
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as db:
        db.execute(
            "create schema marts; create table marts.mart_measures_by_source (ats varchar, "
            "measure varchar, category varchar, amount double, base_count bigint, as_of_date date)"
        )
        measures.prepare(db, Settings(tmp_path, contact=""))
        yield db


def build(
    db: duckdb.DuckDBPyConnection, night: int, **changed: tuple[float, int]
) -> tuple[bool, str]:
    """Record a night of two sources with some figures changed in one; passed, and what warns."""
    mart = "marts.mart_measures_by_source"
    db.execute(f"truncate {mart}")
    when = FIRST + timedelta(night)
    for ats in ("acme", "other"):
        for measure, found in {**USUAL, **(changed if ats == "acme" else {})}.items():
            row = [ats, measure, "go" if measure == "technology" else "", *found, when]
            db.execute(f"insert into {mart} values (?, ?, ?, ?, ?, ?)", row)
    check = measures.record(db, when)
    assert check.severity == WARNING
    assert not check.is_failure
    return check.passed, check.detail


def test_ordinary_change_is_no_warning(warehouse: duckdb.DuckDBPyConnection) -> None:
    for night in range(10):
        assert build(warehouse, night, with_salary=(60 + night % 3, 100))[0], night


@pytest.mark.parametrize(
    ("measure", "found", "words"),
    [
        ("with_salary", (20, 100), "software listings with pay 20.0% of 100, usual 60.0%"),
        ("salary", (14_000_000, 60), "median annual pay in US dollars 14,000,000 (n 60), usual"),
        ("remote_of_stated", (80, 90), "remote of those with a work arrangement 88.9% of 90"),
        ("technology", (0, 300), "software listings with the technology (go) 0.0% of 300"),
    ],
)
def test_drift_warns_by_name(
    measure: str,
    found: tuple[float, int],
    words: str,
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    build(warehouse, 0)
    passed, detail = build(warehouse, 1, **{measure: found})
    assert not passed
    assert detail.startswith(f"acme: {words}"), detail


def test_each_night_is_kept_once_and_compared_with_the_nights_before_it(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    build(warehouse, 0)
    build(warehouse, 1)
    build(warehouse, 2, with_salary=(1, 100))
    again = build(warehouse, 1)
    assert again[0], "a night is not compared with later ones"
    kept = warehouse.execute(
        "select as_of_date, count(*), any_value(night_count) from validation.measures "
        "group by all order by all"
    ).fetchall()
    assert kept == [(FIRST + timedelta(n), 8, n) for n in range(3)]


@pytest.mark.parametrize("place", [f"current/{measures.PUBLISHED}", "published/measures.parquet"])
def test_a_new_warehouse_goes_on_from_the_release_or_the_copy(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, place: str
) -> None:
    from orchestration.publish import measure_history

    build(warehouse, 0)
    settings = Settings(tmp_path, contact="")
    published = tmp_path / place
    published.parent.mkdir(parents=True)
    measure_history.write(warehouse, settings, FIRST, published)
    kept = warehouse.execute("from validation.measures order by all").fetchall()
    warehouse.execute("drop table validation.measures")
    measures.prepare(warehouse, settings)
    assert warehouse.execute("from validation.measures order by all").fetchall() == kept
    assert not build(warehouse, 1, with_salary=(1, 100))[0]
