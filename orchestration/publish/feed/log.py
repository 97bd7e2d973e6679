"""The log of the change feed: for each release its changes, and a line that chains it to the one
before.

A release carries its entry as `changes/`, and the data directory keeps it as `feed/<release>/`,
also when the release is removed. A line holds the checksums of the entry's files and the hash of
the line before it, so none can be changed without all that follow it. `chain.jsonl` of an entry has
all lines up to its own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from orchestration.publish.feed import changes
from orchestration.publish.release_folder import night_of
from orchestration.settings import Settings
from orchestration.storage import atomic, release_manifest

SCHEMA = 1
"""The version of columns and line. A release of another version is not continued."""
CHAIN = "chain.jsonl"
FILES = ("changes.jsonl", "changes.parquet")


@dataclass(frozen=True)
class Entry:
    """One release in a log: its folder, and the lines of its chain; the last one is its own."""

    folder: Path
    lines: tuple[dict[str, Any], ...]

    @property
    def line(self) -> dict[str, Any]:
        """The line of this release."""
        return self.lines[-1]


def read(folder: Path) -> Entry:
    """Read an entry. Raises ValueError with what is wrong with its chain."""
    try:
        lines = (folder / CHAIN).read_text("utf-8").splitlines()
        entry = Entry(folder, tuple(json.loads(line) for line in lines))
        if entry.line["release"] != folder.name and folder.name != "changes":
            raise ValueError("is of another release")
        if set(entry.line["files"]) != set(FILES) or not isinstance(entry.line["number"], int):
            raise ValueError("names other files")
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"{folder / CHAIN} cannot be read ({error})") from error
    return entry


def line_hash(line: dict[str, Any]) -> str:
    """The hash of a line: of everything in it but the hash itself."""
    rest = {name: value for name, value in line.items() if name != "hash"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def open_hash(listing_ids: list[str]) -> str:
    """The hash of the open listings, in the order of their ids."""
    return hashlib.sha256(json.dumps(sorted(listing_ids)).encode()).hexdigest()


def damage(entry: Entry) -> str | None:
    """The first file of an entry that is not as its line says; None if all are."""
    if entry.line.get("hash") != line_hash(entry.line):
        return f"{entry.folder / CHAIN} is not as it was written"
    return atomic.find_damage(entry.folder, entry.line["files"], deep=True)


def write(settings: Settings, release: Path, release_id: str) -> dict[str, Any]:
    """Write `changes/` of a release whose tables are in `release`; its line.

    A release that the log knows gets the entry that was published then.
    """
    folder = release / "changes"
    kept = settings.feed / release_id
    if kept.exists() and not _kept_damage(kept):
        shutil.copytree(kept, folder)
        return read(folder).line
    folder.mkdir()
    before = _before(settings, release_id)
    try:
        table, open_ids = changes.between(
            settings.releases / before.folder.name if before else None, release
        )
    except (duckdb.CatalogException, duckdb.BinderException):
        if before is None:
            raise
        before = None  # older code gave it other tables: a mirror starts from nothing
        table, open_ids = changes.between(None, release)
    with (folder / "changes.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(changes.json_lines(table))
    pq.write_table(table, folder / "changes.parquet", compression="zstd")
    counts = Counter(table.column("change").to_pylist())
    line: dict[str, Any] = {
        "schema": SCHEMA,
        "number": before.line["number"] + 1 if before else 1,
        "release": release_id,
        "night": night_of(release_id),
        "previous_release": before.folder.name if before else None,
        "previous_hash": before.line["hash"] if before else None,
        "changes": {kind: counts[kind] for kind in changes.KINDS},
        "open_listings": len(open_ids),
        "open_sha256": open_hash(open_ids),
        "files": atomic.checksums(folder),
    }
    line["hash"] = line_hash(line)
    chain = [*(before.lines if before else ()), line]
    (folder / CHAIN).write_text("".join(json.dumps(one) + "\n" for one in chain), "ascii")
    return line


def keep(settings: Settings, release: Path) -> None:
    """Keep the entry of a published release in the log. Nothing happens if it is there."""
    kept, entry = settings.feed / release.name, release / "changes"
    if not entry.exists() or (kept.exists() and not _kept_damage(kept)):
        return
    aside = settings.feed / f".{release.name}.next"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(entry, aside)
    atomic.delete(kept)
    atomic.publish_directory(aside, kept)


def _kept_damage(folder: Path) -> str | None:
    try:
        return damage(read(folder))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return str(error)


def _before(settings: Settings, release_id: str) -> Entry | None:
    """The latest whole release of a night that is not later, of which a mirror may have the state;
    None where there is none."""
    nights: dict[str, list[Path]] = {}
    for folder in settings.feed.glob("[!.]*"):
        if folder.name != release_id and night_of(folder.name) <= night_of(release_id):
            nights.setdefault(night_of(folder.name), []).append(folder)
    for night in sorted(nights, reverse=True):
        whole = [read(folder) for folder in nights[night] if not _kept_damage(folder)]
        for entry in sorted(whole, key=lambda entry: -entry.line["number"]):
            release = settings.releases / entry.folder.name
            is_whole = release.exists() and not release_manifest.find_release_damage(release)
            if is_whole and entry.line["schema"] == SCHEMA:
                return entry
    return None
