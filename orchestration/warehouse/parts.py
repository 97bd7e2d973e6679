"""Tables that are stored in parts: which there are, their files, and the number of parts.

Not here: how the parts of a table are computed (`partitioned`).
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.compute.part import Columns
from orchestration.settings import Settings

PROGRESS = logging.getLogger("orchestration.progress")
LISTINGS_PER_PART = 200_000
"""Listings from which on another part pays: a part costs seconds, whatever it holds."""
MOST_PARTS = 4096


def count_parts(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> int:
    """The number of parts for the listings that are stored; a power of two where it is `auto`, so
    that a directory that grows is not split anew every few nights."""
    if settings.partitions != "auto":
        return int(settings.partitions)
    pattern = settings.raw / "*" / "night=*" / "postings.parquet"
    if not list(settings.raw.glob("*/night=*/postings.parquet")):
        return 1
    (rows,) = warehouse.execute(
        "select sum(num_rows) from parquet_file_metadata(?)", [str(pattern)]
    ).fetchone() or (0,)
    wanted = -(-int(rows or 0) // LISTINGS_PER_PART)
    return min(MOST_PARTS, 1 << max(0, wanted - 1).bit_length())


@dataclass(frozen=True)
class Split:
    """The files of a table that is stored in parts: those of each part, oldest first.

    `repeats`: parts may hold the same row, since a line is in texts of several parts.
    """

    key: str
    repeats: bool
    columns: Columns
    parts: tuple[tuple[str, ...], ...]

    @property
    def files(self) -> tuple[str, ...]:
        """All files."""
        return tuple(file for part in self.parts for file in part)

    @property
    def as_comment(self) -> str:
        """As it is kept in the comment of the view, which is replaced together with the view."""
        return json.dumps(
            {
                "key": self.key,
                "repeats": self.repeats,
                "columns": self.columns,
                "parts": self.parts,
            }
        )

    @classmethod
    def from_comment(cls, comment: str) -> Split:
        """Read a comment of `as_comment`."""
        kept = json.loads(comment)
        columns = tuple((name, data_type) for name, data_type in kept["columns"])
        return cls(kept["key"], kept["repeats"], columns, tuple(map(tuple, kept["parts"])))


def splits(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Split]:
    """The tables of a warehouse that are stored in parts."""
    rows = warehouse.execute(
        "select schema_name, view_name, comment from duckdb_views() "
        "where database_name = current_database() and not internal and comment is not null"
    ).fetchall()
    return {f"{s}/{n}": Split.from_comment(c) for s, n, c in rows if c.startswith('{"key"')}


def drop_lost(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """Drop the tables whose parts are gone, as after the data directory was moved; their names."""
    lost = [
        table
        for table, split in splits(warehouse).items()
        if not all(Path(f).is_relative_to(settings.parts) and Path(f).exists() for f in split.files)
    ]
    for table in lost:
        schema, name = table.split("/")
        warehouse.execute(f'drop view "{schema}"."{name}"')
    if lost:
        PROGRESS.info("built again, since parts are gone: %s", ", ".join(lost))
    return lost


def remove_unused(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> None:
    """Remove the files of parts that no table has: of a run that was killed, or of older rows."""
    used = {file for split in splits(warehouse).values() for file in split.files}
    for file in settings.parts.glob("**/*"):
        if file.is_file() and str(file) not in used:
            file.unlink()
    for folder in sorted(settings.parts.glob("**/"), reverse=True):
        with suppress(OSError):  # it holds something
            folder.rmdir()
