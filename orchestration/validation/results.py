"""The validation results of the warehouse's tables: a row per table and build, never rewritten."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from orchestration.validation.validate import Check

RESULTS = """
create schema if not exists validation;
create table if not exists validation.results (
    table_name varchar, as_of_date date, rows_fingerprint varchar, code_fingerprint varchar,
    checks_fingerprint varchar, is_accepted boolean, row_count bigint, checks json,
    seconds double, run_id varchar, validated_at timestamptz
)
"""


@dataclass(frozen=True)
class TableResult:
    """How a table's checks ended, and for which rows, code and checks (see `fingerprints`)."""

    table: str
    night: date
    rows_fingerprint: str
    code_fingerprint: str
    checks_fingerprint: str
    is_accepted: bool
    row_count: int
    checks: list[Check]


def record(
    connection: duckdb.DuckDBPyConnection, result: TableResult, seconds: float, run_id: str
) -> None:
    """Append a result to the warehouse's own ledger, which `latest` has made."""
    connection.execute(
        "insert into validation.results values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            result.table,
            result.night,
            result.rows_fingerprint,
            result.code_fingerprint,
            result.checks_fingerprint,
            result.is_accepted,
            result.row_count,
            json.dumps([c.as_dict() for c in result.checks], default=str),
            seconds,
            run_id,
            datetime.now(UTC),
        ],
    )


def latest(connection: duckdb.DuckDBPyConnection) -> dict[str, TableResult]:
    """The newest result of every table that was ever built.

    Newest by insertion: a clock that was ahead must not make its results the last for ever. Rows
    are only ever appended, so their ids grow.
    """
    connection.execute(RESULTS)
    return read_latest(connection)


def read_latest(connection: duckdb.DuckDBPyConnection) -> dict[str, TableResult]:
    """The same of a warehouse that has results, for a connection that writes nothing."""
    found = connection.execute(
        "select distinct on (table_name) table_name, as_of_date, rows_fingerprint, "
        "code_fingerprint, checks_fingerprint, is_accepted, row_count, checks "
        "from validation.results order by table_name, rowid desc"
    ).fetchall()
    return {
        table: TableResult(
            table,
            night,
            rows,
            code,
            checks,
            accepted,
            count,
            [Check(**c) for c in json.loads(checks_json)],
        )
        for table, night, rows, code, checks, accepted, count, checks_json in found
    }
