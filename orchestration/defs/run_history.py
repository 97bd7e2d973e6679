"""What a run does before its first step: it cleans up after runs whose process died.

A run of the command line, the UI or the schedule holds the same lock from start to end. So while a
run holds it, no other run is alive: every other run that Dagster shows as running is dead.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from sqlalchemy.exc import DatabaseError, OperationalError

from orchestration.defs.alerts import TELLS_ITSELF
from orchestration.settings import Settings
from orchestration.storage import integrity

PROGRESS = logging.getLogger("orchestration.progress")
LAUNCH_SECONDS = 300
"""A launched run that has not begun after this time is dead: its process ended before it began."""


def begin(settings: Settings, instance: dg.DagsterInstance, own: str | None = None) -> None:
    """End dead runs and repair the data directory. The caller must hold the lock; `own` is its
    run. The data directory is marked as unfinished from then on."""
    free_dead_runs(instance, own)
    integrity.repair(settings, deep=_last_failed(instance, own))
    settings.unfinished.touch()


def free_dead_runs(instance: dg.DagsterInstance, own: str | None = None) -> list[str]:
    """End runs that no process works on, and free the pool slots they hold; their ids."""
    dead = []
    begun = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
    launched = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.NOT_STARTED]
    for record in instance.get_run_records(dg.RunsFilter(statuses=begun + launched)):
        run = record.dagster_run
        age = time.time() - record.update_timestamp.timestamp()
        if run.run_id == own or (run.status in launched and age < LAUNCH_SECONDS):
            continue
        if TELLS_ITSELF in run.tags:  # its process is gone, so the sensor tells of it
            instance.add_run_tags(run.run_id, {TELLS_ITSELF: "false"})
        instance.report_run_failed(run, "This run was stopped before it could say how it ended.")
        dead.append(run.run_id)
    storage = instance.event_log_storage
    for pool in storage.get_concurrency_keys():
        info = storage.get_concurrency_info(pool)
        holders = {slot.run_id for slot in info.claimed_slots}
        holders |= {step.run_id for step in info.pending_steps}
        for run_id in holders - {own}:
            storage.free_concurrency_slots_for_run(run_id)
    if dead:
        PROGRESS.warning("%d run(s) stopped short before: this one takes over", len(dead))
    return dead


def _last_failed(instance: dg.DagsterInstance, own: str | None) -> bool:
    """Whether the last run before this one ended in any way but well."""
    for run in instance.get_runs(limit=5):
        if run.run_id != own and run.status != dg.DagsterRunStatus.QUEUED:
            return run.status != dg.DagsterRunStatus.SUCCESS
    return False


@contextmanager
def history(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Dagster's record of runs. One that cannot be read is set aside: nothing is made from it."""
    try:
        with dg.DagsterInstance.get() as instance:
            instance.get_runs_count()
            instance.event_log_storage.get_concurrency_keys()
    except Exception as wrapped:
        error = wrapped if isinstance(wrapped, DatabaseError) else wrapped.__cause__
        if not isinstance(error, DatabaseError):
            raise
        if isinstance(error, OperationalError) and "malformed" not in str(error):
            # busy, a full disk, or a server that is away
            why = " ".join(str(error.orig).split())[:200]
            raise RuntimeError(f"Dagster's run history cannot be opened: {why}") from error
        aside = integrity.rename_damaged(settings.dagster_home)
        settings.dagster_home.mkdir()
        (settings.dagster_home / "dagster.yaml").write_bytes((aside / "dagster.yaml").read_bytes())
        PROGRESS.warning(
            "%s is damaged (%s): renamed to %s; the history of runs starts empty",
            settings.dagster_home,
            str(error.orig)[:100],
            aside.name,
        )
    with dg.DagsterInstance.get() as instance:
        yield instance
