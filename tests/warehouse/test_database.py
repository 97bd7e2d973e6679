"""The file of the warehouse is opened although an abandoned connection holds it, and never renamed
because it is in use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.storage.integrity import warehouse_damage
from orchestration.warehouse.database import open_warehouse


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path, "")
    with closing(open_warehouse(settings)) as warehouse:
        warehouse.execute("create table one as select 1 as number")
    return settings


@pytest.fixture
def rare_collection() -> Iterator[None]:
    """As in a run, where collections of garbage are rare."""
    gc.disable()
    yield
    gc.enable()


def attached(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The warehouse as dbt opens it."""
    connection = duckdb.connect()
    connection.execute(f"attach '{settings.warehouse}' as warehouse")
    return connection


@pytest.mark.usefixtures("rare_collection")
def test_a_connection_in_a_cycle_of_objects_does_not_keep_the_file(settings: Settings) -> None:
    cycle: list[object] = [attached(settings)]
    cycle.append(cycle)
    del cycle
    with closing(open_warehouse(settings)) as warehouse:
        assert warehouse.execute("from one").fetchall() == [(1,)]


def test_a_file_that_is_in_use_is_not_damaged(settings: Settings) -> None:
    with closing(attached(settings)):
        assert warehouse_damage(settings.warehouse, deep=True) is None
        with pytest.raises(duckdb.BinderException, match="already attached"):
            open_warehouse(settings)
    assert warehouse_damage(settings.warehouse, deep=True) is None
