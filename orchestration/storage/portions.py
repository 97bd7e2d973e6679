"""Which boards of a night are measured or sorted at once: memory does not grow with a source.

Not here: what is measured of them (`measures`), and how they are sorted (`merge_parts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
            for some_boards in board_ranges(db, [folder], PORTION):
                yield {ats: folder}, some_boards
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
    select board, (sum(sighting_count) over (order by board) - 1) // $rows as number from counts
)
select min(board), max(board) from numbered group by number order by number
"""


def board_ranges(db: duckdb.DuckDBPyConnection, folders: Iterable[Path], rows: int) -> list[str]:
    """Conditions of SQL, each for boards that follow each other by name in some folders of a
    source, with about `rows` sightings."""
    files = {
        name: [str(folder / f"{name}.parquet") for folder in folders]
        for name in ("boards", "sightings")
    }
    found = db.execute(_RANGES, {**files, "rows": rows}).fetchall()
    return [
        f"where board between {sql_literal(first)} and {sql_literal(last)}" for first, last in found
    ]
