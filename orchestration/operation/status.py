"""The state of a data directory on one screen: what a monitor asks for, and what alerts tell."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb

from orchestration.crawl.data_source import DataSourceError, load_data_source
from orchestration.operation import disk
from orchestration.operation.nights import (
    last_due_night,
    missed_nights,
    next_due,
    stored_nights,
)
from orchestration.operation.source_states import SourceState, source_states
from orchestration.settings import Settings
from orchestration.storage import atomic
from orchestration.validation import results
from orchestration.validation.results import TableResult

CLOCK = timedelta(minutes=5)
"""How far two clocks may differ before a release is of the future."""


@dataclass(frozen=True)
class Release:
    """The current release. `published`: when `current` was last switched to it."""

    release_id: str
    night: date
    published: datetime
    values_set_aside: int
    rules_set_aside: int


@dataclass(frozen=True)
class Checks:
    """The last checks of all tables, and of the sources on the newest night. A failed check of a
    source quarantines it and blocks nothing, so it is a warning."""

    tables: int = 0
    checks: int = 0
    failed: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """All that `hiring-ledger status` shows. `problems`: why it is not healthy."""

    home: str
    data_source: str
    at: datetime
    release: Release | None
    running: str | None
    next_due: datetime
    newest_night: date | None
    nights_stored: int
    missed: tuple[date, ...]
    sources: tuple[SourceState, ...]
    checks: Checks | None
    disk: dict[str, int]
    disk_free: int
    problems: tuple[str, ...] = field(default=())

    @property
    def is_healthy(self) -> bool:
        """Whether the release is fresh and nothing is blocked."""
        return not self.problems

    @property
    def coverage(self) -> list[str]:
        """The sources of which something is missing, one line each."""
        return [describe(source) for source in self.sources if source.state != "complete"]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; dates and times in ISO format."""
        whole = asdict(self) | {"is_healthy": self.is_healthy}
        return dict(json.loads(json.dumps(whole, default=lambda value: value.isoformat())))


def status(settings: Settings, now: datetime | None = None) -> Status:
    """The state of a data directory. RuntimeError when there is none.

    It changes nothing, and it waits for no run: while one is at work, the checks are unknown.
    """
    if not settings.home.is_dir():
        raise RuntimeError(f"{settings.home} is not a data directory; run `hiring-ledger refresh`")
    now = now or datetime.now(UTC)
    try:
        source = load_data_source(settings)
        name = source.label if source else "none yet"
    except DataSourceError as error:
        source, name = None, f"unknown: {error}"
    accepted, quarantined = stored_nights(settings.raw), stored_nights(settings.quarantine)
    stored = {night for nights in accepted.values() for night in nights}
    known = stored | {night for nights in quarantined.values() for night in nights}
    newest = max(known, default=None)
    is_live = source is not None and source.kind == "live"
    due = last_due_night(settings, now) if is_live else None
    sources = tuple(source_states(settings, newest)) if newest else ()
    running = atomic.lock_holder(settings.lock)
    checks, unreadable = (None, None) if running else _checks(settings, sources)
    release = current_release(settings)
    problems = [
        *_of_release(settings, release, now),
        *_of_nights(release, newest, running, now if is_live else None),
        *([unreadable] if unreadable else []),
        *(f"blocked: {line}" for line in (checks.failed if checks else ())),
    ]
    if not atomic.has_space(settings.home):
        problems.append(f"no space is left on the disk of {settings.home}")
    return Status(
        home=str(settings.home),
        data_source=name,
        at=now,
        release=release,
        running=running,
        next_due=next_due(settings, now),
        newest_night=newest,
        nights_stored=len(stored),
        missed=tuple(missed_nights(known, due)),
        sources=sources,
        checks=checks,
        disk=disk.usage(settings.home),
        disk_free=shutil.disk_usage(settings.home).free,
        problems=tuple(problems),
    )


def current_release(settings: Settings) -> Release | None:
    """What `current` leads to; None when it leads to nothing that can be read."""
    try:
        manifest = json.loads((settings.current / "manifest.json").read_text("utf-8"))
        aside = manifest["set_aside"]
        return Release(
            release_id=str(manifest["release_id"]),
            night=date.fromisoformat(manifest["night"]),
            published=datetime.fromtimestamp(settings.current.lstat().st_mtime, UTC),
            values_set_aside=sum(row["value_count"] for row in aside),
            rules_set_aside=len(aside),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def describe(source: SourceState) -> str:
    """One line: a source, its state, since when, and why."""
    since = f", last accepted {source.accepted}" if source.accepted else ", never accepted"
    boards = f", {source.not_whole} of {source.boards} boards" if source.not_whole else ""
    why = f": {'; '.join(source.reasons)}" if source.reasons else ""
    state = "partial" if source.state == "partial" else f"{source.state}{since}"
    return f"{source.ats} {state}{boards}{why}"


def age_in_words(age: timedelta) -> str:
    """`40 min`, `7 h`, `3 days`."""
    hours = age.total_seconds() / 3600
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"


def _of_release(settings: Settings, release: Release | None, now: datetime) -> list[str]:
    if release is None:
        broken = settings.current.is_symlink()
        return ["current leads to no readable release" if broken else "there is no release yet"]
    age = now - release.published
    if age < -CLOCK:
        ahead = age_in_words(-age)
        return [f"{release.release_id} was published {ahead} in the future: check the clock"]
    if age > timedelta(hours=settings.stale_hours):
        return [
            f"stale: {release.release_id} was published {age_in_words(age)} ago; the limit is "
            f"{settings.stale_hours} h"
        ]
    return []


def _of_nights(
    release: Release | None, newest: date | None, running: str | None, live: datetime | None
) -> list[str]:
    if newest is None:
        return []
    if live is not None and newest > live.astimezone(UTC).date():
        return [f"the night {newest} has not begun: it was crawled with a clock that was ahead"]
    if not running and (release is None or newest > release.night):
        return [f"not published: the night {newest} is stored, but current is not of it"]
    return []


def _checks(
    settings: Settings, sources: tuple[SourceState, ...]
) -> tuple[Checks | None, str | None]:
    """The last result of every table, or why the warehouse cannot be read."""
    if not settings.warehouse.exists():
        return None, None
    try:
        with duckdb.connect(str(settings.warehouse), read_only=True) as warehouse:
            known = results.read_latest(warehouse)
    except duckdb.CatalogException:
        return None, None  # nothing was validated yet
    except duckdb.Error as error:
        message = " ".join(str(error).split())[:200]
        if "set lock" in message:
            return None, None
        return None, f"{settings.warehouse} cannot be read: {message}"
    return Checks(
        tables=len(known),
        checks=sum(len(result.checks) for result in known.values()),
        failed=tuple(line for result in known.values() for line in _failed(result)),
        warned=tuple(
            f"raw/{source.ats}: {reason}"
            for source in sources
            if source.state == "quarantined"
            for reason in source.reasons
        ),
    ), None


def _failed(result: TableResult) -> list[str]:
    if result.is_accepted:
        return []
    wrong = [f"{check.name}: {check.detail}" for check in result.checks if not check.passed]
    return [f"{result.table} of {result.night} ({line[:200]})" for line in wrong[:3] or ["failed"]]
