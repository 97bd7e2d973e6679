"""Eight nights of a small market, crawled with or without compacted nights before them."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.http.client import NotModified
from orchestration.storage import integrity
from orchestration.storage.compaction import compact, up_to
from orchestration.storage.raw_nights import BoardResult, read_board_results, write_board_results
from tests.crawl.measured_nights import SOURCES as SOURCES
from tests.crawl.measured_nights import History

NIGHTS = tuple(
    date.fromisoformat(f"2026-{day}")
    for day in ("10-29", "10-30", "10-31", "11-01", "11-02", "11-05", "11-10", "11-11")
)
"""Three of a month, four of a third of the next one, and one of its second third."""
FIRST, *_, LAST = NIGHTS


def crawl_nights(
    home: Path, *, is_compacting: bool, crawled: Path | None = None, days: Collection[date] = ()
) -> Path:
    """A data directory with the nights; equal ones for each call.

    Where `crawled` has them already, only the nights of `days` are crawled, and the others copied.
    """
    history = History(home)
    for night in NIGHTS:
        history.night = night
        if crawled and night not in days:
            for ats in SOURCES:
                folder = history.folder(ats, night)
                shutil.copytree(crawled / folder.relative_to(home), folder)
            history.night += timedelta(1)
        else:
            _crawl(history, is_compacting)
        history.change()
    return home


def _crawl(history: History, is_compacting: bool) -> None:
    if is_compacting:
        held = compact(history.settings, history.night)
        history.compacted = up_to(held, history.night - timedelta(1))
    history.crawl(_answers(history))
    for ats in SOURCES:
        _ask_for_details(history.folder(ats, history.night - timedelta(1)))


def _answers(history: History) -> dict[str, dict[str, list[Any]]]:
    """The market of a night; one board has failed since the fourth, another is often unmodified."""
    day = (history.night - FIRST).days
    found = {ats: dict(boards) for ats, boards in history.market.items()}
    if day > 2:
        found["lever"]["b1"] = [ConnectionError("no answer")]
        found["ashby"]["b3"] = [ConnectionError("no answer")]
    if day % 3:
        found["lever"]["b2"] = [NotModified("304")]
    return found


def _ask_for_details(folder: Path) -> None:
    """Give a night the detail pages and validators that its fake client cannot have."""
    seen = pq.read_table(folder / "sightings.parquet").slice(0, 5).to_pylist()
    night = folder.name.removeprefix("night=")
    states = ("read", "missing", "none")
    pages = [
        {
            **{name: row[name] for name in ("ats", "board", "native_id")},
            "brief_id": f"brief {row['native_id']}",
            "detail": states[(int(night[-2:]) + number) % 3],
            "content_id": row["content_id"],
        }
        for number, row in enumerate(seen)
    ]
    schema = pq.read_schema(folder / "details.parquet")
    pq.write_table(pa.Table.from_pylist(pages, schema), folder / "details.parquet")
    results: list[BoardResult] = read_board_results(folder / "boards.parquet")
    for result in results:
        if result.outcome == "complete":
            result.etag = f"{result.board} {night}"
    write_board_results(results, folder / "boards.parquet")
    (folder / integrity.CHECKSUMS).unlink()
    integrity.write_checksums(folder)
