"""Tells somebody that a run has failed: one line to the log, and to each target.

A new target, such as mail or chat, is one more function in `TARGETS`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import dagster as dg

from orchestration import plain_text

LOG = logging.getLogger("orchestration.alerts")
Target = Callable[[str], None]
LONGEST = 300
"""Characters of the reason in an alert."""


TARGETS: tuple[Target, ...] = ()
"""Beside the log of the sensor."""


def describe(run: dg.DagsterRun, reasons: list[str]) -> str:
    """One line: what failed, for which night, why, and where to look."""
    night = run.tags.get("dagster/partition")
    what = f"{run.job_name} of {night}" if night else f"run of {_tables(run)}"
    why = plain_text.line("; ".join(dict.fromkeys(reasons)) or "no reason was recorded")
    why = why if len(why) <= LONGEST else f"{why[: LONGEST - 1]}…"
    return f"{what} failed: {why} (run {run.run_id})"


def _tables(run: dg.DagsterRun) -> str:
    names = sorted("/".join(key.path) for key in run.asset_selection or ())
    if not names:
        return str(run.job_name)
    return names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def send(line: str, log: Target) -> None:
    """Give a line to the log and to every target; one that fails keeps it from no other."""
    for target in (log, *TARGETS):
        try:
            target(line)
        except Exception:
            LOG.exception("an alert could not be sent by %s", target)
