"""The nightly job and its schedule: one job for the schedule, the UI and the command line."""

from __future__ import annotations

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import (
    UnresolvedAssetJobDefinition,
)

JOB = "nightly"


def nightly_job() -> UnresolvedAssetJobDefinition:
    """Everything, for one night."""
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="One night: crawl the boards, build and validate the tables, publish.",
    )


@dg.schedule(
    name=JOB,
    job_name=JOB,
    cron_schedule="0 2 * * *",
    execution_timezone="UTC",
    description="Runs the nightly job every night at 02:00 UTC.",
)
def nightly_refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The night is the date on which the schedule ticks."""
    night = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(run_key=night, partition_key=night)
