"""What became of a table: its outcome in a build, and whether its last result is that of a night.

Not here: building and checking (`build`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from orchestration.compute.part import PartResult
from orchestration.validation.results import TableResult
from orchestration.warehouse.fingerprints import Fingerprints
from orchestration.warehouse.running_table import first_failure

BUILT, CHECKED, UNCHANGED = "built", "checked", "unchanged"


class TableBlocked(Exception):
    """A table that failed a check, or that depends on one that did."""


@dataclass(frozen=True)
class Outcome:
    """What was done with one table, and its result. `action`: built, checked or unchanged."""

    result: TableResult
    action: str
    seconds: float
    columns: Mapping[str, str] = field(default_factory=dict)
    """DuckDB's type of each column; empty for a table that is unchanged or was not built."""
    parts: Sequence[PartResult] = ()
    """What each part cost, of a table that was built in parts."""


def is_current(result: TableResult | None, fingerprints: Fingerprints) -> bool:
    """Whether a result is of the rows and checks that a table has for this night."""
    return (
        result is not None
        and result.rows_fingerprint == fingerprints.rows(result.table)
        and result.checks_fingerprint == fingerprints.checks(result.table)
    )


def require_accepted(
    table: str, known: dict[str, TableResult], fingerprints: Fingerprints, night: date
) -> None:
    """Raise `TableBlocked` unless a table was built for this night and passed its checks."""
    result = known.get(table)
    if result is None or not is_current(result, fingerprints):
        raise TableBlocked(f"{table} is not built for {night}; build it first")
    if not result.is_accepted:
        raise TableBlocked(f"{table} failed a check: {first_failure(result.checks)}")
