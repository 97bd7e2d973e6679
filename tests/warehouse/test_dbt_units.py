"""`dbt build --empty` builds a new clone: all seeds, empty tables, and every unit test passes."""

from __future__ import annotations

import json
import os
import re
import warnings
from unittest.mock import patch

import pytest

from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import dbt
from tests.paths import DBT_PROJECT

MODELS = DBT_PROJECT / "models"
# The patterns of a model are compiled once per thread of DuckDB, and the tests have few rows.
ONE_THREAD = {"HIRING_LEDGER_THREADS": "1"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How each node ended by its unique id: "pass" or "success", or what dbt says about it.

    Neither raw nights nor a warehouse exist before. dbt reads the types of the inputs of a unit
    test from empty tables, and models read the rules in the seeds while they are compiled.
    """
    home = tmp_path_factory.mktemp("clone")
    settings = Settings(home, contact="")
    arguments = ["build", "--empty", "--threads", "2", "--no-write-json"]
    arguments += ["--vars", json.dumps({"raw": str(settings.raw)})]
    with patch.dict(os.environ, ONE_THREAD), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        try:
            outcome = dbt(arguments, settings, Project.load().parsed)
        finally:
            DuckDBConnectionManager.close_all_connections()
    assert outcome.result is not None, outcome.exception
    ended = ("pass", "success", "no-op")
    return {
        r.node.unique_id: str(r.status) if r.status in ended else f"{r.message}"
        for r in outcome.result.results
    }


def of_type(outcomes: dict[str, str], *types: str) -> dict[str, str]:
    return {i: outcome for i, outcome in outcomes.items() if i.split(".")[0] in types}


def test_unit_tests_pass(outcomes: dict[str, str]) -> None:
    failed = {i: o for i, o in of_type(outcomes, "unit_test").items() if o != "pass"}
    assert not failed, "\n\n".join(f"{name}: {outcome}" for name, outcome in failed.items())


def test_every_unit_test_runs(outcomes: dict[str, str]) -> None:
    written = [
        name
        for file in MODELS.rglob("*.yml")
        for name in re.findall(r"^  - name: (\w+)\n    model: ", file.read_text("utf-8"), re.M)
    ]
    assert len(written) > 10
    ran = [unique_id.split(".")[-1] for unique_id in of_type(outcomes, "unit_test")]
    assert sorted(ran) == sorted(written)


def test_a_new_clone_builds_every_table(outcomes: dict[str, str]) -> None:
    """Empty ones: before the first night of a directory there are no raw files."""
    built = of_type(outcomes, "model", "seed", "test")
    assert {i: o for i, o in built.items() if o not in ("success", "pass")} == {}
    tables = {node["unique_id"] for node in Project.load().nodes.values()}
    assert of_type(outcomes, "model", "seed").keys() == tables
