"""The nightly job and its schedule: one job for the schedule, the UI and the command line."""

from __future__ import annotations

from datetime import UTC

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import (
    UnresolvedAssetJobDefinition,
)

from orchestration.crawl.data_source import (
    DataSource,
    DataSourceError,
    load_data_source,
    require_current_night,
)
from orchestration.settings import Settings

JOB = "nightly"


def nightly_job() -> UnresolvedAssetJobDefinition:
    """Everything, for one night."""
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="One night: crawl the boards, build and validate the tables, publish.",
    )


def nightly_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """The job every night, at the time and in the zone of the settings.

    The night is the UTC date of the tick, as everywhere. The daemon repeats ticks that it missed,
    because the machine was off; live boards cannot answer for a night that is over, so such a
    tick is skipped and the night stays missing.
    """
    at, zone = settings.schedule, settings.timezone.key

    @dg.schedule(
        name=JOB,
        job_name=JOB,
        cron_schedule=f"{at.minute} {at.hour} * * *",
        execution_timezone=zone,
        description=f"Runs the nightly job every night at {at:%H:%M} {zone}.",
    )
    def nightly_refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        night = context.scheduled_execution_time.astimezone(UTC).date()
        source = load_data_source(Settings.from_environment()) or DataSource("live")
        try:
            require_current_night(source, night)
        except DataSourceError as error:
            return dg.SkipReason(f"{error}; this night stays missing")
        return dg.RunRequest(run_key=night.isoformat(), partition_key=night.isoformat())

    return nightly_refresh
