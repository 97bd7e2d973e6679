"""Every suite passes the sample's table, and each of its expectations fails a table that breaks it.

Expectations on columns and keys are broken by rule. What a row may never be is broken by the
statements of the modules `broken_<layer>`: one for each way in which it can come about.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from orchestration.storage import set_aside
from orchestration.validation import validate
from tests.conftest import SAMPLE_NIGHT
from tests.validation import (
    broken_any_table,
    broken_core,
    broken_editions,
    broken_intermediate,
    broken_marts,
    broken_raw,
)

SUITES = validate.suites()
NEVER, ROWS = "unexpected_rows_expectation", "expect_table_row_count_to_be_between"
EMPTY = "expect_column_values_to_be_null"
UNIQUE = "expect_column_values_to_be_unique"
COMPOUND = "expect_compound_columns_to_be_unique"
IN_SET, BETWEEN = "expect_column_values_to_be_in_set", "expect_column_values_to_be_between"
OF_ANY_TABLE = broken_any_table.BROKEN
OF_ONE_TABLE = (
    broken_raw.BROKEN
    | broken_intermediate.BROKEN
    | broken_core.BROKEN
    | broken_editions.BROKEN
    | broken_marts.BROKEN
)
FEW = 500
"""Rows of the sample beside those that a test adds, where it asks nothing of all of them."""
Load = Callable[..., duckdb.DuckDBPyConnection]


def never_expectations() -> list[tuple[str, str]]:
    """Table and description of every `never` of every suite."""
    return [
        (table, e.description)
        for table, suite in SUITES.items()
        for e in suite
        if e.expectation_type == NEVER
    ]


@pytest.fixture(scope="module")
def load(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """Load the sample's rows of a table, all or so many, into the table `tested`, in memory; the
    connection."""
    copy = shutil.copy(sample_home / "warehouse.duckdb", tmp_path_factory.mktemp("suites"))
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{copy}' as warehouse (read_only)")

        def load_table(table: str, limit: int | None = None) -> duckdb.DuckDBPyConnection:
            schema, name = table.split("/")
            if name == "set_aside_shares":  # has no file: it is counted from others
                connection.register("shares", counted_shares(sample_home))
                rows = "from shares"
            elif schema == "raw":
                left_out = " exclude (payload, description_html)" if name == "postings" else ""
                file = f"'{raw_file(sample_home, name)}', hive_partitioning = false"
                rows = f"select *{left_out} from read_parquet({file})"
            else:
                rows = f"from warehouse.{schema}.{name}"
            limited = f"{rows} limit {limit}" if limit is not None else rows
            connection.execute(f"create or replace table tested as {limited}")
            return connection

        yield load_table


def raw_file(home: Path, name: str) -> Path:
    """The file of a raw table: of Greenhouse, where each source has one."""
    night = f"night={SAMPLE_NIGHT}"
    if name in ("postings", "sightings", "set_aside", "boards", "measures"):
        return home / "raw" / "greenhouse" / night / f"{name}.parquet"
    if name == "companies":
        return home / "raw" / "companies" / night / "companies.parquet"
    return home / "raw" / name / f"{name}.parquet"


def counted_shares(home: Path) -> pa.Table:
    """The rows of `raw/set_aside_shares` for Greenhouse."""
    with duckdb.connect() as connection:
        for name in ("sightings", "set_aside"):
            connection.execute(f"create table {name} as from '{raw_file(home, name)}'")
        set_aside.count_shares(connection)
        return connection.table("set_aside_shares").to_arrow_table()


def passed(connection: duckdb.DuckDBPyConnection, suite: list[Any]) -> list[str]:
    """The names of the checks that `tested` passes. None may fail by an error of its own."""
    checks = validate.run_suite(connection, "tested", suite)
    broken = [c for c in checks if c.unexpected_count is None and not c.detail.isdecimal()]
    assert broken == []
    return [check.name for check in checks if check.passed]


def add(connection: duckdb.DuckDBPyConnection, column: str, value: Any) -> None:
    """Add a row with one value and nulls."""
    connection.execute(f'insert into tested ("{column}") values (?)', [value])


@contextmanager
def undone(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What the block changes is as before after it."""
    connection.begin()
    try:
        yield
    finally:
        connection.rollback()


@pytest.mark.parametrize("table", SUITES)
def test_the_sample_passes(table: str, load: Load) -> None:
    checks = validate.run_suite(load(table), "tested", SUITES[table])
    assert [(c.name, c.detail) for c in checks if not c.passed] == []


@pytest.mark.parametrize("table", [t for t, s in SUITES.items() if s[0].min_value > 0])
def test_an_empty_table_fails(table: str, load: Load) -> None:
    connection = load(table, 0)
    assert passed(connection, SUITES[table][:1]) == []


@pytest.mark.parametrize("table", SUITES)
def test_broken_columns_and_keys_fail(table: str, load: Load) -> None:
    """Every row twice, a row of nulls, and a row for each value beside its list or range."""
    own = [e for e in SUITES[table] if e.expectation_type not in (NEVER, ROWS)]
    counted = [e for e in SUITES[table] if e.expectation_type == ROWS and e.max_value is not None]
    connection = load(table, None if counted else FEW)
    own += counted
    connection.execute("insert into tested from tested")
    if not connection.table("tested").fetchone():  # the sample has no such row
        keys = [[e.column] for e in own if e.expectation_type == UNIQUE]
        keys += [e.column_list for e in own if e.expectation_type == COMPOUND]
        for columns in keys:
            row = ", ".join("'x'" for _ in columns)
            connection.execute(f"insert into tested ({', '.join(columns)}) values ({row}), ({row})")
    nulls = ", ".join("null" for _ in connection.table("tested").columns)
    connection.execute(f"insert into tested values ({nulls})")
    for expectation in own:
        kind = expectation.expectation_type
        if kind in (IN_SET, EMPTY):
            add(connection, expectation.column, "no such value")
        elif kind == BETWEEN and expectation.min_value is not None:
            add(connection, expectation.column, expectation.min_value - 1)
    assert len(own) > 0
    assert passed(connection, own) == []


@pytest.mark.parametrize(
    "table",
    [t for t, s in SUITES.items() if any(e.max_value for e in s if e.expectation_type == BETWEEN)],
)
def test_values_above_their_range_fail(table: str, load: Load) -> None:
    connection = load(table, FEW)
    own = [e for e in SUITES[table] if e.expectation_type == BETWEEN and e.max_value is not None]
    for expectation in own:
        add(connection, expectation.column, expectation.max_value + 1)
    assert passed(connection, own) == []


@pytest.mark.parametrize(("table", "description"), never_expectations())
def test_rows_that_may_never_occur_fail(table: str, description: str, load: Load) -> None:
    """Great Expectations is asked once for each: what it finds are the rows of the query."""
    statements = OF_ONE_TABLE.get((table, description)) or OF_ANY_TABLE[description]
    own = [e for e in SUITES[table] if getattr(e, "description", None) == description]
    query = " union all ".join(f"({e.unexpected_rows_query})" for e in own).format(batch="tested")
    code = "currency_code" if "currenc" in table else "country_code"
    connection = load(table)
    for statement in (s.replace("{code}", code) for s in statements):
        with undone(connection):
            changed = connection.execute(statement).fetchone()
            assert changed is not None
            assert changed[0] > 0, f"changes no row: {statement}"
            assert connection.execute(query).fetchone(), statement
    connection.execute(statement)
    assert passed(connection, own) == []


def test_every_never_has_statements_that_break_it() -> None:
    named = set(never_expectations())
    assert OF_ONE_TABLE.keys() <= named, "of no suite"
    assert OF_ANY_TABLE.keys() <= {description for _, description in named}, "of no suite"
    assert {(t, d) for t, d in named if d not in OF_ANY_TABLE} <= OF_ONE_TABLE.keys(), (
        "broken by no statement"
    )


def test_every_suite_counts_rows() -> None:
    """An empty table passes most expectations; the count comes first, where it is looked for."""
    assert [t for t, s in SUITES.items() if s[0].expectation_type != ROWS] == []
