"""Running the nightly job in this process, as a run that the UI knows and can execute again."""

from __future__ import annotations

import atexit
import gc
import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg
from dagster._core.definitions.reconstruct import ReconstructableJob, ReconstructableRepository
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.execution.api import execute_run
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.utils import make_new_run_id
from sqlalchemy.exc import DBAPIError

from orchestration.defs.alerts import TELLS_ITSELF
from orchestration.defs.dagster_home import LOCATION
from orchestration.defs.event_log import open_connections
from orchestration.defs.failures import failure_reasons
from orchestration.defs.jobs import JOB
from orchestration.defs.raw_assets import raw_keys
from orchestration.settings import PROJECT
from orchestration.warehouse.dbt_runner import end_abandoned

MODULE = "orchestration.definitions"
GATE_FAILURE = "DagsterAssetCheckFailedError"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
"""The command line prints progress itself."""


@dataclass(frozen=True)
class NightRun:
    """How a run ended."""

    success: bool
    check_count: int
    failed_checks: list[str]
    """Each as asset (check) and what did not pass."""
    warnings: list[str]
    """The same of checks that block nothing."""
    reasons: list[str]
    """Of the steps that failed, one line each."""
    is_blocked: bool
    """A table failed a check; otherwise a failure is an error."""


def run_night(
    night: date,
    sources: list[str] | None,
    save_recording: Path | None,
    accept: list[str],
    started: Callable[[str], None],
) -> NightRun:
    """Execute the job for one night; `started` gets the run's id. Without `sources` all are
    crawled, and with an empty list none.

    Dagster's own launcher starts a process for each run, which costs seconds; this process has
    everything imported. The run is created as the launcher would create it, with the code location
    it belongs to, else the UI could neither place nor repeat it.
    """
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    # Dagster, dbt and Great Expectations keep millions of objects until the run ends: going through
    # them at Python's usual thresholds takes 4 % of a night's CPU.
    gc.set_threshold(50_000, 20, 50)
    atexit.register(gc.freeze)  # at its end Python would go through all of them three times
    job, chosen = _job(sources)
    with dg.DagsterInstance.get() as instance, open_connections():
        run = instance.create_run_for_job(
            job.get_definition(),
            run_id=make_new_run_id(),
            run_config=_config(save_recording, accept),
            tags={"dagster/partition": night.isoformat(), TELLS_ITSELF: "true"},
            asset_selection=set(chosen) if chosen else None,
            remote_job_origin=RemoteJobOrigin(_repository_origin(), JOB),
            job_code_origin=job.get_python_origin(),
        )
        started(run.run_id)
        try:
            events = execute_run(job, run, instance, raise_on_error=False).all_events
        except DBAPIError as error:
            raise RuntimeError(
                f"Dagster's storage failed ({error.orig}); nothing was published: run this again"
            ) from error
        finally:
            end_abandoned()
    evaluated = [e for e in events if e.event_type == DagsterEventType.ASSET_CHECK_EVALUATION]
    checks = _last_results(event.asset_check_evaluation_data for event in evaluated)
    failures = [event for event in events if event.is_step_failure]
    return NightRun(
        success=any(event.is_job_success for event in events),
        check_count=len(checks),
        failed_checks=_not_passed(checks, dg.AssetCheckSeverity.ERROR),
        warnings=_not_passed(checks, dg.AssetCheckSeverity.WARN),
        reasons=[line for event in failures for line in failure_reasons(event)],
        is_blocked=any(map(_is_gate, failures)),
    )


def _last_results(
    evaluations: Iterable[dg.AssetCheckEvaluation],
) -> list[dg.AssetCheckEvaluation]:
    """The last result of each check: a step that is tried again evaluates its checks again."""
    return list({(c.asset_key, c.check_name): c for c in evaluations}.values())


def _not_passed(
    checks: Iterable[dg.AssetCheckEvaluation], severity: dg.AssetCheckSeverity
) -> list[str]:
    """The checks of a severity that did not pass, a line for each."""
    return [
        f"{'/'.join(c.asset_key.path)} ({c.check_name})"
        + (f": {c.description}" if c.description else "")
        for c in checks
        if not c.passed and c.severity == severity
    ]


def _job(sources: list[str] | None) -> tuple[ReconstructableJob, frozenset[dg.AssetKey] | None]:
    """The nightly job, and its assets where some sources are left out."""
    repository = ReconstructableRepository.for_module(MODULE, "defs", str(PROJECT))
    job = repository.get_reconstructable_job(JOB)
    if sources is None:
        return job, None
    left_out = {key for key in raw_keys() if key.path[-1] not in sources}
    every = job.get_definition().asset_layer.executable_asset_keys
    chosen = frozenset(key for key in every if key not in left_out)
    return job.get_subset(asset_selection=chosen), chosen


def _config(save_recording: Path | None, accept: list[str]) -> dict[str, object]:
    """The configuration of a run: of its log, and of the crawl where it has any."""
    crawl: dict[str, object] = {"accept": accept} if accept else {}
    if save_recording:
        crawl["save_recording"] = str(save_recording.absolute())
    return {**QUIET, "ops": {"raw_listings": {"config": crawl}}} if crawl else {**QUIET}


def _repository_origin() -> RemoteRepositoryOrigin:
    target = LoadableTargetOrigin(
        executable_path=sys.executable, module_name=MODULE, working_directory=str(PROJECT)
    )
    location = ManagedGrpcPythonEnvCodeLocationOrigin(target, location_name=LOCATION)
    return RemoteRepositoryOrigin(location, "__repository__")


def _is_gate(event: DagsterEvent) -> bool:
    failure = event.step_failure_data
    return failure.user_failure_data is not None or (
        failure.error is not None and failure.error.cls_name == GATE_FAILURE
    )


def cancel_run(run_id: str) -> None:
    """Tell Dagster that a run ends here, so that its UI does not show it as running."""
    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            instance.report_run_canceled(run, "Interrupted at the command line.")
        instance.event_log_storage.free_concurrency_slots_for_run(run_id)
