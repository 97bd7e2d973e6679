"""Sample rows, figures and lineage as Dagster shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration.defs.table_metadata import CELL, markdown_table, of_rows
from orchestration.settings import Settings
from orchestration.validation.results import TableResult
from orchestration.warehouse.outcome import BUILT, CHECKED, UNCHANGED, Outcome
from orchestration.warehouse.table_facts import FactsReader, TableFacts

HOSTILE = "a|b`c<script>alert(1)</script>\n# d *e* [f](javascript:1) \\| \x1b[31m"


def outcome(table: str, action: str = BUILT, *, accepted: bool = True) -> Outcome:
    result = TableResult(table, date(2026, 11, 2), "rows", "code", "checks", accepted, 3, [])
    return Outcome(result, action, 0.123456, {"id": "INTEGER", "name": "VARCHAR"})


def test_a_value_adds_no_column_no_line_and_no_markup() -> None:
    head, rule, row = markdown_table([{"id": 1, "name": HOSTILE}]).split("\n")
    assert (head, rule) == ("| id | name |", "| --- | --- |")
    assert row.count("|") == 3
    assert not set("`<>*[]()\\#\x1b") & set(row.replace("&#", ""))


def test_a_long_value_is_cut_and_a_number_is_short() -> None:
    row = markdown_table([{"id": 1 / 3, "name": "x" * 1000, "none": None}]).split("\n")[2]
    assert row == f"| 0.333333 | {'x' * (CELL - 1)}… |  |"


def test_a_wide_table_is_shown_in_parts_that_each_have_the_first_column() -> None:
    parts = markdown_table([{f"c{n}": n for n in range(9)}]).split("\n\n")
    assert [part.split("\n")[0] for part in parts] == [
        "| c0 | c1 | c2 | c3 | c4 | c5 | c6 |",
        "| c0 | c7 | c8 |",
    ]


def test_lineage_is_shown_twice_and_files_only_to_read() -> None:
    lineage = {"name": [("core/a", "x"), ("raw/postings", "title")]}
    shown = of_rows(outcome("core/b"), TableFacts({"name": "VARCHAR"}), lineage)
    deps = shown["dagster/column_lineage"].deps_by_column["name"]
    assert deps == [dg.TableColumnDep(dg.AssetKey(["core", "a"]), "x")]
    (record,) = shown["column_sources"].records
    assert record.data == {"column": "name", "computed from": "core.a.x, raw.postings.title"}
    assert shown["seconds"] == 0.12


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(tmp_path, contact="")
    with closing(duckdb.connect(str(settings.warehouse))) as db:
        db.execute("create schema marts")
        db.execute(
            "create table marts.m as select 12 - i as id, nullif(i, 3) as v from range(12) r(i)"
        )
        db.execute(
            "create table marts.one as select 'index' as id, 7 as n, 0.5::double as s, true as b"
        )
    yield settings


@pytest.mark.parametrize("action", [CHECKED, UNCHANGED])
def test_the_facts_of_a_table(settings: Settings, action: str) -> None:
    reader = FactsReader(settings, {"marts/m", "marts/one"})

    def of(table: str) -> Any:
        return reader.of(outcome(table, action))

    assert [row["id"] for row in map(dict, of("marts/m").sample)] == list(range(1, 11))
    assert of("marts/m").figures == {"filled_share": 23 / 24}
    assert of("marts/one").figures == {"filled_share": 1.0, "n": 7.0, "s": 0.5}


def test_a_table_that_is_not_sampled_has_its_types_and_a_failed_one_nothing(
    settings: Settings,
) -> None:
    reader = FactsReader(settings, ())
    assert reader.of(outcome("marts/m", UNCHANGED)) == TableFacts({"id": "BIGINT", "v": "BIGINT"})
    assert reader.of(outcome("marts/m", accepted=False)) == TableFacts()
