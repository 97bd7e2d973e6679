"""Why a step of a run failed. Apart from `run_night`, whose imports of storage take 0.3 s."""

from __future__ import annotations

from dagster._core.events import DagsterEvent


def failure_reasons(event: DagsterEvent) -> list[str]:
    """Why a step failed, a line for each table."""
    failure = event.step_failure_data
    if failure.user_failure_data is not None:
        return str(failure.user_failure_data.description).splitlines()
    error = failure.error.cause or failure.error if failure.error else None
    return [" ".join(str(error.message).split())[:300] if error else "failed"]
