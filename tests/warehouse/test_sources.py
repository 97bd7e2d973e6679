"""What the sources of the dbt project say of the raw files is what is in them."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.storage.integrity import EDITIONS
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import dbt
from tests.conftest import SAMPLE_NIGHT


@pytest.fixture(scope="module")
def sources() -> dict[str, dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own, should it have to parse
        return {source["name"]: source for source in Project.load().manifest["sources"].values()}


def types(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def test_sources_have_the_columns_and_types_of_the_files(
    sample_home: Path, sources: dict[str, dict[str, Any]]
) -> None:
    with duckdb.connect() as db:
        for name, source in sources.items():
            nights = f"{sample_home}/raw/*/night=*/{name}.parquet"
            reference = f"{sample_home}/raw/{name}/{name}.parquet"
            file = reference if Path(reference).exists() else nights
            if source["source_name"] == "ledger":
                file = f"{sample_home}/figures/{EDITIONS}/{name}.parquet"
            described = ", ".join(
                f"null::{column['data_type']} as {column_name}"
                for column_name, column in source["columns"].items()
            )
            found = types(db.sql(f"from read_parquet('{file}', union_by_name = true)"))
            assert types(db.sql(f"select {described}")) == found, name


def test_every_source_and_its_columns_are_described(sources: dict[str, dict[str, Any]]) -> None:
    assert len(sources) == 11
    texts = {name: source["description"] for name, source in sources.items()}
    for name, source in sources.items():
        texts |= {f"{name}.{c}": column["description"] for c, column in source["columns"].items()}
    assert [where for where, text in texts.items() if not text] == []


def test_freshness_is_read_from_the_raw_nights(sample_home: Path, tmp_path: Path) -> None:
    """Offline. Whether it is a warning depends on the clock; what was loaded last does not."""
    variables = json.dumps({"raw": str(sample_home / "raw"), "night": SAMPLE_NIGHT})
    with patch.dict(os.environ), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        command = ["source", "freshness", "--vars", variables]
        try:
            outcome = dbt(command, Settings(tmp_path, contact=""), Project.load().parsed)
        finally:
            DuckDBConnectionManager.close_all_connections()
    (result,) = outcome.result.results
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        files = f"{sample_home}/raw/*/night=*/boards.parquet"
        last = db.execute(f"select max(fetched_at) from read_parquet('{files}')").fetchall()[0][0]
    assert result.node.name == "boards"
    assert result.max_loaded_at == last
