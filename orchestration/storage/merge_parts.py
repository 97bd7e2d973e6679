"""Merges parts of a source's night, each with the files of a night for its own boards.

The merged files are those that one part with all boards would have, byte for byte. Not here: which
boards are in which part (`crawl.shards`, `crawl.crawler`).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

from orchestration.plain_text import sql_literal
from orchestration.storage import raw_nights, set_aside
from orchestration.storage.bounded import MEMORY, bounded_connection
from orchestration.storage.portions import board_ranges
from orchestration.storage.raw_nights import BoardResult

ORDERS = {
    "postings": "board, native_id",
    "details": "board, native_id",
    "sightings": "board, native_id",
    "set_aside": ", ".join(set_aside.COLUMNS),
}
"""The tables of a night beside `boards`, and the order of their rows."""
SORTED_ROWS = 25_000
"""Sightings that are sorted at once: 0.3 GB of postings, with their texts and payloads."""
_one_merge = threading.Lock()


def merge_parts(parts: Sequence[Path], folder: Path, memory: str = MEMORY) -> None:
    """Write the files of a night to `folder` from those of its parts. No board is in two parts.

    Parts that follow each other by board are copied one after the other, whatever their size;
    others are sorted first, some boards at a time. Threads wait for each other, so that memory is
    that of one merge.
    """
    with _one_merge:
        _merge(parts, folder, memory)


def _merge(parts: Sequence[Path], folder: Path, memory: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    results = {part: raw_nights.read_board_results(part / "boards.parquet") for part in parts}
    ends = {part: _first_and_last(own) for part, own in results.items()}
    ordered = sorted(parts, key=lambda part: ends[part])
    is_sorted = all(ends[one][1] < ends[other][0] for one, other in pairwise(ordered))
    boards = [result for own in results.values() for result in own]
    raw_nights.write_board_results(boards, folder / "boards.parquet")
    with bounded_connection(folder, memory) as db:
        db.execute("set threads = 1")
        if not is_sorted:
            ordered = _sort(db, ordered, folder / "sorted")
        for name in ORDERS:
            files = [str(part / f"{name}.parquet") for part in ordered]
            _write(db.read_parquet(files, hive_partitioning=False), folder, name)
    shutil.rmtree(folder / "sorted", ignore_errors=True)


def _sort(db: duckdb.DuckDBPyConnection, parts: Sequence[Path], folder: Path) -> list[Path]:
    """Parts with the same rows that follow each other by board, each small enough to be sorted in
    memory: a sort of all would put every text on disk as it is."""
    found = []
    for number, some_boards in enumerate(board_ranges(db, parts, SORTED_ROWS)):
        found.append(folder / str(number))
        found[-1].mkdir(parents=True)
        for name, order in ORDERS.items():
            files = ", ".join(sql_literal(str(part / f"{name}.parquet")) for part in parts)
            rows = f"from read_parquet([{files}], hive_partitioning = false) {some_boards}"
            _write(db.sql(f"{rows} order by {order}"), found[-1], name)
    return found


def _write(rows: duckdb.DuckDBPyRelation, folder: Path, name: str) -> None:
    size = raw_nights.POSTING_ROWS if name == "postings" else None
    file = str(folder / f"{name}.parquet")
    rows.write_parquet(file, compression="zstd", row_group_size=size)


def _first_and_last(results: Sequence[BoardResult]) -> tuple[str, str]:
    """The first and the last board of a part by name."""
    names = [result.board for result in results]
    return min(names, default=""), max(names, default="")
