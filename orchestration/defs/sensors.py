"""The sensor that ends runs whose process died, and the one that tells of runs that failed."""

from __future__ import annotations

import dagster as dg

from orchestration.defs import alerts
from orchestration.defs.failures import failure_reasons
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


@dg.run_failure_sensor(
    name="failed_runs",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Writes one line for each run that fails, whether the schedule, this page or the command "
        "line started it. Targets other than the log are added in orchestration/defs/alerts.py."
    ),
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """Dagster calls it once for each failed run."""
    steps = context.get_step_failure_events()
    reasons = [line for step in steps for line in failure_reasons(step)]
    line = alerts.describe(context.dagster_run, reasons or [context.failure_event.message or ""])
    alerts.send(line, context.log.error)  # shown in the sensor's ticks and printed by the daemon
