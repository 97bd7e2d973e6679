"""Copies of what cannot be rebuilt: incremental by content, published by one rename, and verified.

A copy is a folder: `objects/<sha256>` holds each content once, `snapshots/<number>-<night>.json`
lists the files of one state with their checksums. A snapshot is written last, so a backup that was
stopped leaves the snapshots before it whole.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from orchestration.crawl.data_source import load_data_source
from orchestration.operation import disk
from orchestration.operation.nights import stored_nights
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity
from orchestration.warehouse.measures import PUBLISHED

PROGRESS = logging.getLogger("orchestration.progress")
KEPT = (
    *("origin.json", "opt_outs.csv", "retired_boards.csv"),
    *("raw", "quarantine", "figures", "feed", "published"),
)
"""What a copy holds, if it exists, beside the manifest of every release, and the measures of tables
that the current one holds."""
RECORD = "backup.json"
CHUNK = 2**20


@dataclass(frozen=True)
class Copied:
    """A backup: its snapshot, files in it, and what was new."""

    snapshot: str
    files: int
    new_files: int
    new_bytes: int


def back_up(settings: Settings, target: Path, keep: int) -> Copied:
    """Copy a data directory; the newest `keep` snapshots stay. A run may be at work meanwhile.

    Raises RuntimeError for damage, for a file that changes while it is read, and for a target that
    holds something else.
    """
    source = load_data_source(settings)
    if source is None:
        raise RuntimeError(f"{settings.home} holds no night yet")
    _prepare(settings, target, source.label)
    with atomic.exclusive_lock(target / "lock", "backup"):
        for leftover in (target / "objects").glob("*/.*"):
            leftover.unlink()
        files = {name: _store(path, target, known) for name, path, known in _files(settings)}
        before = snapshots(target)
        content = {name: (facts["size"], facts["sha256"]) for name, (facts, _) in files.items()}
        new = [facts["size"] for facts, is_new in files.values() if is_new]
        if before and content == _listing(target, before[-1]):
            name = before[-1]
        else:
            nights = [max(nights) for nights in stored_nights(settings.raw).values()]
            number = int(before[-1].split("-")[0]) + 1 if before else 1
            name = f"{number:06d}-{max(nights, default='no-night')}"
            listing = {"files": {n: list(facts) for n, facts in sorted(content.items())}}
            listing["sha256"] = _listing_sum(listing["files"])  # type: ignore[assignment]
            atomic.write_text(target / "snapshots" / f"{name}.json", json.dumps(listing, indent=0))
        _forget(target, keep)
    return Copied(name, len(files), len(new), sum(new))


def restore(settings: Settings, target: Path, snapshot: str | None) -> tuple[str, int]:
    """Write a snapshot to a data directory that is new or empty; its name and number of files.

    Every byte is hashed. The directory appears by one rename, when all of it is there.
    """
    known = snapshots(target)
    if not known:
        raise RuntimeError(f"{target} holds no snapshot")
    name = snapshot or known[-1]
    if name not in known:
        raise RuntimeError(f"{target} has no snapshot {name}; there are: {', '.join(known)}")
    if settings.home.exists() and any(settings.home.iterdir()):
        raise RuntimeError(f"{settings.home} is not empty; restore to a new directory with --home")
    aside = settings.home.with_name(f".{settings.home.name}.restored")
    atomic.delete(aside)
    listing = _listing(target, name)
    for path, (_, sha256) in listing.items():
        file = aside / _safe(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        if _copy(_object(target, sha256), file) != sha256:
            atomic.delete(aside)
            raise RuntimeError(f"{_object(target, sha256)} is damaged; nothing was restored")
    if settings.home.exists():
        settings.home.rmdir()
    atomic.publish_directory(aside, settings.home)
    return name, len(listing)


def snapshots(target: Path) -> list[str]:
    """The names of the snapshots of a copy, the oldest first."""
    return sorted(file.stem for file in (target / "snapshots").glob("[0-9]*.json"))


def _prepare(settings: Settings, target: Path, label: str) -> None:
    home, place = settings.home.resolve(), target.resolve()
    if home == place or home in place.parents or place in home.parents:
        raise RuntimeError(f"{target} and {settings.home} must not be inside each other")
    record = target / RECORD
    if not record.exists():
        if target.exists() and any(target.iterdir()):
            raise RuntimeError(f"{target} is not empty and holds no backup")
        atomic.write_text(record, json.dumps({"data_source": label}))
    if (held := json.loads(record.read_text("utf-8"))["data_source"]) != label:
        raise RuntimeError(f"{target} holds copies of {held}, not of {label}")


def _files(settings: Settings) -> Iterator[tuple[str, Path, str | None]]:
    """Each file: its name in the copy, its path, and its SHA-256 where the night says it."""
    for kept in KEPT:
        base = settings.home / kept
        if base.is_file():
            yield kept, base, None
        sums: dict[Path, Mapping[str, Any]] = {}
        for path in sorted(base.rglob("*")) if base.is_dir() else ():
            name = path.relative_to(settings.home)
            if any(part.startswith(".") for part in name.parts) or not path.is_file():
                continue  # what a run or a prune is about to put in place
            if path.parent not in sums:
                sums[path.parent] = _sums(path.parent, is_raw=kept == "raw")
            facts = sums[path.parent].get(path.name)
            yield name.as_posix(), path, facts["sha256"] if facts else None
    for manifest in sorted(settings.releases.glob("[!.]*/manifest.json")):
        if not (settings.published / f"{manifest.parent.name}.json").exists():
            yield f"published/{manifest.parent.name}.json", manifest, None
    if (figures := settings.current / PUBLISHED).exists():  # with what later nights are compared
        yield f"published/{figures.name}", figures, None


def _sums(folder: Path, *, is_raw: bool) -> Mapping[str, Any]:
    """The checksums of an accepted night. Damage raises: it must not become the newest copy."""
    if not is_raw or not folder.name.startswith("night="):
        return {}
    if why := integrity.night_damage(folder, deep=False):
        raise RuntimeError(f"{why}: `hiring-ledger refresh` moves it aside, then run this again")
    try:
        return dict(json.loads((folder / integrity.CHECKSUMS).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _object(target: Path, sha256: str) -> Path:
    return target / "objects" / sha256[:2] / sha256


def _store(path: Path, target: Path, known: str | None) -> tuple[dict[str, Any], bool]:
    """Copy one file unless the target has its content; size and SHA-256, and whether it was new.

    What a night says of a file saves reading it again: a year of nights takes seconds.
    """
    try:
        size = path.stat().st_size
        if known and (held := _object(target, known)).exists() and held.stat().st_size == size:
            return {"size": size, "sha256": known}, False
        aside = target / "objects" / "new" / f".{os.getpid()}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        found = _copy(path, aside)
    except FileNotFoundError as error:
        raise RuntimeError(f"{path} went away while it was copied; run this again") from error
    if known and found != known:
        aside.unlink()
        raise RuntimeError(f"{path} does not have the contents that were written")
    size, place = aside.stat().st_size, _object(target, found)
    is_new = not place.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(place)
    return {"size": size, "sha256": found}, is_new


def _copy(source: Path, to: Path) -> str:
    """Copy the bytes of a file to disk; their SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as old, to.open("wb") as new:
        while chunk := old.read(CHUNK):
            digest.update(chunk)
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
    shutil.copystat(source, to)
    return digest.hexdigest()


def _listing(target: Path, name: str) -> dict[str, tuple[int, str]]:
    """The files of a snapshot: size and SHA-256 by path. RuntimeError if it is damaged."""
    file = target / "snapshots" / f"{name}.json"
    try:
        listing = json.loads(file.read_text("utf-8"))
        if listing["sha256"] != _listing_sum(listing["files"]):
            raise ValueError("its checksum is another one")
        return {path: (int(size), str(sha256)) for path, (size, sha256) in listing["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RuntimeError(f"{file} is damaged: {error}") from error


def _listing_sum(files: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _safe(path: str) -> PurePosixPath:
    """A path of a snapshot, which is from outside: it must stay in the data directory."""
    found = PurePosixPath(path)
    if found.is_absolute() or ".." in found.parts or not found.parts or found.parts[0] not in KEPT:
        raise RuntimeError(f"a snapshot names the path {path:.100}; nothing was restored")
    return found


def _forget(target: Path, keep: int) -> None:
    """Remove snapshots beyond the newest, and contents that none of the rest has."""
    names = snapshots(target)
    old = names[:-keep]
    if not old:
        return
    used = {sha256 for name in names[-keep:] for _, sha256 in _listing(target, name).values()}
    for name in old:
        (target / "snapshots" / f"{name}.json").unlink()
    gone = [path for path in (target / "objects").glob("*/*") if path.name not in used]
    size = sum(path.stat().st_size for path in gone)
    for path in gone:
        path.unlink()
    PROGRESS.info(
        "removed %d snapshots, and %d contents that only they had (%s); the newest %d stay",
        *(len(old), len(gone), disk.in_words(size), keep),
    )
