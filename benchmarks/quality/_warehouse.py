"""Runs the models of the pipeline on the listings of a benchmark. No inference is coded here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.reference import tables
from orchestration.settings import DATA, Settings
from orchestration.sources._toolkit.listing import Listing
from orchestration.storage import raw_nights
from orchestration.storage.finalize import finalize_night
from orchestration.warehouse.dbt_runner import dbt

NIGHT = date(2026, 11, 2)
Given = tuple[str, str, Listing]
"""(ats, board, listing)."""


def build(given: Iterable[Given], home: Path, select: str) -> duckdb.DuckDBPyConnection:
    """A read-only warehouse with the models of `select` (a dbt selection) and their parents, built
    from `given`."""
    settings = Settings(home, contact="")
    by_ats: dict[str, list[Given]] = {}
    for row in given:
        by_ats.setdefault(row[0], []).append(row)
    for ats, rows in by_ats.items():
        folder = settings.raw_night(ats, NIGHT)
        folder.mkdir(parents=True, exist_ok=True)
        listings = [
            {"ats": ats, "board": board, **asdict(listing), "payload": "{}"}
            for _, board, listing in rows
        ]
        crawled = folder / "crawled.jsonl"
        crawled.write_bytes(raw_nights.json_lines(listings))
        outcomes = [
            asdict(raw_nights.BoardResult(ats, board, None, "benchmark", fetched_at=_noon()))
            for board in sorted({board for _, board, _ in rows})
        ]
        boards = pa.Table.from_pylist(outcomes, raw_nights.BOARDS)
        pq.write_table(boards, folder / "boards.parquet")
        finalize_night(folder, settings.raw / ats, NIGHT)
        crawled.unlink()
    for name, table in tables.PACKAGED.items():
        tables.write(table(), settings.raw / name / f"{name}.parquet")
    facts = settings.raw_night("companies", NIGHT) / "companies.parquet"
    tables.write(tables.companies(DATA / "companies.csv"), facts)
    variables = json.dumps({"night": NIGHT.isoformat(), "raw": str(settings.raw)})
    chosen = ["--select", select, "--exclude-resource-type", "test", "unit_test"]
    outcome = dbt(["build", *chosen, "--vars", variables], settings)
    if not outcome.success:
        results = outcome.result.results if outcome.result else []
        failed = [(r.node.name, r.message) for r in results if r.status == "error"]
        raise RuntimeError(f"dbt: {outcome.exception or failed}")
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    return duckdb.connect(str(settings.warehouse), read_only=True)


def _noon() -> datetime:
    return datetime(NIGHT.year, NIGHT.month, NIGHT.day, 12, tzinfo=UTC)
