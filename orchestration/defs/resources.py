"""The resources of a run: the data directory with its settings, and where parts are computed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import dagster as dg
from pydantic import Field

from orchestration.defs.progress import log_progress
from orchestration.defs.run_history import begin
from orchestration.environment import compute_kind, partitions
from orchestration.settings import Settings
from orchestration.storage import atomic


class DataDirectory(dg.ConfigurableResource["DataDirectory"]):
    """A data directory, held by one run at a time and repaired before its first step.

    A field that is left empty takes its value from the environment (see README); in the launchpad
    it can be set for one run.
    """

    home: str = Field(default="", description="The folder with raw nights, warehouse and releases.")
    contact: str = Field(default="", description="Shown to the boards in the User-Agent.")
    detail_budget: int | None = Field(
        default=None, description="Detail pages requested from one vendor in a night."
    )
    sources_on: list[str] = Field(
        default=[], description="Sources to crawl that are off by default."
    )
    memory: str = Field(default="", description="Memory of DuckDB, like 8GB.")
    threads: int = Field(default=0, description="Threads of DuckDB.")

    @property
    def settings(self) -> Settings:
        """The settings of this run."""
        settings = Settings.from_environment()
        return replace(
            settings,
            home=Path(self.home).absolute() if self.home else settings.home,
            contact=self.contact or settings.contact,
            detail_budget=(
                settings.detail_budget if self.detail_budget is None else self.detail_budget
            ),
            sources_on=frozenset(self.sources_on) or settings.sources_on,
            memory=self.memory or settings.memory,
            threads=self.threads or settings.threads,
        )

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[DataDirectory]:
        """Hold the data directory for this run, unless the command line holds it already."""
        settings = self.settings
        with log_progress(context.log):
            if atomic.holds_lock(settings.lock):
                yield self
                return
            with atomic.exclusive_lock(settings.lock, "refresh", patience=2.0):
                instance, run = context.instance, context.run
                if instance is not None and run is not None:
                    known = instance.get_run_by_id(run.run_id)
                    if known is None or not known.is_finished:
                        begin(settings, instance, run.run_id)
                    elif not instance.get_run_step_stats(run.run_id):
                        raise RuntimeError(f"run {run.run_id} was ended before it began")
                    # Else Dagster opens the resources of a finished run to read its results.
                yield self


class Compute(dg.ConfigurableResource["Compute"]):
    """Where the parts of large tables are computed (docs/how-to/scale.md).

    A field that is left empty takes its value from the environment (see README); in the launchpad
    it can be set for one run.
    """

    kind: str = Field(default="", description="local for the run's own process, or ray.")
    address: str = Field(default="", description="The Ray cluster; empty for one on this machine.")
    partitions: str = Field(
        default="", description="Parts of a table, or auto for one per 200,000 listings."
    )

    def applied_to(self, settings: Settings) -> Settings:
        """The settings of a run with the fields of this resource."""
        return replace(
            settings,
            compute=compute_kind(self.kind) if self.kind else settings.compute,
            ray_address=self.address or settings.ray_address,
            partitions=partitions(self.partitions) if self.partitions else settings.partitions,
        )
