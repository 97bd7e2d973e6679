"""Judging a table by its Great Expectations suite, and remembering the verdict.

A suite is a list of expectations under the table's name in `expectations`. Nothing here knows
what a good table is. Great Expectations takes seconds to import, so it is imported when needed.
"""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation


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

    from orchestration.validation.gx_duckdb import SharedConnection

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
