"""A damaged warehouse is renamed, so that it can be rebuilt from raw nights."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.storage import integrity
from orchestration.warehouse.database import open_warehouse
from tests.storage.damage import cut, empty, garbage, scribble


@pytest.fixture
def built(settings: Settings) -> Path:
    with duckdb.connect(str(settings.warehouse)) as db:
        db.execute("create schema core")
        db.execute("create table core.a as select md5(range::varchar) from range(100000)")
    return settings.warehouse


def header(file: Path) -> None:
    with file.open("r+b") as open_file:
        open_file.seek(4096)
        open_file.write(os.urandom(8192))


def another_version(file: Path) -> None:
    with file.open("r+b") as open_file:
        open_file.seek(12)
        open_file.write((99).to_bytes(8, "little"))


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("how", [garbage, empty, header, another_version, a_folder])
def test_a_damaged_warehouse_is_renamed(
    settings: Settings, built: Path, caplog: pytest.LogCaptureFixture, how: Callable[[Path], None]
) -> None:
    how(built)
    built.with_name("warehouse.duckdb.wal").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        assert integrity.repair(settings, deep=False)
    (line,) = caplog.messages
    assert str(built) in line
    assert "rebuilt" in line
    assert not built.exists()
    assert (settings.home / "warehouse.duckdb.damaged").exists()
    open_warehouse(settings).close()


@pytest.mark.parametrize("how", [cut, scribble])
def test_damage_inside_a_warehouse_is_found_by_the_deep_check(
    settings: Settings, built: Path, how: Callable[[Path], None]
) -> None:
    how(built)
    assert integrity.repair(settings, deep=True)
    assert not built.exists()


def test_a_write_ahead_log_without_warehouse_is_deleted(settings: Settings) -> None:
    (stale := settings.home / "warehouse.duckdb.wal").write_bytes(b"of another file")
    integrity.repair(settings, deep=False)
    assert not stale.exists()


def test_a_warehouse_in_use_is_not_damaged(
    settings: Settings, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = (
        f'IO Error: Could not set lock on file "{built}": Conflicting lock is held in x (PID 7).'
    )

    connect = duckdb.connect

    def busy(*path: str, **options: Any) -> duckdb.DuckDBPyConnection:
        if path:
            raise duckdb.IOException(message)
        return connect(**options)

    with monkeypatch.context() as patched:
        patched.setattr(duckdb, "connect", busy)
        assert not integrity.repair(settings, deep=True)
        with pytest.raises(RuntimeError, match="is open in another program: close it"):
            open_warehouse(settings)
    assert built.exists()
