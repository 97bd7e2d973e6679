"""Running the nightly job in this process, and the summary of its outcome."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.crawl.data_source import (
    DataSource,
    bind_data_source,
    default_night,
    require_current_night,
    require_same_data_source,
    sources_with_boards,
)
from orchestration.defs.dagster_home import prepare_dagster_home
from orchestration.settings import Settings
from orchestration.storage import atomic

PUBLISHED, NOT_PUBLISHED = 0, 2
OUTCOMES = ("complete", "not_modified", "partial", "failed", "skipped")
_WORKING: dict[str, Any] = {}
"""What a signal handler needs to end this process: settings, release before the run, run id."""


def refresh(
    origin: DataSource,
    night: date | None,
    sources: list[str] | None,
    save_recording: Path | None,
    say: Callable[[str], None],
) -> int:
    """Run one night; 0 when a release is current, 2 when a failed check blocked publication."""
    settings = Settings.from_environment()
    _WORKING.update(settings=settings, before=_current(settings), run=None)
    try:
        return _refresh(settings, origin, night, sources, save_recording, say)
    except Exception as error:
        if atomic.is_disk_full(error) or not atomic.has_space(settings.home):
            raise RuntimeError(_no_space(settings)) from error
        raise


def _refresh(
    settings: Settings,
    origin: DataSource,
    night: date | None,
    sources: list[str] | None,
    save_recording: Path | None,
    say: Callable[[str], None],
) -> int:
    prepare_dagster_home(settings)
    started = time.monotonic()
    night = night or default_night(origin)
    with atomic.exclusive_lock(settings.lock, "refresh", patience=1.0):
        from orchestration import definitions
        from orchestration.crawl.night import unrecoverable_sources
        from orchestration.defs.partitions import NIGHTS
        from orchestration.defs.run_history import begin, history
        from orchestration.publish import release
        from orchestration.sources import all_sources
        from orchestration.storage import integrity
        from orchestration.warehouse.dbt_project import Project

        unknown = sorted(set(sources or []) - set(all_sources()))
        if unknown:
            raise ValueError(
                f"no such source: {', '.join(unknown)}; there are {', '.join(all_sources())}"
            )
        if not NIGHTS.has_partition_key(night.isoformat()):
            raise ValueError(f"no such night: {night}; nights begin in 2025 and end today")
        require_same_data_source(settings, origin)
        with history(settings) as instance:
            begin(settings, instance)
        wanted = sources_with_boards(origin, settings, night) & set(sources or all_sources())
        collected = sorted(a for a in wanted if settings.raw_night(a, night).exists())
        if wanted - set(collected) - set(unrecoverable_sources(origin, settings, night, wanted)):
            require_current_night(origin, night)
        if save_recording and collected:
            raise ValueError(
                f"{', '.join(collected)}: already crawled on {night}; save a recording while a "
                "night is crawled"
            )
        bind_data_source(settings, origin)
        project = Project.load()
        standing = release.up_to_date(project, settings, night)
        if standing and all(settings.raw_night(ats, night).exists() for ats in wanted):
            say(
                f"nothing to do: {standing} is the release of {night}, and its inputs have "
                "not changed"
            )
            return PUBLISHED
        before = _current(settings)
        say(f"night {night}, {origin.label}, home {settings.home}")
        outcome = _run(definitions.defs, night, sources, save_recording)
        is_damaged = not outcome.success and atomic.has_space(settings.home)
        if is_damaged and integrity.repair(settings, deep=True):
            say("running again without the damaged files")
            outcome = _run(definitions.defs, night, sources, save_recording)
        now = _current(settings)
        return _summary(settings, night, outcome, before, now, time.monotonic() - started, say)


def _current(settings: Settings) -> Path | None:
    return settings.current.resolve() if settings.current.exists() else None


def _no_space(settings: Settings) -> str:
    return f"no space is left for {settings.home}: free some and run this again"


def interrupted() -> str:
    """The last line of a process that is interrupted during a refresh."""
    now = _current(_WORKING["settings"]) if _WORKING else None
    if _WORKING and now != _WORKING["before"]:
        return f"interrupted; {now} was already published"
    return "interrupted; nothing was published"


def end_run() -> None:
    """Mark the run as canceled, so that Dagster's UI does not show it as running."""
    run_id = _WORKING.get("run")
    if run_id is None:
        return
    import dagster as dg

    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            instance.report_run_canceled(run, "Interrupted at the command line.")
        instance.event_log_storage.free_concurrency_slots_for_run(run_id)


def _run(defs: Any, night: date, sources: list[str] | None, save: Path | None) -> Any:
    import dagster as dg
    from dagster._core.utils import make_new_run_id

    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    job = defs.resolve_job_def("nightly")
    chosen = None
    if sources:
        from orchestration.defs.raw_assets import raw_keys

        left_out = {key for key in raw_keys() if key.path[-1] not in sources}
        chosen = [k for k in job.asset_layer.executable_asset_keys if k not in left_out]
    tags = {"hiring_ledger/save_recording": str(save.absolute())} if save else {}
    with dg.DagsterInstance.get() as instance:
        run_id = make_new_run_id()
        _WORKING["run"] = run_id
        return job.execute_in_process(
            instance=instance,
            partition_key=night.isoformat(),
            asset_selection=chosen,
            raise_on_error=False,
            tags=tags,
            run_id=run_id,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )


def _summary(
    settings: Settings,
    night: date,
    outcome: Any,
    before: Path | None,
    now: Path | None,
    seconds: float,
    say: Callable[[str], None],
) -> int:
    """Print checks, sources and where the release is; the exit code."""
    import json

    checks = outcome.get_asset_check_evaluations()
    blocked = [c for c in checks if not c.passed]
    say("")
    say(f"{len(checks)} tables and sources checked, {len(blocked)} blocked, {seconds:.0f} s")
    for failed in blocked:
        say(f"  blocked: {'/'.join(failed.asset_key.path)} ({failed.check_name})")
    if outcome.success and now is not None:
        manifest = json.loads((now / "manifest.json").read_text("utf-8"))
        say(_sources(manifest["sources"]))
        if aside := manifest["set_aside"]:
            values, rules = sum(row["value_count"] for row in aside), len(aside)
            say(
                f"{values} values set aside by {rules} rules, most often "
                + ", ".join(f"{r['ats']} {r['rule']} ({r['value_count']})" for r in aside[:3])
                + "; see quality/"
            )
        if manifest["night"] != night.isoformat():
            say(f"built the release of {night}; current stays on the later {manifest['night']}")
        else:
            say(f"published {now}" + ("" if now != before else " (unchanged)"))
        say(f"report    {now / 'report' / 'index.html'}")
        return PUBLISHED
    reasons = [_reason(event) for event in outcome.all_events if event.is_step_failure]
    if any(map(atomic.is_disk_full, reasons)) or not atomic.has_space(settings.home):
        raise RuntimeError(_no_space(settings))
    for reason in dict.fromkeys(reasons):
        say(f"  {reason}")
    kept = f"current stays {before.name}" if before else "there is no release yet"
    say(f"nothing was published; {kept}")
    gate = any(_is_gate(event) for event in outcome.all_events if event.is_step_failure)
    return NOT_PUBLISHED if gate else 1


def _sources(sources: list[dict[str, Any]]) -> str:
    """All sources in one line; each has had its own line when it was crawled."""
    total = {
        key: sum(s[key] for s in sources) for key in ("boards", "listings", "texts", *OUTCOMES)
    }
    outcomes = ", ".join(f"{total[o]:,} {o.replace('_', ' ')}" for o in OUTCOMES if total[o])
    return (
        f"{len(sources)} sources, {total['boards']:,} boards ({outcomes}), "
        f"{total['listings']:,} listings, {total['texts']:,} texts read"
    )


def _reason(event: Any) -> str:
    failure = event.step_failure_data
    if failure.user_failure_data is not None:
        return str(failure.user_failure_data.description)
    error = failure.error.cause or failure.error if failure.error else None
    return " ".join(str(error.message).split())[:300] if error else "failed"


def _is_gate(event: Any) -> bool:
    failure = event.step_failure_data
    said = failure.error.cls_name if failure.error else ""
    return failure.user_failure_data is not None or said == "DagsterAssetCheckFailedError"
