"""The unit tests in the .yml files of the dbt models all run, and all pass."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.paths import DBT_PROJECT

MODELS = DBT_PROJECT / "models"


@pytest.fixture(scope="module")
def outcomes(
    sample_home: Path, run_dbt: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """How each unit test ended: "pass", or what dbt says about it.

    They run on a copy of the sample warehouse, because dbt reads the types of columns from it and
    models read the rule seeds while they are compiled.
    """
    home = tmp_path_factory.mktemp("units")
    shutil.copy(sample_home / "warehouse.duckdb", home)
    results = run_dbt(["test", "--select", "test_type:unit"], home, sample_home / "raw")
    return {r.node.name: "pass" if r.status == "pass" else f"{r.message}" for r in results}


def test_unit_tests_pass(outcomes: dict[str, str]) -> None:
    failed = {name: outcome for name, outcome in outcomes.items() if outcome != "pass"}
    assert not failed, "\n\n".join(f"{name}: {outcome}" for name, outcome in failed.items())


def test_every_unit_test_runs(outcomes: dict[str, str]) -> None:
    written = [
        name
        for file in MODELS.rglob("*.yml")
        for name in re.findall(r"^  - name: (\w+)\n    model: ", file.read_text("utf-8"), re.M)
    ]
    assert len(written) > 10
    assert sorted(outcomes) == sorted(written)
