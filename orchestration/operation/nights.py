"""The nights of a data directory: stored, quarantined, missed, and the next one that is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from orchestration.settings import Settings
from orchestration.storage.integrity import NIGHT_FILES
from orchestration.storage.night_folders import night_of

ONE_DAY = timedelta(days=1)


def stored_nights(base: Path) -> dict[str, list[date]]:
    """The nights of each source below `raw/` or `quarantine/`, in order."""
    found: dict[str, list[date]] = {}
    for folder in sorted(base.glob("*/night=*")):
        if folder.parent.name not in NIGHT_FILES and (night := night_of(folder)):
            found.setdefault(folder.parent.name, []).append(night)
    return found


def missed_nights(stored: Iterable[date], until: date | None = None) -> list[date]:
    """The nights without any source, from the first one stored to the last, or to `until`."""
    known = set(stored)
    if not known:
        return []
    last = max(known | {until} if until else known)
    days = (min(known) + n * ONE_DAY for n in range((last - min(known)).days + 1))
    return [day for day in days if day not in known]


def next_due(settings: Settings, now: datetime) -> datetime:
    """When the next night is due, in the time zone of the schedule."""
    local = now.astimezone(settings.timezone)
    day = local.date()
    while (due := datetime.combine(day, settings.schedule, settings.timezone)) <= local:
        day += ONE_DAY
    return due


def last_due_night(settings: Settings, now: datetime) -> date:
    """The newest night that should be stored by now: the UTC date at which it was last due. A
    night may take the hours from one day to `stale_hours`."""
    may_take = max(timedelta(hours=settings.stale_hours) - ONE_DAY, timedelta(0))
    return (next_due(settings, now - may_take) - ONE_DAY).astimezone(UTC).date()
