"""Fixtures of the storage tests: a data directory with two sources and three nights."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.settings import Settings
from orchestration.storage import integrity

NIGHTS = ("2026-11-02", "2026-11-03", "2026-11-04")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home of two sources and three nights: lever's content comes with the first and the last."""
    made = Settings(tmp_path / "home", contact="")
    for ats in ("greenhouse", "lever"):
        for night, stored, seen in (
            (NIGHTS[0], ["a", "b"], ["a", "b"]),
            (NIGHTS[1], [], ["b"]),
            (NIGHTS[2], ["c"], ["c"]),
        ):
            folder = made.raw / ats / f"night={night}"
            folder.mkdir(parents=True)
            for name, rows in (("postings", stored), ("sightings", seen)):
                table = pa.table({"content_id": pa.array(rows, pa.string())})
                pq.write_table(table, folder / f"{name}.parquet")
            boards = pa.table({"board": ["x"], "origin": ["recording nights"]})
            pq.write_table(boards, folder / "boards.parquet")
            pq.write_table(pa.table({"board": ["x"]}), folder / "details.parquet")
            (folder / "checks.json").write_text("[]")
            integrity.write_checksums(folder)
    return made
