"""The parts of a data directory, and how many bytes each takes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PARTS = {
    "raw": ("raw",),
    "compacted": ("compacted",),
    "quarantine": ("quarantine",),
    "warehouse": ("warehouse.duckdb", "warehouse.duckdb.wal", "parts"),
    "releases": ("releases", "current"),
    "figures": ("figures", "feed"),
    "run history": ("dagster",),
    "scratch": ("work", "sample"),
    "damaged": ("warehouse.duckdb.damaged", "warehouse.duckdb.damaged.wal", "dagster.damaged"),
    "records": (
        *("origin.json", "opt_outs.csv", "retired_boards.csv", "published"),
        *("refresh.lock", "refresh.unfinished", "directory_id"),
    ),
}
"""What a data directory holds, by part; anything else is unknown."""


def usage(home: Path) -> dict[str, int]:
    """Bytes of each part that exists, and of unknown files as `unknown`."""
    known = {name: part for part, names in PARTS.items() for name in names}
    sizes: dict[str, int] = {}
    for entry in sorted(home.iterdir()):
        part = known.get(entry.name, "unknown")
        sizes[part] = sizes.get(part, 0) + size_of(entry)
    return sizes


def unknown(home: Path) -> Iterator[Path]:
    """What lies in a data directory and is no part of it."""
    known = {name for names in PARTS.values() for name in names}
    yield from (entry for entry in sorted(home.iterdir()) if entry.name not in known)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; links count nothing. A file that goes
    away meanwhile counts nothing."""
    if path.is_symlink() or not path.exists():
        return 0
    if not path.is_dir():
        return path.stat().st_size
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                total += Path(folder, name).lstat().st_size
            except FileNotFoundError:
                continue
    return total


def in_words(size: float) -> str:
    """A number of bytes for people: `45 MB`, `1.2 GB`."""
    units = iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while size >= 1000 and (larger := next(units, None)):
        size, unit = size / 1000, larger
    return f"{size:.1f} {unit}" if size < 10 and unit in ("MB", "GB") else f"{size:.0f} {unit}"
