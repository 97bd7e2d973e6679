"""The benchmark of the text stage writes the texts that it says, and builds what reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.text_stage import ROW_GROUP, text_stage, write_night
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.partitioned import key_of


def test_a_night_has_the_texts_of_some_openings(tmp_path: Path) -> None:
    size, of, parts = 12_000, 4, 1
    count, characters = write_night(tmp_path, size, of, parts)
    (file,) = tmp_path.glob("*/night=*/postings.parquet")
    rows = pq.read_table(file).to_pylist()
    assert len(rows) == count == pytest.approx(1.08 * size * parts / of, rel=0.1)
    assert len({row["content_id"] for row in rows}) == count
    assert sum(len(row["description_html"]) for row in rows) == characters
    for row in rows:
        html = row["description_html"].encode()
        assert row["text_id"] == hashlib.md5(html, usedforsecurity=False).hexdigest()
    assert len({row["text_id"] for row in rows}) > 0.6 * count
    assert pq.ParquetFile(file).metadata.row_group(0).num_rows == ROW_GROUP


def test_the_stage_reads_nothing_but_postings_and_seeds() -> None:
    project = Project.load()
    tables = text_stage(project)
    by_text = {table for table in project.nodes if key_of(project, table) == "text_id"}
    assert by_text <= set(tables)
    for table in tables:
        assert set(project.parents(table)) <= set(tables)
        assert set(project.raw_tables(table)) <= {"postings"}
