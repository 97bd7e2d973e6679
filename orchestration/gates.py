"""Judging a table by its Great Expectations suite, and remembering the verdict.

A suite is a list of expectations under the table's name in `expectations`. Nothing here knows
what a good table is. Great Expectations takes seconds to import, so it is imported when needed.
"""

from __future__ import annotations

import json
import logging
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import dagster as dg
import duckdb

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

SUITE = "suite"
VERDICTS = """
create schema if not exists gates;
create table if not exists gates.verdicts (
    table_name varchar, night date, fingerprint varchar, code_fingerprint varchar,
    is_accepted boolean, row_count bigint, checks json, seconds double, run_id varchar,
    judged_at timestamptz
)
"""


@dataclass(frozen=True)
class Check:
    """One expectation or dbt test and how it came out. `unexpected_count` null: not counted.

    `kind` is row (one posting could break it, so what breaks it is set aside before) or table.
    """

    name: str
    passed: bool
    detail: str
    unexpected_count: int | None = None
    kind: str = "table"

    def as_dict(self) -> dict[str, Any]:
        return self.__dict__.copy()


def as_table(checks: list[Check]) -> dg.TableMetadataValue:
    """Checks as Dagster's UI shows them: a row each, the failed ones first."""
    rows = sorted(checks, key=lambda check: check.passed)
    return dg.MetadataValue.table(
        [
            dg.TableRecord(
                {"check": c.name, "on": c.kind, "passed": c.passed, "observed": c.detail}
            )
            for c in rows
        ],
        schema=dg.TableSchema(
            [
                dg.TableColumn("check"),
                dg.TableColumn("on", description="row: what breaks it is set aside; or the table"),
                dg.TableColumn("passed", "bool"),
                dg.TableColumn("observed"),
            ]
        ),
    )


def suite_check(key: dg.AssetKey, *, blocking: bool = False) -> dg.AssetCheckSpec:
    """A table's suite as Dagster's check of its asset."""
    what = "Great Expectations suite"
    return dg.AssetCheckSpec(SUITE, asset=key, blocking=blocking, description=what)


def suites() -> dict[str, list[Expectation]]:
    """Every suite by table name (schema/table), over all layers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from expectations import core, intermediate, marts, raw, seeds, staging
    merged: dict[str, list[Expectation]] = {}
    for module in (raw, seeds, staging, intermediate, core, marts):
        merged |= module.SUITES
    return merged


@cache
def _context() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
    logging.getLogger("great_expectations").setLevel(logging.WARNING)  # its import says INFO
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # It keeps nothing, yet writes all it knows as YAML four times a table: a fifth of a judgement.
    context._save_project_config = lambda *_: None
    return context


def judge(
    connection: duckdb.DuckDBPyConnection, table: str, suite: list[Expectation]
) -> list[Check]:
    """Run a suite on a table of an open connection; a check for each expectation, none lost.

    A new name per call keeps Great Expectations from answering out of an earlier connection.
    """
    import great_expectations as gx
    from sqlalchemy.pool import StaticPool

    from orchestration._duckdb_sqlalchemy import SharedConnection

    name = f"{table}-{uuid4().hex}"
    context = _context()
    source = context.data_sources.add_sql(
        name=name,
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
        kwargs={"creator": lambda: SharedConnection(connection), "poolclass": StaticPool},
    )
    try:
        asset = source.add_query_asset(name=name, query=f"select * from {table}")
        batch = asset.add_batch_definition_whole_table(name).get_batch()
        expectations = gx.ExpectationSuite(
            name=name,
            expectations=[e.copy() for e in suite],
        )
        result = batch.validate(expectations)
    finally:
        context.data_sources.delete(name)
    if len(result.results) != len(suite):
        raise RuntimeError(f"{table}: {len(suite)} expectations, {len(result.results)} results")
    return [_check(r) for r in result.results]


def _check(result: Any) -> Check:
    config = result.expectation_config
    given = {
        k: v for k, v in config.kwargs.items() if k not in ("batch_id", "unexpected_rows_query")
    }
    name = config.type.removeprefix("expect_") + (
        f"({', '.join(f'{k}={v}' for k, v in given.items())})" if given else ""
    )
    label = config.description or name
    found = result.result or {}
    trouble = [
        e["exception_message"]
        for e in (result.exception_info or {}).values()
        if isinstance(e, dict) and e.get("raised_exception")
    ]
    observed = found.get("observed_value", found.get("partial_unexpected_list", ""))
    detail = trouble[0] if trouble else str(observed)
    kind = (config.meta or {}).get("class", "table")
    return Check(label, bool(result.success), detail[:300], found.get("unexpected_count"), kind)


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
