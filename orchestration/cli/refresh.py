"""Running the nightly job in this process, and the summary of its outcome."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.cli import json_lines
from orchestration.crawl.data_source import (
    DataSource,
    bind_data_source,
    default_night,
    record_first_night,
    require_current_night,
    require_newest_night,
    require_same_data_source,
    sources_with_boards,
)
from orchestration.defs.dagster_home import prepare_dagster_home
from orchestration.operation import alerts
from orchestration.settings import Settings
from orchestration.storage import atomic

if TYPE_CHECKING:
    from orchestration.defs.run_night import NightRun

PUBLISHED, NOT_PUBLISHED = 0, 2
OUTCOMES = ("complete", "not_modified", "partial", "failed", "skipped")
FIRST_NIGHT = date(2025, 1, 1)
_WORKING: dict[str, Any] = {}
"""What a signal handler needs to end this process: settings, release before the run, run id."""


def refresh(
    data_source: DataSource,
    night: date | None,
    sources: list[str] | None,
    save_recording: Path | None,
    say: Callable[[str], None],
    accept: list[str] | None = None,
    *,
    is_stored: bool = False,
) -> int:
    """Run one night; 0 when a release is current, 2 when a failed check blocked publication.

    A stored night is built from what was collected then, and no board is crawled.
    """
    settings = Settings.from_environment()
    _WORKING.update(settings=settings, before=_current(settings), run=None)
    try:
        return _refresh(
            settings, data_source, night, sources, save_recording, accept or [], say, is_stored
        )
    except Exception as error:
        is_full = atomic.is_disk_full(error) or not atomic.has_space(settings.home)
        why = _no_space(settings) if is_full else str(error)
        alerts.send(settings, alerts.failure(f"refresh of {night or 'the last night'}", [why]))
        if is_full:
            raise RuntimeError(why) from error
        raise


def _refresh(
    settings: Settings,
    data_source: DataSource,
    night: date | None,
    sources: list[str] | None,
    save_recording: Path | None,
    accept: list[str],
    say: Callable[[str], None],
    is_stored: bool,
) -> int:
    prepare_dagster_home(settings)
    started = time.monotonic()
    night = night or default_night(data_source)
    json_lines.of_night(night)
    with atomic.exclusive_lock(settings.lock, "refresh", patience=1.0):
        from orchestration.publish import release
        from orchestration.sources import all_sources, require_sources
        from orchestration.storage import integrity
        from orchestration.warehouse.dbt_project import Project

        require_sources([*(sources or []), *accept])
        if not FIRST_NIGHT <= night <= datetime.now(UTC).date():
            raise ValueError(f"no such night: {night}; nights begin in 2025 and end today")
        require_same_data_source(settings, data_source)
        if settings.unfinished.exists():
            _begin(settings)
        else:
            integrity.repair(settings, deep=False)  # Dagster has nothing to add, and takes seconds
        wanted = set()
        if not is_stored:
            wanted = sources_with_boards(data_source, settings, night)
            wanted &= set(sources or all_sources())
        _require_crawlable(settings, data_source, night, wanted, accept, save_recording)
        bind_data_source(settings, data_source)
        record_first_night(settings, night)
        project = Project.load()
        finished = release.up_to_date(project, settings, night)
        if finished and all(settings.raw_night(ats, night).exists() for ats in wanted):
            settings.unfinished.unlink(missing_ok=True)
            say(
                f"nothing to do: {finished} is the release of {night}, and its inputs have "
                "not changed"
            )
            return PUBLISHED
        if not settings.unfinished.exists():
            _begin(settings)
        before = _current(settings)
        json_lines.emit("run started", data_source=data_source.label, home=settings.home)
        say(f"night {night}, {data_source.label}, data directory {settings.home}")
        crawled = [] if is_stored else sources
        outcome = _run(night, crawled, save_recording, accept)
        is_damaged = not outcome.success and atomic.has_space(settings.home)
        if is_damaged and integrity.repair(settings, deep=True):
            say("running again without the damaged files")
            outcome = _run(night, crawled, save_recording, accept)
        if outcome.success:
            settings.unfinished.unlink(missing_ok=True)
        now = _current(settings)
        code = _summary(settings, night, outcome, before, now, time.monotonic() - started, say)
        json_lines.emit(
            "run ended",
            exit_code=code,
            seconds=round(time.monotonic() - started, 1),
            checks=outcome.check_count,
            failed=outcome.failed_checks,
        )
        alerts.send(settings, _alert(settings, night, outcome, sources))
        return code


def _require_crawlable(
    settings: Settings,
    data_source: DataSource,
    night: date,
    wanted: set[str],
    accept: list[str],
    save_recording: Path | None,
) -> None:
    """Raise an error where sources that are wanted cannot be crawled for a night any more, or are
    crawled already and cannot be recorded."""
    from orchestration.crawl.night import quarantined_whole, unrecoverable_sources

    collected = sorted(a for a in wanted if settings.raw_night(a, night).exists())
    lost = unrecoverable_sources(data_source, settings, night, wanted, accept)
    kept = quarantined_whole(settings, night, accept)  # accepted without a request
    if wanted - {*collected, *lost, *kept}:
        require_current_night(data_source, night)
        require_newest_night(settings, data_source, night)
    if save_recording and collected:
        raise ValueError(
            f"{', '.join(collected)}: already crawled on {night}; save a recording while a "
            "night is crawled"
        )


def _alert(
    settings: Settings, night: date, outcome: NightRun, sources: list[str] | None
) -> alerts.Alert | None:
    """What somebody should know of a run that has ended; a run of some sources lacks the others."""
    if not outcome.success:
        return alerts.failure(f"night {night}", outcome.reasons)
    if sources or not settings.alert_urls:
        return None
    from orchestration.operation.source_states import nights_carried_forward, source_states

    return alerts.coverage(night, source_states(settings, night), nights_carried_forward())


def _begin(settings: Settings) -> None:
    from orchestration.defs.run_history import begin, history

    with history(settings) as instance:
        begin(settings, instance)


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
    if run_id := _WORKING.get("run"):
        from orchestration.defs.run_night import cancel_run

        cancel_run(run_id)


def _run(
    night: date, sources: list[str] | None, save_recording: Path | None, accept: list[str]
) -> NightRun:
    from orchestration.defs.run_night import run_night

    def started(run_id: str) -> None:
        _WORKING["run"] = run_id

    return run_night(night, sources, save_recording, accept, started)


def _summary(
    settings: Settings,
    night: date,
    outcome: NightRun,
    before: Path | None,
    now: Path | None,
    seconds: float,
    say: Callable[[str], None],
) -> int:
    """Print checks, sources and where the release is; the exit code."""
    from orchestration.publish.release_folder import manifest_of

    say("")
    failed, warned = outcome.failed_checks, outcome.warnings
    warnings = f", {len(warned)} warnings" if warned else ""
    say(f"{outcome.check_count} checks, {len(failed)} failed{warnings}, {seconds:.0f} s")
    for line in failed:
        say(f"  failed: {line}")
    for line in warned:
        say(f"  warning: {line}")
    if outcome.success and now is not None:
        manifest = manifest_of(now)
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
    if any(map(atomic.is_disk_full, outcome.reasons)) or not atomic.has_space(settings.home):
        raise RuntimeError(_no_space(settings))
    for reason in dict.fromkeys(outcome.reasons):
        say(f"  {reason}")
    kept = f"current stays {before.name}" if before else "there is no release yet"
    say(f"nothing was published; {kept}")
    return NOT_PUBLISHED if outcome.is_blocked else 1


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
