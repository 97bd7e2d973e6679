"""A table while it is built or checked: what has ended, and how its checks did."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.validation import validate
from orchestration.validation.results import TableResult
from orchestration.validation.validate import Check
from orchestration.warehouse.database import WAREHOUSE

PROGRESS = logging.getLogger("orchestration.progress")


@dataclass
class RunningTable:
    """What is known so far of a table that is being built or checked."""

    waiting: set[str] = field(default_factory=set)
    """The nodes of dbt that have not ended: the table itself and its data tests."""
    checks: list[Check] = field(default_factory=list)
    row_count: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def has_failed(self) -> bool:
        """Whether a check that has ended failed. A warning blocks nothing."""
        return any(check.is_failure for check in self.checks)

    def run_suite(self, warehouse: duckdb.DuckDBPyConnection, table: str) -> None:
        """Add the checks of the table's suite, and the table's rows and columns."""
        name = f"{WAREHOUSE}.{table.replace('/', '.')}"
        # A look into duckdb_columns() takes 12 ms, because it lists the columns of all tables.
        described = warehouse.execute(f"describe {name}").fetchall()
        self.columns = {column: data_type for column, data_type, *_ in described}
        counted = warehouse.execute(f"select count(*) from {name}").fetchone()
        self.row_count = counted[0] if counted else 0
        self.checks += validate.run_suite(warehouse, name, validate.suites()[table])


def first_failure(checks: list[Check]) -> str:
    """The first failed check of a table, in one line."""
    failed = [c for c in checks if c.is_failure]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    count = f", {failed[0].unexpected_count} rows" if failed[0].unexpected_count else ""
    return f"{failed[0].name}: {failed[0].detail}{count}{more}"


def advice(message: str, settings: Settings) -> str:
    """dbt's message of a failed build, and which variable to set where memory is too small."""
    if "Out of Memory" not in message:
        return message
    return (
        f"does not fit into {settings.memory_limit} with {settings.thread_count} threads: set "
        f"HIRING_LEDGER_MEMORY higher or HIRING_LEDGER_THREADS lower ({message[-180:]})"
    )


def log_result(result: TableResult, seconds: float) -> None:
    """Log how a table ended, as a line and as facts."""
    if result.is_accepted:
        shown = (result.table, result.row_count, len(result.checks), seconds)
        PROGRESS.info(
            "%-50s %9d rows  %2d checks  %5.1f s", *shown, extra=_facts("built", result, seconds)
        )
    else:
        PROGRESS.error(
            "gate %s failed: %s",
            *(result.table, first_failure(result.checks)),
            extra=_facts("blocked", result, seconds),
        )


def _facts(ending: str, result: TableResult, seconds: float) -> dict[str, dict[str, Any]]:
    """The facts of a record, for a log that programs read."""
    return {
        "facts": {
            "event": f"table {ending}",
            "table": result.table,
            "rows": result.row_count,
            "checks": len(result.checks),
            "seconds": round(seconds, 2),
        }
    }
