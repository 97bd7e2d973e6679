"""Compacts past nights: the rows of all sources' nights in one file per table.

A reader of a year of nights would open thousands of small files. Once a month is over, its nights
are copied to `compacted/nights=<first>..<last>/`; those of the newest month are copied by thirds.
Raw nights stay as they are, and only they are the truth. A folder here is used only while it is
made of exactly the nights that are stored; it can be deleted at any time and is made again. Not
here: how it is read (`earlier_nights`).
"""

from __future__ import annotations

import json
import logging
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import duckdb
import orjson

from orchestration.settings import Settings
from orchestration.storage import atomic, integrity
from orchestration.storage.earlier_nights import Compacted, compacted_rows, nightly
from orchestration.storage.night_folders import night_of
from orchestration.storage.raw_nights import POSTING_ROWS

PROGRESS = logging.getLogger("orchestration.progress")
TABLES = ("boards", "details", "postings", "set_aside", "sightings")
MADE_OF = "made_of.json"
"""The nights that a folder holds, with the checksums that their tables were accepted with."""
FEWEST_NIGHTS = 3
"""Nights from which compacting saves something."""

Sums = Mapping[str, Mapping[str, str]]


def compact(settings: Settings, night: date) -> list[Compacted]:
    """Compact the nights of each period that is over on `night` and on the newest stored night, and
    remove what is no longer made of stored nights; what there is then, in order of time.

    The caller holds the lock of the data directory. A kill at any moment leaves a folder whole or
    absent. Nights that are damaged, or lack a table, stay as they are.
    """
    for leftover in settings.compacted.glob(".*"):
        atomic.delete(leftover)
    nights = _stored(settings)
    found = []
    for period in _periods(nights, night, settings.compacted):
        folders = [f for held, some in nights.items() if period.holds(held) for f in some]
        sums = _accepted_sums(folders)
        if sums is None:
            continue
        if not _is_made_of(period, sums):
            atomic.remove_directory(period.folder)
            if not _make(settings, period, folders, sums):
                continue
        found.append(period)
    for folder in settings.compacted.glob("*"):
        if folder not in {one.folder for one in found}:
            atomic.remove_directory(folder)
    return found


def up_to(compacted: Iterable[Compacted], night: date) -> list[Compacted]:
    """Those that hold no night after `night`."""
    return [one for one in compacted if one.last <= night]


def _stored(settings: Settings) -> dict[date, list[Path]]:
    """The folders of all sources by night, oldest first; of each night by source."""
    found: dict[date, list[Path]] = {}
    for source in sorted(settings.raw.glob("*/")):
        for folder in source.glob("night=*") if source.name not in integrity.NIGHT_FILES else ():
            if night := night_of(folder):
                found.setdefault(night, []).append(folder)
    return dict(sorted(found.items()))


def _periods(nights: Collection[date], night: date, base: Path) -> list[Compacted]:
    """The closed periods: months, and the thirds of a month that is not over."""
    newest = max([night, *nights])
    count: dict[tuple[date, date], int] = {}
    for day in nights:
        last = monthrange(day.year, day.month)[1]
        thirds = ((1, 10), (11, 20), (21, last))
        third = next(third for third in thirds if third[0] <= day.day <= third[1])
        for begin, end in ((1, last), third):
            period = day.replace(day=begin), day.replace(day=end)
            if period[1] < newest:
                count[period] = count.get(period, 0) + 1
                break
    return [
        Compacted(first, last, base / f"nights={first}..{last}")
        for (first, last), number in sorted(count.items())
        if number >= FEWEST_NIGHTS
    ]


def _accepted_sums(folders: Iterable[Path]) -> Sums | None:
    """The checksums that each table of some nights was accepted with; None where one has none."""
    found = {}
    for folder in folders:
        try:
            known = integrity.stored_checksums(folder)
            found[f"{folder.parent.name}/{folder.name}"] = {
                name: known[f"{name}.parquet"] for name in TABLES
            }
        except integrity.UNREADABLE:
            return None
    return found


def _is_made_of(period: Compacted, sums: Sums) -> bool:
    """Whether a folder is whole, by the sizes of its files, and made of some nights."""
    try:
        is_same = orjson.loads((period.folder / MADE_OF).read_bytes()) == sums
    except (OSError, ValueError):
        return False
    return is_same and integrity.checksum_damage(period.folder, False) is None


def _make(settings: Settings, period: Compacted, folders: list[Path], sums: Sums) -> bool:
    """Make the folder of a period; False if a night of it is damaged."""
    for folder in folders:
        # The checksums of the copy would hide the damage.
        if why := integrity.night_damage(folder, deep=True):
            PROGRESS.warning("%s: the nights of its period are not compacted", why)
            return False
    # A night must not fail for a copy of others: without one, the nights themselves are read.
    try:
        is_same = _write(settings, period, folders, sums)
    except duckdb.Error as error:
        if atomic.is_disk_full(error):
            raise
        PROGRESS.warning("%s is not made: %s", period.folder, " ".join(str(error).split())[:200])
        return False
    if is_same:
        PROGRESS.info("compacted %d raw nights: %s", len(folders), period.folder.name)
    return is_same


def _write(settings: Settings, period: Compacted, folders: list[Path], sums: Sums) -> bool:
    """Write the folder of a period beside its place and publish it; False where its rows are not
    those of the nights."""
    aside = Compacted(period.first, period.last, settings.compacted / f".{period.folder.name}.next")
    aside.folder.mkdir(parents=True)
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        db.execute(f"set memory_limit = '{settings.memory_limit}'")
        for table in TABLES:
            if not _copy_table(db, aside, folders, table):
                PROGRESS.warning("%s is not made: %s has other rows", period.folder, table)
                return False
    (aside.folder / MADE_OF).write_text(json.dumps(sums), "utf-8")
    integrity.write_checksums(aside.folder)
    atomic.publish_directory(aside.folder, period.folder)
    return True


_SUM = "select count(*), sum(hash(r)::hugeint) from ({rows}) as r"
_COLUMNS = {
    # No table reads a payload of a night before this one.
    "postings": "select * replace (null::varchar as payload)",
    "sightings": "select ats, board, native_id, content_id, night",
}


def _copy_table(
    db: duckdb.DuckDBPyConnection, aside: Compacted, folders: Iterable[Path], table: str
) -> bool:
    """Write the rows of a table; whether they are those of the nights when they are read again."""
    columns = _COLUMNS.get(table, "select *")
    rows = f"{columns} from {nightly(str(f / f'{table}.parquet') for f in folders)}"
    written = rows
    if table == "sightings":
        written = (
            "select * exclude (night), list(night order by night) as nights "
            f"from ({rows}) group by all order by all"
        )
    db.sql(written).write_parquet(
        str(aside.folder / f"{table}.parquet"),
        compression="zstd",
        row_group_size=POSTING_ROWS if table == "postings" else None,
    )
    copied = f"{columns} from ({compacted_rows([aside], table)})"
    sums = [db.execute(_SUM.format(rows=each)).fetchone() for each in (rows, copied)]
    return sums[0] == sums[1]
