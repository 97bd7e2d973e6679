"""Fixtures that tests share: a sample night by the real command, and dbt on any data directory."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from orchestration.settings import Settings
from orchestration.storage.atomic import exclusive_lock
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import dbt
from tests.command import run_command

SAMPLE_NIGHT = "2026-11-02"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The data directory after `hiring-ledger refresh` on the sample. Read it, never change it.

    All workers of a parallel run share one.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "sample" / "home"
    with exclusive_lock(home.parent / "lock", "sample night", patience=1200):
        if not (home / "current").exists():
            run_command("refresh", "--home", str(home))
    return home


@pytest.fixture
def copied_home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the sample home, for a test that changes it."""
    return shutil.copytree(sample_home, tmp_path / "home", symlinks=True)


@pytest.fixture(scope="session")
def run_dbt() -> Callable[[list[str], Path, Path], list[Any]]:
    """Runs a dbt command on the warehouse of a home, reading the raw nights of a folder; results.

    In this process and with the parsed project, as the pipeline does, since parsing takes ten
    seconds; the environment and the file are let go afterwards.
    """

    def run(arguments: list[str], home: Path, raw: Path) -> list[Any]:
        variables = json.dumps({"night": SAMPLE_NIGHT, "raw": str(raw)})
        with patch.dict(os.environ), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dbt's own
            from dbt.adapters.duckdb.connections import DuckDBConnectionManager

            try:
                parsed = Project.load().parsed
                chosen = [*arguments, "--vars", variables, "--no-write-json"]
                outcome = dbt(chosen, Settings(home, contact=""), parsed)
            finally:
                DuckDBConnectionManager.close_all_connections()
        assert outcome.result is not None, outcome.exception
        return list(outcome.result.results)

    return run
