"""Proves a data directory whole: every byte of every file, and what the files say of each other.

It repairs nothing; `refresh` does. What is not damage, such as a missed night or an unknown file,
is named and does not make the directory less whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from orchestration.crawl import opt_outs, retirement
from orchestration.crawl.data_source import DataSourceError, load_data_source
from orchestration.operation import disk
from orchestration.operation.nights import missed_nights, stored_nights
from orchestration.publish.feed import verify_feed
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity, release_manifest
from orchestration.validation import results

DAMAGE, NOTE = "damage", "note"


@dataclass(frozen=True)
class Finding:
    """`kind` is damage or note; `line` names the file and what is wrong with it."""

    kind: str
    line: str


def verify(settings: Settings) -> Iterator[Finding]:
    """Every finding. The caller holds the lock, so that no run changes files meanwhile."""
    for prove in PROOFS:
        yield from prove(settings)


def _records(settings: Settings) -> Iterator[Finding]:
    """The files that say what the directory is."""
    try:
        if load_data_source(settings) is None:
            yield Finding(NOTE, f"{settings.home} is bound to no data source yet")
    except DataSourceError as error:
        yield Finding(DAMAGE, str(error))
    lists = (partial(opt_outs.load, settings.home / "opt_outs.csv"),
             partial(retirement.load, settings.home))  # fmt: skip
    for load in lists:
        try:
            load()
        except (ValueError, OSError) as error:
            yield Finding(DAMAGE, str(error))


def _raw(settings: Settings) -> Iterator[Finding]:
    """Checksums of accepted nights and reference tables, and that each night has the content of
    what it shows."""
    damaged = dict(integrity.find_raw_damage(settings, deep=True))
    yield from (Finding(DAMAGE, why) for why in damaged.values())
    for table in sorted(settings.raw.glob("*/*.parquet")):
        # The files beside it hold the checksums of its versions.
        known = {file.read_text("utf-8") for file in table.parent.glob("version-*")}
        if known and table not in damaged and atomic.sha256(table) not in known:
            yield Finding(DAMAGE, f"{table} does not have the contents that were accepted")
    for ats in sorted({*stored_nights(settings.raw)} - {path.parent.name for path in damaged}):
        for night in integrity.nights_without_postings(settings.raw / ats):
            folder = settings.raw / ats / f"night={night}"
            yield Finding(DAMAGE, f"{folder} shows postings that no night up to it holds")


def _compacted(settings: Settings) -> Iterator[Finding]:
    """Copies of raw nights, which tables are made from."""
    for folder, why in integrity.find_copy_damage(settings, deep=True):
        yield Finding(DAMAGE, f"{why}; remove {folder}: the next run makes it again")


def _quarantine(settings: Settings) -> Iterator[Finding]:
    """Quarantined nights are kept as evidence; they may be damaged."""
    for ats, nights in stored_nights(settings.quarantine).items():
        for night in nights:
            yield Finding(NOTE, f"the night {night} of {ats} is in quarantine")


def _nights(settings: Settings) -> Iterator[Finding]:
    stored = stored_nights(settings.raw).values()
    for night in missed_nights(night for nights in stored for night in nights):
        yield Finding(NOTE, f"the night {night} is missing: no source has it")


def _releases(settings: Settings) -> Iterator[Finding]:
    """Every release as it was published; `current`; and what a restored copy knows of releases."""
    for folder in sorted(settings.releases.glob("[!.]*")):
        if why := release_manifest.find_release_damage(folder):
            yield Finding(DAMAGE, why)
    if not settings.current.exists():
        is_link = settings.current.is_symlink()
        what = "leads to a release that does not exist" if is_link else "does not exist yet"
        yield Finding(DAMAGE if is_link else NOTE, f"{settings.current} {what}")
    elif settings.current.resolve().parent != settings.releases.resolve():
        yield Finding(DAMAGE, f"{settings.current} leads out of {settings.releases}")
    for known in sorted(settings.published.glob("*.json")):
        manifest = settings.releases / known.stem / "manifest.json"
        if manifest.exists() and manifest.read_bytes() != known.read_bytes():
            yield Finding(DAMAGE, f"{manifest} is not the one that was published: see {known}")


def _warehouse(settings: Settings) -> Iterator[Finding]:
    """It opens, every row can be read, and each accepted table has the rows that were checked."""
    if not settings.warehouse.exists():
        yield Finding(NOTE, f"{settings.warehouse} does not exist; the next run builds it")
        return
    if why := integrity.warehouse_damage(settings.warehouse, deep=True, read_only=True):
        yield Finding(DAMAGE, f"{settings.warehouse} cannot be read: {why}")
        return
    try:
        with duckdb.connect(str(settings.warehouse), read_only=True) as db:
            known = {table: r for table, r in results.read_latest(db).items() if r.is_accepted}
            tables = db.execute(
                "select format('{}/{}', schema_name, table_name) from duckdb_tables() "
                "where database_name = current_database() and schema_name <> 'validation' "
                "union all "  # a table in parts is a view, and has a comment
                "select format('{}/{}', schema_name, view_name) from duckdb_views() "
                "where database_name = current_database() and comment is not null"
            ).fetchall()
            for (table,) in sorted(tables):
                relation = '"{}"."{}"'.format(*table.split("/"))
                (count,) = db.execute(f"select count(*) from {relation}").fetchone() or (0,)
                if table in known and count != known[table].row_count:
                    checked = known[table].row_count
                    line = f"{table} has {count:,} rows, and {checked:,} were checked"
                    # A run that was stopped has not checked its last tables; the next one does.
                    kind = NOTE if settings.unfinished.exists() else DAMAGE
                    yield Finding(kind, f"{settings.warehouse}: {line}")
                if table not in known:
                    line = f"{table} has no result of its checks; the next run builds it"
                    yield Finding(NOTE, f"{settings.warehouse}: {line}")
    except duckdb.Error as error:
        yield Finding(DAMAGE, f"{settings.warehouse}: {' '.join(str(error).split())[:200]}")


def _unknown(settings: Settings) -> Iterator[Finding]:
    """Files that nothing here has written, at the top, in raw nights and in releases."""
    yield from (Finding(NOTE, f"{path} is unknown") for path in disk.unknown(settings.home))
    for name in disk.PARTS["damaged"]:
        if (path := settings.home / name).exists():
            yield Finding(NOTE, f"{path} was set aside as damaged")
    for record in sorted(
        [
            *settings.raw.glob(f"*/night=*/{integrity.CHECKSUMS}"),
            *settings.releases.glob("*/manifest.json"),
        ]
    ):
        listed = _listed(record)
        for file in sorted(p for p in record.parent.rglob("*") if p.is_file() and listed):
            if file != record and file.relative_to(record.parent).as_posix() not in listed:
                yield Finding(NOTE, f"{file} is unknown")


def _listed(record: Path) -> set[str]:
    """The files that checksums or a manifest list; none of one that is found as damage."""
    try:
        found = json.loads(record.read_text("utf-8"))
        return set(found if record.name == integrity.CHECKSUMS else found["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return set()


def _published(settings: Settings) -> Iterator[Finding]:
    """The ledger of published figures and the change feed."""
    for _, why in integrity.find_edition_damage(settings, deep=True):
        yield Finding(DAMAGE, why)
    yield from (Finding(DAMAGE, why) for why in verify_feed(settings))


PROOFS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _records,
    _raw,
    _compacted,
    _quarantine,
    _nights,
    _releases,
    _published,
    _warehouse,
    _unknown,
)
"""One for each part of a data directory, in the order of their findings. A new part adds one."""
