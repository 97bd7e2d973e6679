"""Fixtures that tests share: a sample night by the real command, and dbt on any data directory."""

from __future__ import annotations

import gc
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


LONG = (
    "test_dbt_units",
    "test_site",
    "test_partial_nights",
    "test_history_gate",
    "test_phone",
    "test_pages",
    "test_compaction",
    "test_versions",
    "test_dagster_ui",
    "test_dbt_project",
)
"""Files whose few tests take 7 s of CPU and more, with those of a browser, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put a file that reads the sample first, the others that do last: while a worker builds the
    sample, which takes a minute, the others have files that do without. Long files come first, so
    that none is left for one worker alone at the end."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    longest_first = sorted(files.values(), key=_by_length)
    reading = [tests for tests in longest_first if any(map(_reads_sample, tests))]
    without = [tests for tests in longest_first if not any(map(_reads_sample, tests))]
    building = sorted(reading, key=len)[-1:]
    others = [tests for tests in reading if tests not in building]
    items[:] = [item for tests in (*building, *without, *others) for item in tests]


def _by_length(tests: list[pytest.Item]) -> tuple[int, int]:
    name = tests[0].path.stem
    return LONG.index(name) if name in LONG else len(LONG), -len(tests)


def pytest_collection_finish() -> None:
    """Search for garbage seldom, and not in what is collected: tests and most modules."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


def _reads_sample(item: pytest.Item) -> bool:
    return "sample_home" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """Makes a folder by its name once for all workers of a parallel run, by a function of its path;
    the folder, which nobody may change."""
    base = tmp_path_factory.getbasetemp()
    base = (base if worker_id == "master" else base.parent) / "shared"

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = base / name / "home", base / name / "done"
        with exclusive_lock(base / name / "lock", name, patience=1200):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # what a failure left
                make(folder)
                done.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def sample_home(shared: Callable[..., Path]) -> Path:
    """The data directory after `hiring-ledger refresh` on the sample. Read it, never change it."""
    # Other workers use the other cores, and two threads take a tenth more of CPU than one.
    return shared("sample", lambda home: run_command("refresh", "--home", str(home), threads=1))


@pytest.fixture(scope="session")
def crawled(shared: Callable[..., Path]) -> Path:
    """Eight nights of two sources, from 29 October to 11 November; nothing is compacted. Read
    them, never change them."""
    from tests.storage.compacted_nights import crawl_nights

    return shared("crawled", lambda home: crawl_nights(home, is_compacting=False))


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
