"""The sensor that ends runs whose process died."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.run_history import free_dead_runs
from orchestration.settings import Settings
from orchestration.storage import atomic


@dg.sensor(
    name="dead_runs",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Ends runs that were killed, so that runs in the UI's queue do not wait for them.",
)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Requests nothing; while a run holds the home, it looks after the dead ones itself."""
    try:
        with atomic.exclusive_lock(Settings.from_environment().lock, "refresh"):
            ended = free_dead_runs(context.instance)
    except RuntimeError:
        return dg.SkipReason("A run is at work.")
    return dg.SkipReason(f"{len(ended)} dead runs were ended.")
