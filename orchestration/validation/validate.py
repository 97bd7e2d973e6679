"""Running a table's Great Expectations suite.

A suite is a list of expectations under the table's name in `expectations`. No rule about a table is
here. Great Expectations takes seconds to import, so it is imported when needed.
"""

from __future__ import annotations

import json
import logging
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

ROW_COUNT = "expect_table_row_count_to_be_between"


@dataclass(frozen=True)
class Check:
    """The result of one expectation or dbt test. `unexpected_count` null: not counted.

    `kind` is row (one posting could fail it, so values that fail it are set aside before) or table.
    """

    name: str
    passed: bool
    detail: str
    unexpected_count: int | None = None
    kind: str = "table"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
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


def suites_as_text() -> dict[str, str]:
    """Every suite as JSON, by table name. The text changes with every change of the suite."""
    return {
        table: json.dumps([e.configuration.to_json_dict() for e in suite], sort_keys=True)
        for table, suite in suites().items()
    }


@cache
def _context() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
    logging.getLogger("great_expectations").setLevel(logging.WARNING)  # its import says INFO
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # An ephemeral context keeps nothing, yet writes its configuration as YAML four times a table.
    context._save_project_config = lambda *_: None
    return context


def run_suite(
    connection: duckdb.DuckDBPyConnection, table: str, suite: list[Expectation]
) -> list[Check]:
    """Run a suite on a table of an open connection; one check for each expectation.

    Whether each expectation holds is computed first, which takes half the time. Only where one
    does not, all are computed again with the values that break them.
    """
    import great_expectations as gx
    from sqlalchemy.pool import StaticPool

    from orchestration.validation.gx_duckdb import SharedConnection

    # A new name per call: under an old one Great Expectations answers from an earlier connection.
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
        expectations = gx.ExpectationSuite(name=name, expectations=[e.copy() for e in suite])
        result = batch.validate(expectations, result_format="BOOLEAN_ONLY")
        if not result.success:
            result = batch.validate(expectations, result_format="SUMMARY")
    finally:
        context.data_sources.delete(name)
    if len(result.results) != len(suite):
        raise RuntimeError(f"{table}: {len(suite)} expectations, {len(result.results)} results")
    checks = [_check(r) for r in result.results]
    if result.success:
        counted = connection.execute(f"select count(*) from {table}").fetchone()
        return [
            _passed(c, r, counted[0] if counted else 0)
            for c, r in zip(checks, result.results, strict=True)
        ]
    return checks


def _passed(check: Check, result: Any, row_count: int) -> Check:
    """A check that passed, with the row count as its detail, or that no row fails it."""
    if result.expectation_config.type == ROW_COUNT:
        return Check(check.name, True, str(row_count), None, check.kind)
    return Check(check.name, True, "no unexpected rows", 0, check.kind)


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
