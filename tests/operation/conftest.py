"""A data directory with nights, a release and a warehouse, without a run of the pipeline."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.publish import release
from orchestration.settings import Settings
from orchestration.storage import integrity, release_manifest
from orchestration.storage.raw_nights import BoardResult, write_board_results
from orchestration.validation import results
from orchestration.validation.results import TableResult
from orchestration.validation.validate import Check

NIGHTS = ("2026-11-02", "2026-11-03", "2026-11-05")


@pytest.fixture
def settings(whole: Path, tmp_path: Path) -> Settings:
    """Two sources and three nights, one night missed; the release of the last one; one table."""
    return Settings(shutil.copytree(whole, tmp_path / "home", symlinks=True), contact="")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Settings(tmp_path_factory.mktemp("whole") / "home", contact="")
    for ats in ("greenhouse", "lever"):
        for night in NIGHTS:
            add_night(made.raw, ats, night)
    (made.home / "origin.json").write_text('{"kind": "sample", "path": null}')
    add_release(made, f"{NIGHTS[2]}-0123abcd")
    add_result(made, passed=True)
    return made.home


def add_night(base: Path, ats: str, night: str, outcome: str = "complete") -> Path:
    """A night of a source: one posting with a payload, seen on every night."""
    folder = base / ats / f"night={night}"
    folder.mkdir(parents=True)
    first = night == NIGHTS[0] or not (base / ats / f"night={NIGHTS[0]}").exists()
    stored = ["a", "b"] if first else []
    postings = pa.table(
        {
            "content_id": pa.array(stored, pa.string()),
            "title": pa.array([f"Engineer {name}" for name in stored], pa.string()),
            "payload": pa.array([json.dumps({"id": n}) for n in stored], pa.string()),
        }
    )
    pq.write_table(postings, folder / "postings.parquet")
    pq.write_table(pa.table({"content_id": ["a", "b"]}), folder / "sightings.parquet")
    pq.write_table(pa.table({"board": ["x"]}), folder / "details.parquet")
    reason = None if outcome == "complete" else "503 Service Unavailable"
    board = BoardResult(ats, "x", "X", "sample", outcome, reason, listing_count=2)
    write_board_results([board], folder / "boards.parquet")
    (folder / "checks.json").write_text("[]")
    integrity.write_checksums(folder)
    return folder


def add_release(settings: Settings, name: str, *, current: bool = True) -> Path:
    folder = settings.releases / name
    (folder / "report").mkdir(parents=True)
    (folder / "report" / "index.html").write_text("<html></html>")
    aside = [{"value_count": 3, "rule": "a"}, {"value_count": 4, "rule": "b"}]
    facts = {"night": name[:10], "release_id": name, "set_aside": aside}
    release_manifest.write_manifest(folder, facts)
    if current:
        release._swap(settings, folder)
    return folder


def add_result(settings: Settings, *, passed: bool) -> None:
    """A table of three rows, and the result of its last check."""
    with duckdb.connect(str(settings.warehouse)) as db:
        results.latest(db)
        db.execute("create schema if not exists core")
        db.execute("create table if not exists core.a as select range as a from range(3)")
        checks = [Check("not_null", passed, "2 rows")]
        night = date.fromisoformat(NIGHTS[2])
        result = TableResult("core/a", night, "rows", "code", "checks", passed, 3, checks)
        results.record(db, result, 0.1, "run")


def quarantine(settings: Settings, ats: str, night: str) -> Path:
    """Move a night of a source to quarantine, with a failed check."""
    source, target = settings.raw_night(ats, date.fromisoformat(night)), settings.quarantine / ats
    target.mkdir(parents=True)
    moved = source.rename(target / source.name)
    failed = Check("expect_table_row_count_to_be_between", False, "12 of 4,012 listings")
    (moved / "checks.json").write_text(json.dumps([failed.as_dict()]))
    integrity.write_checksums(moved)
    return moved
