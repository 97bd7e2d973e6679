"""What a night's files say of boards that answered "not modified"."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import crawl


def night(folder: Path, outcome: str, listings: list[str]) -> Path:
    """A night of one board in a folder: how it ended, and the listings it showed."""
    folder.mkdir(parents=True)
    row = asdict(crawl.BoardResult("lever", "acme", "Acme", "sample", outcome))
    pq.write_table(pa.Table.from_pylist([row], crawl.BOARDS), folder / "boards.parquet")
    seen = [
        {"ats": "lever", "board": "acme", "native_id": n, "content_id": f"content {n}"}
        for n in listings
    ]
    schema = pa.schema([(n, pa.string()) for n in ("ats", "board", "native_id", "content_id")])
    pq.write_table(pa.Table.from_pylist(seen, schema), folder / "sightings.parquet")
    return folder


def shown(folder: Path) -> list[str]:
    return sorted(pq.read_table(folder / "sightings.parquet").column("native_id").to_pylist())


def not_modified(tmp_path: Path) -> list[str]:
    tonight = night(tmp_path / "tonight", "not_modified", [])
    pq.write_table(crawl.CRAWLED.empty_table(), tonight / "crawled.parquet")
    crawl.settle(tonight, tmp_path / "raw", date(2026, 11, 5))
    return shown(tonight)


def test_not_modified_shows_what_the_last_whole_night_showed(tmp_path: Path) -> None:
    """A night that fell short in between is not what "not modified" speaks of."""
    night(tmp_path / "raw" / "night=2026-11-03", "complete", ["1", "2", "3"])
    night(tmp_path / "raw" / "night=2026-11-04", "partial", ["1"])
    assert not_modified(tmp_path) == ["1", "2", "3"]


def test_not_modified_since_empty_shows_nothing(tmp_path: Path) -> None:
    night(tmp_path / "raw" / "night=2026-11-03", "complete", ["1", "2", "3"])
    night(tmp_path / "raw" / "night=2026-11-04", "complete", [])
    assert not_modified(tmp_path) == []
