"""How each source ended on the newest night, from the raw files alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml  # type: ignore[import-untyped]

from orchestration.operation.nights import stored_nights
from orchestration.settings import DBT_PROJECT, Settings

STATES = ("complete", "partial", "quarantined", "carried forward", "missing")
WHOLE = ("complete", "not_modified", "skipped")
"""Outcomes of a board after which nothing of it is missing, or nothing was wanted."""
REASONS = 3
"""Reasons that are kept of a source."""


@dataclass(frozen=True)
class SourceState:
    """A source on one night. `accepted`: the last night accepted, which a source that is not
    complete is carried forward from, unless it is missing."""

    ats: str
    state: str
    accepted: date | None
    boards: int = 0
    not_whole: int = 0
    reasons: tuple[str, ...] = ()


def source_states(settings: Settings, night: date) -> list[SourceState]:
    """Every source that has ever had a night, by name."""
    accepted, quarantined = stored_nights(settings.raw), stored_nights(settings.quarantine)
    stale_after = nights_carried_forward()
    found = []
    for ats in sorted({*accepted, *quarantined}):
        last = max((n for n in accepted.get(ats, []) if n <= night), default=None)
        if last == night:
            found.append(_of_boards(ats, night, settings.raw_night(ats, night)))
        elif night in quarantined.get(ats, []):
            reasons = _failed_checks(settings.quarantined_night(ats, night))
            found.append(SourceState(ats, "quarantined", last, reasons=reasons))
        else:
            is_near = last is not None and (night - last).days <= stale_after
            found.append(SourceState(ats, "carried forward" if is_near else "missing", last))
    return found


def nights_carried_forward() -> int:
    """For how many nights the last answer of a board is used again."""
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text("utf-8"))
    return int(project["vars"]["stale_after_nights"])


def _of_boards(ats: str, night: date, folder: Path) -> SourceState:
    """Complete, or partial with the boards that are not and why."""
    try:
        table = pq.read_table(folder / "boards.parquet", columns=["board", "outcome", "reason"])
    except (pa.ArrowException, OSError, KeyError) as error:
        return SourceState(ats, "partial", night, reasons=(f"boards.parquet: {error}"[:200],))
    wrong = [row for row in table.to_pylist() if row["outcome"] not in WHOLE]
    reasons = [f"{row['board']} {row['outcome']}: {row['reason']}"[:200] for row in wrong]
    state = "partial" if wrong else "complete"
    return SourceState(ats, state, night, table.num_rows, len(wrong), tuple(reasons[:REASONS]))


def _failed_checks(folder: Path) -> tuple[str, ...]:
    """Why a night was quarantined: its failed checks; damage has none."""
    try:
        checks = json.loads((folder / "checks.json").read_text("utf-8"))
        failed = [f"{c['name']}: {c['detail']}"[:200] for c in checks if not c["passed"]]
    except (OSError, ValueError, TypeError, KeyError):
        failed = []
    return tuple(failed[:REASONS]) or ("damaged after it was accepted",)
