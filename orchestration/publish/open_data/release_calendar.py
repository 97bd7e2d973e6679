"""When the next releases are due, as JSON and iCalendar, and the releases so far as an Atom feed.

Times are those of the schedule (`HIRING_LEDGER_SCHEDULE`, `HIRING_LEDGER_TIMEZONE`), not of a
clock, so the same night has the same files. A night is due at its time and published when its
checks have passed. The formats: RFC 5545 (iCalendar) and RFC 4287 (Atom).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from orchestration.publish.open_data import citation
from orchestration.publish.report import day
from orchestration.settings import Settings

JSON, ICS, ATOM = "calendar.json", "calendar.ics", "releases.atom"
NIGHTS = 30
"""Due nights that a calendar holds, and releases that the feed holds."""
_NAMESPACE = UUID("5f0b9a52-5e0d-4f5c-9a57-6d1a2a1d7c3e")
"""Of the ids in the feed; drawn once, and never changed: a reader knows an entry by its id."""


def due_nights(settings: Settings, night: date) -> list[tuple[date, datetime]]:
    """The nights after one, and when each is due. A night is the UTC date at which it is due."""
    found: list[tuple[date, datetime]] = []
    local = night - timedelta(days=1)  # a zone may be a day ahead
    while len(found) < NIGHTS:
        due = datetime.combine(local, settings.schedule, settings.timezone)
        if (of := due.astimezone(UTC).date()) > night:
            found.append((of, due))
        local += timedelta(days=1)
    return found


def write(settings: Settings, folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the calendars and the feed of a release whose change feed is in `folder` already."""
    due = due_nights(settings, date.fromisoformat(manifest["night"]))
    calendar = {
        "release_id": manifest["release_id"],
        "as_of_date": manifest["night"],
        "schedule": f"daily at {settings.schedule:%H:%M}",
        "time_zone": settings.timezone.key,
        "due": [{"as_of_date": str(night), "due_at": time.isoformat()} for night, time in due],
    }
    (folder / JSON).write_text(json.dumps(calendar, indent=1), "utf-8")
    events = [part for line in _events(manifest, due) for part in _folded(line)]
    (folder / ICS).write_text("\r\n".join([*events, ""]), "utf-8", newline="")
    lines = (folder / "changes" / "chain.jsonl").read_text("utf-8").splitlines()[-NIGHTS:]
    entries = [json.loads(line) for line in reversed(lines)]
    atom = "\n".join(_feed(settings, manifest, entries))
    (folder / ATOM).write_text(atom + "\n", "utf-8")


def _events(manifest: Mapping[str, Any], due: list[tuple[date, datetime]]) -> Iterator[str]:
    stamp = f"{manifest['night'].replace('-', '')}T000000Z"
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Hiring Ledger//Release calendar//EN"
    yield "X-WR-CALNAME:Hiring Ledger releases"
    for night, time in due:
        yield "BEGIN:VEVENT"
        yield f"UID:{uuid5(_NAMESPACE, f'night {night}')}"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART:{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield "DURATION:PT2H"
        yield f"SUMMARY:Hiring Ledger: listings as of {day(str(night))}"
        yield "DESCRIPTION:The night is due\\; its release follows when all checks have passed."
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes; our lines are ASCII."""
    yield line[:75]
    for start in range(75, len(line), 74):
        yield f" {line[start : start + 74]}"


def _feed(
    settings: Settings, manifest: Mapping[str, Any], entries: list[dict[str, Any]]
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield f"<id>{uuid5(_NAMESPACE, 'releases').urn}</id>"
    yield "<title>Hiring Ledger: releases</title>"
    if manifest["notice"]:
        yield f"<subtitle>{escape(manifest['notice'])}</subtitle>"
    yield f"<author><name>{escape(citation.AUTHORS)}</name></author>"
    yield f"<rights>{escape(citation.LICENCE['title'])}</rights>"
    yield f"<updated>{_due(settings, entries[0]['night'])}</updated>"
    for number, entry in enumerate(entries):
        yield from _entry(settings, entry, is_newest=number == 0)
    yield "</feed>"


def _entry(settings: Settings, entry: Mapping[str, Any], *, is_newest: bool) -> Iterator[str]:
    counts = ", ".join(f"{count:,} {kind}" for kind, count in entry["changes"].items() if count)
    text = f"{entry['open_listings']:,} open listings. {counts or 'No listing changed'}."
    yield "<entry>"
    yield f"<id>{uuid5(_NAMESPACE, entry['release']).urn}</id>"
    yield f"<title>Listings as of {day(entry['night'])}, release {escape(entry['release'])}</title>"
    yield f"<updated>{_due(settings, entry['night'])}</updated>"
    if is_newest:  # the folders of older releases may be gone
        yield '<link rel="alternate" type="text/html" href="index.html"/>'
        yield '<link rel="related" type="text/markdown" href="release_notes.md"/>'
    yield f"<content type='text'>{escape(text)}</content>"
    yield "</entry>"


def _due(settings: Settings, night: str) -> str:
    """When a night was due: the only time of a release that no clock decides."""
    of = date.fromisoformat(night)
    due = datetime.combine(of, settings.schedule, settings.timezone).astimezone(UTC)
    return f"{due - (due.date() - of):%Y-%m-%dT%H:%M:%SZ}"
