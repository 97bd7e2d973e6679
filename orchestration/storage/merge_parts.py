"""Merges parts of a source's night, each with the files of a night for its own boards.

The merged files are those that one part with all boards would have, byte for byte. Not here: which
boards are in which part (`crawl.shards`, `crawl.crawler`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from orchestration.storage import raw_nights, set_aside
from orchestration.storage.bounded import MEMORY, bounded_connection
from orchestration.storage.raw_nights import BoardResult

ORDERS = {
    "postings": "board, native_id",
    "details": "board, native_id",
    "sightings": "board, native_id",
    "set_aside": ", ".join(set_aside.COLUMNS),
}
"""The tables of a night beside `boards`, and the order of their rows."""
POSTING_ROWS = 2_048
"""Rows of a row group of postings: their texts are long."""
_one_merge = threading.Lock()


def merge_parts(parts: Sequence[Path], folder: Path, memory: str = MEMORY) -> None:
    """Write the files of a night to `folder` from those of its parts. No board is in two parts.

    Parts that follow each other by board are copied one after the other, whatever their size;
    others are sorted, on disk where `memory` does not suffice. Threads wait for each other, so
    that memory is that of one merge.
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
        for name, order in ORDERS.items():
            files = [str(part / f"{name}.parquet") for part in ordered]
            rows = db.read_parquet(files, hive_partitioning=False)
            (rows if is_sorted else rows.order(order)).write_parquet(
                str(folder / f"{name}.parquet"),
                compression="zstd",
                row_group_size=POSTING_ROWS if name == "postings" else None,
            )


def _first_and_last(results: Sequence[BoardResult]) -> tuple[str, str]:
    """The first and the last board of a part by name."""
    names = [result.board for result in results]
    return min(names, default=""), max(names, default="")
