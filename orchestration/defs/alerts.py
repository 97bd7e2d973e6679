"""What is told of a run, in one line. Where alerts go is in `operation.alerts`."""

from __future__ import annotations

import dagster as dg

from orchestration.operation.alerts import shorten

TELLS_ITSELF = "hiring_ledger/tells_itself"
"""The tag of a run whose own process sends its alerts, so that a sensor does not send them too."""


def tells_itself(run: dg.DagsterRun) -> bool:
    """Whether the process of a run sends its alerts itself. A run that repeats it has its tags."""
    return run.tags.get(TELLS_ITSELF) == "true" and run.parent_run_id is None


def describe(run: dg.DagsterRun, reasons: list[str]) -> str:
    """One line: what failed, for which night, why, and where to look."""
    why = shorten("; ".join(dict.fromkeys(reasons)) or "no reason was recorded")
    return f"{name(run)} failed: {why} (run {run.run_id})"


def name(run: dg.DagsterRun) -> str:
    """What a run is of: its job and night, or its tables."""
    night = run.tags.get("dagster/partition")
    return f"{run.job_name} of {night}" if night else f"run of {_tables(run)}"


def _tables(run: dg.DagsterRun) -> str:
    names = sorted("/".join(key.path) for key in run.asset_selection or ())
    if not names:
        return str(run.job_name)
    return names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "")
