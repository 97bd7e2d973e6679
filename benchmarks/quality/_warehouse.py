"""Runs the models of the pipeline on the listings of a benchmark. No inference is coded here."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.quality._data import Given
from orchestration.reference import tables
from orchestration.settings import DATA, Settings
from orchestration.storage import raw_nights
from orchestration.storage.earlier_nights import EarlierNights
from orchestration.storage.finalize import finalize_night
from orchestration.warehouse.dbt_runner import dbt

NIGHT = date(2026, 11, 2)


def build(given: Iterable[Given], home: Path, select: list[str]) -> duckdb.DuckDBPyConnection:
    """A read-only warehouse with the models of `select` and their parents, built from `given`.

    In a home that was built before, dbt builds only the models that changed since (the selector
    `state:modified`), all of them where the listings changed.
    """
    settings = Settings(home, contact="")
    is_new = _store(list(given), settings)
    state = home / "state" / hashlib.sha256(" ".join(select).encode()).hexdigest()[:12]
    chosen = [f"+{model}" for model in select]
    if not is_new and (state / "manifest.json").is_file():
        chosen = [f"state:modified+,{model}" for model in chosen]
        chosen += ["--state", str(state)]
    variables = json.dumps({"night": NIGHT.isoformat(), "raw": str(settings.raw)})
    without = ["--exclude-resource-type", "test", "unit_test", "--full-refresh"]
    outcome = dbt(["build", "--select", *chosen, *without, "--vars", variables], settings)
    if not outcome.success:
        results = outcome.result.results if outcome.result else []
        failed = [(r.node.name, r.message) for r in results if r.status == "error"]
        raise RuntimeError(f"dbt: {outcome.exception or failed}")
    state.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.work / "dbt" / "manifest.json", state)
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    return duckdb.connect(str(settings.warehouse), read_only=True)


def _store(given: list[Given], settings: Settings) -> bool:
    """Store listings as a raw night. False where the same listings are stored already."""
    rows = [
        {"ats": ats, "board": board, **asdict(listing), "payload": "{}"}
        for ats, board, listing in given
    ]
    digest = hashlib.sha256(raw_nights.json_lines(rows)).hexdigest()
    stored = settings.home / "given.sha256"
    if stored.is_file() and stored.read_text() == digest:
        return False
    shutil.rmtree(settings.home, ignore_errors=True)
    for ats in sorted({ats for ats, _, _ in given}):
        folder = settings.raw_night(ats, NIGHT)
        folder.mkdir(parents=True, exist_ok=True)
        crawled = folder / "crawled.jsonl"
        crawled.write_bytes(raw_nights.json_lines([row for row in rows if row["ats"] == ats]))
        outcomes = [
            asdict(raw_nights.BoardResult(ats, board, None, "benchmark", fetched_at=_noon()))
            for board in sorted({board for a, board, _ in given if a == ats})
        ]
        boards = pa.Table.from_pylist(outcomes, raw_nights.BOARDS)
        pq.write_table(boards, folder / "boards.parquet")
        finalize_night(folder, ats, EarlierNights(settings.raw, NIGHT), [crawled])
        crawled.unlink()
    for name, table in tables.PACKAGED.items():
        tables.write(table(), settings.raw / name / f"{name}.parquet")
    facts = settings.raw_night("companies", NIGHT) / "companies.parquet"
    tables.write(tables.companies(DATA / "companies.csv"), facts)
    stored.write_text(digest)
    return True


def _noon() -> datetime:
    return datetime(NIGHT.year, NIGHT.month, NIGHT.day, 12, tzinfo=UTC)
