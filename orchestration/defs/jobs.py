"""The nightly job and its schedule: one job for the schedule, the UI and the command line."""

import dagster as dg

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="One night: boards, warehouse, gates, release.",
)


@dg.schedule(
    name="nightly",
    job=nightly,
    cron_schedule="0 2 * * *",
    execution_timezone="UTC",
    description="Collects, builds, judges and publishes every night at 02:00 UTC.",
)
def nightly_refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Tonight's partition is the date on which the schedule ticks."""
    night = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(run_key=night, partition_key=night)
