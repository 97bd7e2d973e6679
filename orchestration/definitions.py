"""The Dagster code location: where assets, jobs, schedules, sensors and resources come together."""

from __future__ import annotations

import dagster as dg

from orchestration.defs import (
    jobs,
    raw_assets,
    reference_assets,
    release_asset,
    resources,
    sensors,
    table_assets,
)
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import prepare_environment

prepare_environment()
_project = Project.load()

defs = dg.Definitions(
    assets=[
        *raw_assets.assets(),
        *reference_assets.assets(),
        table_assets.asset(_project, raw_assets.raw_keys(), reference_assets.keys()),
        release_asset.asset(_project),
    ],
    jobs=[jobs.nightly],
    schedules=[jobs.nightly_refresh],
    sensors=[sensors.dead_runs],
    resources={"home": resources.home},
    executor=dg.in_process_executor,
)
