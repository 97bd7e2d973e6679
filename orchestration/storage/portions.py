"""Which boards of a night are measured at once, so that memory does not grow with a source.

Not here: what is measured of them (`measures`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from orchestration.plain_text import sql_literal

PORTION = 100_000
"""Sightings that are measured at once, about 2 KB of memory each; a board is one piece."""


def portions(
    db: duckdb.DuckDBPyConnection, folders: Mapping[str, Path]
) -> Iterator[tuple[dict[str, Path], str]]:
    """What is measured at once: several small sources, or some boards of a large one, which a
    condition of SQL names."""
    small: dict[str, Path] = {}
    size = 0
    for ats, folder in folders.items():
        count = pq.read_metadata(folder / "sightings.parquet").num_rows
        if count > PORTION:
            for first, last in _ranges(db, folder):
                yield (
                    {ats: folder},
                    f"where board between {sql_literal(first)} and {sql_literal(last)}",
                )
            continue
        if small and size + count > PORTION:
            yield small, ""
            small, size = {}, 0
        small[ats], size = folder, size + count
    if small:
        yield small, ""


_RANGES = """
with counts as (
    select board, count(native_id) as sighting_count
    from read_parquet($boards, hive_partitioning = false) as boards
    left join read_parquet($sightings, hive_partitioning = false) as sightings using (board)
    group by board
),
numbered as (
    select board, (sum(sighting_count) over (order by board) - 1) // $portion as number from counts
)
select min(board), max(board) from numbered group by number order by number
"""


def _ranges(db: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple[str, str]]:
    """The first and the last board of ranges with about `PORTION` sightings each."""
    files = {name: str(folder / f"{name}.parquet") for name in ("boards", "sightings")}
    return db.execute(_RANGES, {**files, "portion": PORTION}).fetchall()
