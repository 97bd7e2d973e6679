"""Staging tables are the same whether past nights are compacted, on each night of a period."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.storage.compaction import compact, up_to
from orchestration.storage.earlier_nights import Compacted
from orchestration.warehouse.database import views_without_files
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import dbt
from tests.storage.compacted_nights import LAST

MODELS = ("stg_boards", "stg_listings", "stg_set_aside", "stg_sightings", "stg_texts")
NIGHTS = {
    "copies and nights": (LAST, 2),
    "within a period": (date(2026, 11, 5), 1),
    "copies alone": (date(2026, 10, 31), 1),
}


@pytest.fixture(scope="module")
def settings(crawled: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the nights, which the tests compact."""
    return Settings(shutil.copytree(crawled, tmp_path_factory.mktemp("nights") / "home"), "")


def staged(settings: Settings, night: date, held: Sequence[Compacted], home: Path) -> Settings:
    """A warehouse with the staging tables of a night."""
    given: dict[str, Any] = {"night": str(night), "raw": str(settings.raw)}
    given["compacted"] = [
        {"folder": str(one.folder), "first": str(one.first), "last": str(one.last)} for one in held
    ]
    made = Settings(home, contact="")
    home.mkdir()
    arguments = ["build", "--select", "html_entities", *MODELS]
    for kind in ("test", "unit_test"):  # some need tables below these
        arguments += ["--exclude-resource-type", kind]
    with patch.dict(os.environ), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        try:
            parsed = Project.load().parsed
            chosen = [*arguments, "--vars", json.dumps(given), "--no-write-json"]
            outcome = dbt(chosen, made, parsed)
        finally:
            DuckDBConnectionManager.close_all_connections()
    assert outcome.success, [r.message for r in outcome.result.results if r.status != "success"]
    return made


def rows(settings: Settings) -> dict[str, list[str]]:
    found = {}
    with duckdb.connect(str(settings.warehouse), read_only=True) as db:
        db.execute("set TimeZone = 'UTC'")
        for model in MODELS:
            lines = db.execute(f"select to_json(t)::varchar from staging.{model} as t").fetchall()
            found[model] = sorted(line for (line,) in lines)
    return found


@pytest.mark.parametrize(("night", "count"), NIGHTS.values(), ids=NIGHTS.keys())
def test_staging_is_the_same_from_compacted_nights(
    settings: Settings, night: date, count: int, tmp_path: Path
) -> None:
    held = up_to(compact(settings, LAST), night)
    assert len(held) == count
    from_copies = staged(settings, night, held, tmp_path / "copies")
    read, expected = (
        rows(made) for made in (from_copies, staged(settings, night, (), tmp_path / "nights"))
    )
    for model in MODELS:
        assert read[model] == expected[model], model
        assert read[model] or model == "stg_set_aside"
    with duckdb.connect(str(from_copies.warehouse), read_only=True) as db:
        assert views_without_files(db, held) == []
        assert views_without_files(db, held[1:]) == ["staging/stg_texts"]
