"""The calendar of releases and their feed: times of the schedule, and valid by their standards."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from orchestration.publish.open_data import release_calendar
from orchestration.settings import Settings

MANIFEST: dict[str, Any] = {
    "night": "2026-10-24",
    "release_id": "2026-10-24-b0000000",
    "notice": "Invented <listings> & more",
}
ATOM = "{http://www.w3.org/2005/Atom}"


def line(release: str, opened: int) -> dict[str, Any]:
    return {
        "release": release,
        "night": release[:10],
        "open_listings": 70,
        "changes": {"opened": opened, "closed": 0},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "changes").mkdir()
    lines = [line("2026-10-23-a0000000", 70), line("2026-10-24-b0000000", 0)]
    text = "".join(json.dumps(one) + "\n" for one in lines)
    (tmp_path / "changes" / "chain.jsonl").write_text(text, "utf-8")
    return tmp_path


def settings(folder: Path, at: time, zone: str) -> Settings:
    return Settings(folder, contact="", schedule=at, timezone=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("at", "zone", "first", "due"),
    [
        (time(2), "UTC", "2026-10-25", "2026-10-25T02:00:00+00:00"),
        # Clocks go back in this night.
        (time(4), "Europe/Berlin", "2026-10-25", "2026-10-25T04:00:00+01:00"),
        # Due on the local day after, and the UTC day before.
        (time(1), "Europe/Berlin", "2026-10-26", "2026-10-26T01:00:00+01:00"),
        (time(20), "America/Los_Angeles", "2026-10-25", "2026-10-24T20:00:00-07:00"),
        (time(3), "Pacific/Auckland", "2026-10-25", "2026-10-26T03:00:00+13:00"),
    ],
)
def test_the_next_nights_are_those_of_the_schedule(
    tmp_path: Path, at: time, zone: str, first: str, due: str
) -> None:
    nights = release_calendar.due_nights(settings(tmp_path, at, zone), date(2026, 10, 24))
    assert nights[0] == (date.fromisoformat(first), datetime.fromisoformat(due))
    days = [night.toordinal() for night, _ in nights]
    assert days == list(range(days[0], days[0] + release_calendar.NIGHTS))


def test_the_files_name_the_same_nights(folder: Path) -> None:
    release_calendar.write(settings(folder, time(4), "Europe/Berlin"), folder, MANIFEST)
    calendar = json.loads((folder / "calendar.json").read_text("utf-8"))
    assert calendar["schedule"] == "daily at 04:00"
    assert calendar["time_zone"] == "Europe/Berlin"
    raw = (folder / "calendar.ics").read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    unfolded = raw.decode("ascii").replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == len(calendar["due"])
    fields: dict[str, list[str]] = {}
    for text in unfolded[:-1]:
        name, value = re.fullmatch(r"([A-Z-]+):(.+)", text).groups()  # type: ignore[union-attr]
        fields.setdefault(name, []).append(value)
    starts = [datetime.strptime(s, "%Y%m%dT%H%M%S%z") for s in fields["DTSTART"]]
    assert starts == [datetime.fromisoformat(d["due_at"]) for d in calendar["due"]]
    assert len(set(fields["UID"])) == len(starts)
    assert len(fields["DTSTAMP"]) == len(starts)  # required by RFC 5545


def test_the_feed_is_atom(folder: Path) -> None:
    release_calendar.write(settings(folder, time(2), "UTC"), folder, MANIFEST)
    feed = etree.parse(folder / "releases.atom").getroot()
    assert feed.tag == f"{ATOM}feed"
    for required in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{required}")
    assert feed.findtext(f"{ATOM}subtitle") == "Invented <listings> & more"
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}content") for e in entries] == [
        "70 open listings. No listing changed.",
        "70 open listings. 70 opened.",
    ]
    assert [e.findtext(f"{ATOM}updated") for e in entries] == [
        "2026-10-24T02:00:00Z",
        "2026-10-23T02:00:00Z",
    ]
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == 2
    assert [link.get("href") for link in feed.iter(f"{ATOM}link")] == [
        "index.html",
        "release_notes.md",
    ]


def test_ids_stay_from_release_to_release(folder: Path, tmp_path: Path) -> None:
    def ids() -> set[str | None]:
        release_calendar.write(settings(folder, time(2), "UTC"), folder, MANIFEST)
        feed = etree.parse(folder / "releases.atom").getroot()
        return {e.findtext(f"{ATOM}id") for e in feed.findall(f"{ATOM}entry")}

    before = ids()
    with (folder / "changes" / "chain.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line("2026-10-25-c0000000", 1)) + "\n")
    assert before < ids()
