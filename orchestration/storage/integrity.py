"""Finds damaged files in a data directory and moves them away, so that a run goes on without them.

A damaged raw night or edition of the ledger moves to quarantine/. A damaged warehouse is renamed;
it is rebuilt from the raw nights. Nothing is deleted, and each move is logged in one line. Only a
run that holds the lock of the data directory may call this.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.settings import Settings
from orchestration.storage import atomic

PROGRESS = logging.getLogger("orchestration.progress")
CHECKSUMS = "checksums.json"
EDITIONS = "as_of_date=*/known_date=*/edition=*"
"""The folders of the ledger of published figures (`ledger`)."""
ACCEPTED = "accepted_sha256"
"""In checksums: the SHA-256 that a file had before `prune` removed its payloads."""
NIGHT_FILES = {"companies": ("companies.parquet",), "exchange_rates": ("asked.parquet",)}
"""The files of a night of a reference table; every other night is that of a source."""
SOURCE_FILES = ("postings.parquet", "sightings.parquet", "boards.parquet", "checks.json")
UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError)
"""What reading JSON raises that is missing, damaged or of another form."""
ALREADY_ATTACHED = "Unique file handle conflict"
"""What DuckDB says of a file that another connection of this process has open."""


def repair(settings: Settings, *, deep: bool) -> bool:
    """Move damaged files away; whether there were any.

    Every run checks sizes and Parquet footers, a second for a year of nights. `deep` reads every
    byte, after a run that failed and may have failed for damage.
    """
    for leftover in [*settings.raw.glob("*/.*.gone"), *settings.quarantine.glob("*/.*.gone")]:
        atomic.delete(leftover)
    for base in (settings.raw, settings.quarantine):
        for folder in sorted(base.glob("*/")):
            atomic.finish_replacements(folder)
    found = [_quarantine(settings, folder, why) for folder, why in find_raw_damage(settings, deep)]
    damaged = {folder.parent.name for folder in found if folder.name.startswith("night=")}
    # A night that somebody deleted leaves no damaged file; the run that needed it has failed.
    every = {folder.name for folder in settings.raw.glob("*/")}
    moved = [
        _quarantine_dependent_nights(settings, ats) for ats in sorted(every if deep else damaged)
    ]
    found += [_remove_copy(*each) for each in find_copy_damage(settings, deep)]
    found += [_set_edition_aside(settings, *each) for each in find_edition_damage(settings, deep)]
    return _repair_warehouse(settings, deep) or bool(found) or any(moved)


def write_checksums(folder: Path) -> None:
    """Write the checksums of a complete night."""
    (folder / CHECKSUMS).write_text(json.dumps(atomic.checksums(folder), indent=1), "utf-8")


def stored_checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a night as it was accepted: removing payloads changes a file, and
    no table that is made from it. Raises one of `UNREADABLE` where the night has none."""
    known = orjson.loads((folder / CHECKSUMS).read_bytes())
    return {name: facts.get(ACCEPTED, facts["sha256"]) for name, facts in known.items()}


def accepted_checksums(folder: Path) -> dict[str, str]:
    """The same, computed from the files where a night has no checksums yet."""
    try:
        return stored_checksums(folder)
    except UNREADABLE:
        return {name: facts["sha256"] for name, facts in atomic.checksums(folder).items()}


def find_raw_damage(settings: Settings, deep: bool) -> Iterator[tuple[Path, str]]:
    """Every damaged night or reference table of raw/, with a line that names the file and the
    damage."""
    for folder in sorted(settings.raw.glob("*/night=*"), key=str):
        if why := night_damage(folder, deep):
            yield folder, why
    for file in sorted(settings.raw.glob("*/*.parquet")):
        if why := _file_damage(file, deep):
            yield file, why


def find_edition_damage(settings: Settings, deep: bool) -> Iterator[tuple[Path, str]]:
    """Every damaged edition of the ledger, with a line that names the file and the damage."""
    return _damaged(settings.figures.glob(EDITIONS), deep)


def find_copy_damage(settings: Settings, deep: bool) -> Iterator[tuple[Path, str]]:
    """Every damaged folder of compacted nights, with a line that names the file and the damage."""
    return _damaged(settings.compacted.glob("nights=*"), deep)


def _damaged(folders: Iterable[Path], deep: bool) -> Iterator[tuple[Path, str]]:
    for folder in sorted(folders):
        if why := checksum_damage(folder, deep):
            yield folder, why


def checksum_damage(folder: Path, deep: bool) -> str | None:
    """The first file of a folder that is not as its checksums say; None if all are."""
    try:
        return _by_checksums(folder, deep)
    except UNREADABLE as error:
        return f"{folder / CHECKSUMS} cannot be read ({type(error).__name__})"


def _by_checksums(folder: Path, deep: bool) -> str | None:
    sums = orjson.loads((folder / CHECKSUMS).read_bytes())
    return atomic.find_damage(folder, sums, deep=deep)


def _remove_copy(folder: Path, why: str) -> Path:
    atomic.remove_directory(folder)
    PROGRESS.warning("%s: the copy is removed, and made again from the raw nights", why)
    return folder


def _set_edition_aside(settings: Settings, folder: Path, why: str) -> Path:
    target = settings.quarantine / "figures" / folder.relative_to(settings.figures)
    atomic.remove_directory(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(target)
    then = (
        "the ledger goes on without it; put the folder back from a copy, or build its night again"
    )
    PROGRESS.warning("%s: the edition is moved to %s, and %s", why, target, then)
    return folder


def night_damage(folder: Path, deep: bool) -> str | None:
    """The first damage in the folder of a night; None if it is as it was written."""
    with suppress(*UNREADABLE):  # old nights have no checksums: their files are opened instead
        return _by_checksums(folder, deep)
    for name in NIGHT_FILES.get(folder.parent.name, SOURCE_FILES):
        if not (folder / name).is_file():
            return f"{folder / name} is missing"
    found = (_file_damage(file, deep) for file in sorted(folder.iterdir()))
    return next((why for why in found if why), None)


def _file_damage(file: Path, deep: bool) -> str | None:
    try:
        if file.suffix == ".parquet":
            with pq.ParquetFile(file) as parquet:
                for _ in parquet.iter_batches() if deep else ():
                    pass
        elif file.suffix == ".json":
            json.loads(file.read_text("utf-8"))
    except (pa.ArrowException, OSError, ValueError) as error:
        return f"{file} cannot be read ({' '.join(str(error).split())[:120]})"
    return None


def _quarantine(settings: Settings, path: Path, why: str) -> Path:
    target = settings.quarantine / path.relative_to(settings.raw)
    atomic.remove_directory(target) if target.is_dir() else atomic.delete(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)
    name = path.parent.name
    then = (
        f"the night is moved to {target} and crawled again where that is possible; until then "
        f"the last accepted night of {name} is carried forward"
        if path.name.startswith("night=")
        else f"it is moved to {target} and loaded again"
    )
    PROGRESS.warning("%s: %s", why, then)
    return path


_DEPENDENT_NIGHTS = """
select distinct sightings.night
from read_parquet($sightings, hive_partitioning = true) as sightings
where not exists (
    from read_parquet($postings, hive_partitioning = true) as postings
    where postings.content_id = sightings.content_id and postings.night <= sightings.night
)
"""


def nights_without_postings(accepted: Path) -> list[str]:
    """The nights of a source that show postings whose content no night up to them holds."""
    files = {
        name: sorted(str(p) for p in accepted.glob(f"night=*/{name}.parquet"))
        for name in ("sightings", "postings")
    }
    if not files["sightings"]:
        return []
    with duckdb.connect() as db:
        found = db.execute(_DEPENDENT_NIGHTS, files).fetchall()
    return sorted(str(night) for (night,) in found)


def _quarantine_dependent_nights(settings: Settings, ats: str) -> bool:
    """Move the later nights that refer to content of a night that is gone; whether there are
    any."""
    has_moved = False
    while ats not in NIGHT_FILES and (nights := nights_without_postings(settings.raw / ats)):
        has_moved = True
        for night in nights:
            folder = settings.raw / ats / f"night={night}"
            _quarantine(settings, folder, f"{folder} refers to postings of a night that is gone")
    return has_moved


def _repair_warehouse(settings: Settings, deep: bool) -> bool:
    if not settings.warehouse.exists():
        stale = settings.warehouse.with_name(f"{settings.warehouse.name}.wal")
        atomic.delete(stale)  # DuckDB would replay it into a new file
        return False
    if not (why := warehouse_damage(settings.warehouse, deep)):
        return False
    aside = rename_damaged(settings.warehouse)
    PROGRESS.warning(
        "%s is damaged (%s): renamed to %s; it is rebuilt from %s",
        settings.warehouse,
        why,
        aside.name,
        settings.raw,
    )
    return True


def warehouse_damage(file: Path, deep: bool, *, read_only: bool = False) -> str | None:
    """Why the warehouse cannot be read; with `deep` every row is. None if it is whole or in use."""
    try:
        with duckdb.connect(str(file), read_only=read_only) as db:
            tables = db.execute(
                'select format(\'"{}"."{}"\', schema_name, table_name) from duckdb_tables() '
                "where database_name = current_database()"
            ).fetchall()
            for (table,) in tables if deep else ():
                db.execute(f"select bit_xor(hash(t)) from {table} as t").fetchall()
    except duckdb.OutOfMemoryException:
        return None
    except duckdb.Error as error:
        message = " ".join(str(error).split())
        if (
            atomic.is_disk_full(error)
            or "Could not set lock" in message
            or ALREADY_ATTACHED in message
            or "Permission denied" in message
        ):
            return None
        return message[:120]
    return None


def rename_damaged(path: Path) -> Path:
    """Rename a damaged file or folder and its write-ahead log to `<name>.damaged`; the new path.

    An earlier one of that name is deleted.
    """
    for suffix in (".wal", ""):
        damaged = path.with_name(path.name + suffix)
        aside = path.with_name(f"{path.name}.damaged{suffix}")
        atomic.delete(aside)
        if damaged.exists():
            damaged.rename(aside)
    return path.with_name(f"{path.name}.damaged")
