"""The only place where everything comes together; Dagster, the command line and tests import it."""

from __future__ import annotations

import dagster as dg

from orchestration import project, raw, recovery, reference, release, schedules, warehouse

project.prepare_environment()
_project = project.Project.load()

defs = dg.Definitions(
    assets=[
        *raw.assets(),
        *reference.assets(raw.NIGHTS),
        *warehouse.assets(_project, raw.raw_keys(), reference.keys(), raw.NIGHTS),
        release.asset(_project, raw.NIGHTS),
    ],
    jobs=[schedules.nightly],
    schedules=[schedules.nightly_refresh],
    sensors=[recovery.dead_runs],
    resources={"home": recovery.home},
    executor=dg.in_process_executor,
)
