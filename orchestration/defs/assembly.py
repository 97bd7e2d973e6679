"""Where assets, jobs, schedules, sensors and resources come together."""

from __future__ import annotations

import warnings

import dagster as dg

from orchestration.defs import (
    automation,
    jobs,
    partitions,
    raw_assets,
    reference_assets,
    release_asset,
    resources,
    sensors,
    table_assets,
)
from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import prepare_environment


def build_definitions(settings: Settings, project: Project | None = None) -> dg.Definitions:
    """The definitions for one data directory, of the dbt project as it is on disk."""
    prepare_environment()
    project = project or Project.load()
    nights = partitions.nights(settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # backfill policies, code references…
        return _assembled(project, settings, nights)


def _assembled(
    project: Project, settings: Settings, nights: dg.PartitionsDefinition[str]
) -> dg.Definitions:
    return dg.Definitions(
        assets=[
            raw_assets.asset(nights),
            *reference_assets.assets(nights),
            table_assets.asset(project, raw_assets.raw_keys(), reference_assets.keys()),
            release_asset.asset(project, settings, nights),
        ],
        jobs=[jobs.nightly_job()],
        schedules=[jobs.nightly_schedule(settings)],
        sensors=[
            sensors.dead_runs,
            sensors.failed_runs,
            sensors.incomplete_nights,
            sensors.stale_release,
            automation.sensor(table.split("/")[0] for table in project.nodes),
        ],
        resources={
            "data_directory": resources.DataDirectory(),
            "compute": resources.Compute(),
        },
        executor=dg.in_process_executor,
    )
