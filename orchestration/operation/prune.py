"""Retention: payloads of old nights lose their content, and old releases go.

A payload is the posting as its vendor sent it; no table reads it. The rewritten night keeps every
other column, its rows and their order, and the checksums that it was accepted with, so fingerprints
and releases stay what they are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.operation import disk
from orchestration.publish import retention
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity
from orchestration.storage.night_folders import night_of
from orchestration.storage.raw_nights import POSTING_ROWS

POSTINGS = "postings.parquet"


@dataclass(frozen=True)
class Removal:
    """What goes, and how many bytes. `damage`: why it stays instead."""

    what: str
    size: int
    damage: str | None = None


def prune(settings: Settings, *, dry_run: bool) -> Iterator[Removal]:
    """Remove what the settings say; one `Removal` for each night of a source and each release.

    The caller holds the lock of the data directory. A dry run changes nothing.
    """
    if not dry_run:
        for base in (settings.raw, settings.quarantine):
            for folder in sorted(base.glob("*/")):
                atomic.finish_replacements(folder)
    for folder in _nights_to_prune(settings):
        count, size = _payloads(folder)
        if count:
            damage = integrity.night_damage(folder, deep=True)
            if not dry_run and not damage:
                _remove_payloads(folder)
            name = folder.relative_to(settings.home)
            yield Removal(f"{count:,} payloads of {name}", size, damage)
    for release in retention.superfluous(settings):
        size = disk.size_of(release)
        if not dry_run:
            atomic.remove_directory(release)
        yield Removal(f"release {release.name}", size)


def _nights_to_prune(settings: Settings) -> Iterator[Path]:
    """Nights whose payloads are too old. Age counts from the newest night and not from today: a
    wrong clock must remove nothing."""
    folders = {
        folder: night
        for base in (settings.raw, settings.quarantine)
        for folder in sorted(base.glob("*/night=*"))
        if (folder / POSTINGS).is_file() and (night := night_of(folder))
    }
    if settings.keep_payload_days and folders:
        until: date = max(folders.values()) - timedelta(days=settings.keep_payload_days)
        yield from (folder for folder, night in folders.items() if night <= until)


def _payloads(folder: Path) -> tuple[int, int]:
    """The payloads of a night, and their bytes on disk; from the footer of the file."""
    try:
        facts = pq.read_metadata(folder / POSTINGS)
    except (pa.ArrowException, OSError):
        return 0, 0
    count = size = 0
    for group in map(facts.row_group, range(facts.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            if column.path_in_schema == "payload":
                nulls = column.statistics.null_count if column.statistics else 0
                count += group.num_rows - (nulls or 0)
                size += column.total_compressed_size
    return count, size


_READ = "read_parquet($file, hive_partitioning = false, file_row_number = true)"
_DIFFERENT = """
select count(*) from (
    (select * exclude (payload) from {old} except all select * exclude (payload) from {new})
    union all
    (select * exclude (payload) from {new} except all select * exclude (payload) from {old})
)
"""


def _remove_payloads(folder: Path) -> None:
    """Write the night again without payloads, beside it, and put it in its place."""
    aside = folder.with_name(f".{folder.name}.next")
    atomic.delete(aside)
    shutil.copytree(folder, aside)
    old, new = str(folder / POSTINGS), str(aside / POSTINGS)
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'; set threads = 1")
        rows = f"select * exclude (file_row_number) replace (null::varchar as payload) from {_READ}"
        db.sql(f"{rows} order by file_row_number", params={"file": old}).write_parquet(
            new, compression="zstd", row_group_size=POSTING_ROWS
        )
        query = _DIFFERENT.format(
            old=_READ.replace("$file", "$old"), new=_READ.replace("$file", "$new")
        )
        (different,) = db.execute(query, {"old": old, "new": new}).fetchone() or (0,)
        if different:
            atomic.delete(aside)
            raise RuntimeError(f"{folder} would not be the same without payloads: it stays")
    accepted = integrity.accepted_checksums(folder)
    sums = atomic.checksums(aside)
    sums.pop(integrity.CHECKSUMS, None)
    if sums[POSTINGS]["sha256"] != accepted[POSTINGS]:
        sums[POSTINGS][integrity.ACCEPTED] = accepted[POSTINGS]
    (aside / integrity.CHECKSUMS).write_text(json.dumps(sums, indent=1), "utf-8")
    atomic.replace_directory(aside, folder)
