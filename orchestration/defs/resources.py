"""The data directory as a resource: a run holds it from start to end, whoever started the run."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.run_history import begin
from orchestration.settings import Settings
from orchestration.storage import atomic


@dg.resource(description="The home, held by one run at a time and mended before its first step.")
def home(context: dg.InitResourceContext) -> Iterator[None]:
    """Held for the run that asks for it, unless the command line holds it for this very run."""
    settings = Settings.from_environment()
    if atomic.holds_lock(settings.lock):
        yield
        return
    with atomic.exclusive_lock(settings.lock, "refresh", patience=2.0):
        instance, run = context.instance, context.run
        if instance is not None and run is not None:
            known = instance.get_run_by_id(run.run_id)
            if known is None or not known.is_finished:
                begin(settings, instance, run.run_id)
            elif not instance.get_run_step_stats(run.run_id):
                raise RuntimeError(f"run {run.run_id} was ended before it began")
            # Else Dagster opens a run that is over once more, to read what came of it.
        yield
