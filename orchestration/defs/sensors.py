"""The sensors: one ends runs whose process died, three tell of what somebody should look at."""

from __future__ import annotations

from datetime import date

import dagster as dg

from orchestration.defs import alerts
from orchestration.defs.failures import failure_reasons
from orchestration.defs.jobs import JOB
from orchestration.defs.run_history import free_dead_runs
from orchestration.operation import alerts as targets
from orchestration.operation.source_states import nights_carried_forward, source_states
from orchestration.operation.status import status
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
        "line started it, and sends it to the targets of HIRING_LEDGER_ALERTS."
    ),
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """Dagster calls it once for each failed run."""
    steps = context.get_step_failure_events()
    reasons = [line for step in steps for line in failure_reasons(step)]
    reasons = reasons or [context.failure_event.message or ""]
    run = context.dagster_run
    # shown in the sensor's ticks and printed by the daemon
    context.log.error(alerts.describe(run, reasons))
    if not alerts.tells_itself(run):
        told = targets.failure(alerts.name(run), [*reasons, f"run {run.run_id}"])
        targets.send(Settings.from_environment(), told)


@dg.run_status_sensor(
    name="incomplete_nights",
    run_status=dg.DagsterRunStatus.SUCCESS,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=("Sends an alert that names the sources that are missing from a published night."),
)
def incomplete_nights(context: dg.RunStatusSensorContext) -> None:
    """Dagster calls it once for each run that succeeds; one of some tables is no night."""
    run = context.dagster_run
    night = run.tags.get("dagster/partition")
    if run.job_name == JOB and night and not alerts.tells_itself(run):
        settings, day = Settings.from_environment(), date.fromisoformat(night)
        states = source_states(settings, day)
        targets.send(settings, targets.coverage(day, states, nights_carried_forward()))


@dg.sensor(
    name="stale_release",
    minimum_interval_seconds=600,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Sends an alert when `hiring-ledger status` finds the release stale or blocked, once for "
        "each release and problem."
    ),
)
def stale_release(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Requests nothing; the cursor is what was told last."""
    settings = Settings.from_environment()
    if not settings.alert_urls or not settings.raw.is_dir():
        return dg.SkipReason("There is no target, or no night.")
    found = status(settings)
    kinds = sorted(problem.split(":")[0] for problem in found.problems)
    release = found.release.release_id if found.release else "no release"
    if not kinds:
        context.update_cursor("")
        return dg.SkipReason("The release is fresh.")
    if context.cursor == (told := f"{release} {' '.join(kinds)}"):
        return dg.SkipReason("This alert was already sent.")
    reached = targets.send(settings, targets.freshness(found))
    context.update_cursor(told if reached else "")
    return dg.SkipReason(f"alert sent to {reached} targets: {'; '.join(found.problems)}")
