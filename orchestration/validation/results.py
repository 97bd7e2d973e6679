"""The validation results of the warehouse's tables: a row per table and build, never rewritten."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from orchestration.validation.validate import Check

VERDICTS = """
create schema if not exists gates;
create table if not exists gates.verdicts (
    table_name varchar, night date, fingerprint varchar, code_fingerprint varchar,
    is_accepted boolean, row_count bigint, checks json, seconds double, run_id varchar,
    judged_at timestamptz
)
"""


@dataclass(frozen=True)
class Verdict:
    """What was last decided about a table, and for which inputs."""

    table: str
    night: date
    fingerprint: str
    code_fingerprint: str
    is_accepted: bool
    row_count: int
    checks: list[Check]


def record(
    connection: duckdb.DuckDBPyConnection, verdict: Verdict, seconds: float, run_id: str
) -> None:
    """Append a verdict to the warehouse's own register."""
    connection.execute(VERDICTS)
    connection.execute(
        "insert into gates.verdicts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            verdict.table,
            verdict.night,
            verdict.fingerprint,
            verdict.code_fingerprint,
            verdict.is_accepted,
            verdict.row_count,
            json.dumps([c.as_dict() for c in verdict.checks], default=str),
            seconds,
            run_id,
            datetime.now(UTC),
        ],
    )


def last_verdicts(connection: duckdb.DuckDBPyConnection) -> dict[str, Verdict]:
    """The newest validation result of every table that was ever built.

    Newest by insertion: a clock that was ahead must not make its verdicts the last for ever. Rows
    are only ever appended, so that their ids grow.
    """
    connection.execute(VERDICTS)
    rows = connection.execute(
        "select distinct on (table_name) table_name, night, fingerprint, code_fingerprint, "
        "is_accepted, row_count, checks from gates.verdicts order by table_name, rowid desc"
    ).fetchall()
    return {
        table: Verdict(
            table, night, made_of, code, ok, count, [Check(**c) for c in json.loads(said)]
        )
        for table, night, made_of, code, ok, count, said in rows
    }
