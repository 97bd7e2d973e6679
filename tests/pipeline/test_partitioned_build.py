"""A build in parts gives the tables and the release of a build as a whole, also on Ray.

The sample is built in two parts on Ray with two workers, one of which is killed, in seven parts in
one process, and the night after it in parts to which rows are added; and two nights in two parts
through a bucket, on Ray and in one process.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from pyarrow.fs import FileSelector

from orchestration.compute.bucket import file_system
from orchestration.operation.verify import DAMAGE, verify
from orchestration.plain_text import sql_literal
from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.partitioned import key_of
from tests.command import run_command
from tests.compute import s3
from tests.pipeline.test_same_bytes import NEXT_NIGHT, contents, different

pytestmark = pytest.mark.night
PROJECT = Project.load()
IN_PARTS = {table for table in PROJECT.nodes if key_of(PROJECT, table)}


def copy_of_raw(home: Path, target: Path) -> Path:
    """A data directory with the raw nights of another and nothing else."""
    for name in ("raw", "origin.json", "sample"):
        if (home / name).is_dir():
            shutil.copytree(home / name, target / name)
        elif (home / name).exists():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(home / name, target / name)
    return target


def unequal(
    one: Path, other: Path, file: str = "warehouse.duckdb", tables: Iterable[str] = PROJECT.nodes
) -> list[str]:
    """The tables whose rows differ between the databases of two folders, in either direction."""
    with duckdb.connect() as database:
        database.execute("set TimeZone = 'UTC'")
        for name, folder in (("one", one), ("other", other)):
            database.execute(f"attach {sql_literal(str(folder / file))} as {name} (read_only)")
        found = []
        for table in tables:
            schema, name = table.split("/")
            a, b = (f'{side}."{schema}"."{name}"' for side in ("one", "other"))
            (rows,) = database.execute(
                f"select (select count(*) from (from {a} except all from {b})) + "
                f"(select count(*) from (from {b} except all from {a}))"
            ).fetchone() or (None,)
            if rows != 0:
                found.append(table)
    return found


def in_parts(home: Path) -> set[str]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select schema_name || '/' || view_name from duckdb_views() where comment is not null"
        ).fetchall()
    return {name for (name,) in rows}


class Killer(threading.Thread):
    """Kills the first worker of Ray that computes a part."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.killed: int | None = None
        self.is_over = threading.Event()

    def run(self) -> None:
        while self.killed is None and not self.is_over.is_set():
            for folder in Path("/proc").glob("[0-9]*"):
                try:
                    command = (folder / "cmdline").read_bytes()
                except OSError:
                    continue  # it has ended
                if command.startswith(b"ray::hiring-ledger part"):
                    os.kill(int(folder.name), signal.SIGKILL)
                    self.killed = int(folder.name)
                    return
            time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_two_parts_on_ray_with_a_killed_worker(sample_home: Path, tmp_path: Path) -> None:
    home = copy_of_raw(sample_home, tmp_path / "home")
    killer = Killer()
    killer.start()
    on_ray = {"HIRING_LEDGER_PARTITIONS": "2", "HIRING_LEDGER_COMPUTE": "ray"}
    run_command("refresh", "--home", str(home), threads=2, **on_ray)
    killer.is_over.set()
    assert killer.killed is not None
    assert in_parts(home) == IN_PARTS
    assert unequal(sample_home, home) == []
    assert different(contents(home / "current"), contents(sample_home / "current")) == []
    assert [f.line for f in verify(Settings(home, "")) if f.kind == DAMAGE] == []


def test_seven_parts_in_one_process_and_then_one(sample_home: Path, tmp_path: Path) -> None:
    home = copy_of_raw(sample_home, tmp_path / "it's a home")
    run_command("refresh", "--home", str(home), HIRING_LEDGER_PARTITIONS="7")
    assert in_parts(home) == IN_PARTS
    assert unequal(sample_home, home) == []
    assert different(contents(home / "current"), contents(sample_home / "current")) == []

    whole = shutil.copytree(home, tmp_path / "whole", symlinks=True)
    run_command("refresh", "--home", str(home), "--night", NEXT_NIGHT, HIRING_LEDGER_PARTITIONS="7")
    run_command("refresh", "--home", str(whole), "--night", NEXT_NIGHT)
    texts = home / "parts" / "intermediate" / "int_text__blocks"
    assert len(list(texts.iterdir())) == 2, "the second night adds files to the first one's"
    assert in_parts(whole) == set()
    assert not (whole / "parts").exists()
    assert unequal(home, whole) == []
    assert different(contents(home / "current"), contents(whole / "current")) == []

    next(texts.rglob("*.parquet")).unlink()
    assert [f.line for f in verify(Settings(home, "")) if f.kind == DAMAGE]
    again = run_command(
        "refresh", "--home", str(home), "--night", "2026-11-04", HIRING_LEDGER_PARTITIONS="7"
    )
    assert "since parts are gone: intermediate/int_text__blocks" in again
    assert [f.line for f in verify(Settings(home, "")) if f.kind == DAMAGE] == []


def test_two_parts_through_a_bucket_and_in_a_shared_folder(
    sample_home: Path, tmp_path: Path
) -> None:
    """Ray's workers see the bucket and not the parts of the data directory."""
    home = copy_of_raw(sample_home, tmp_path / "home")
    parts = {"HIRING_LEDGER_PARTITIONS": "2"}
    night = ("--night", NEXT_NIGHT)
    with s3.store(tmp_path) as variables:
        given = parts | variables | {"HIRING_LEDGER_PARTS": f"s3://{s3.BUCKET}/folder"}
        on_ray = {"HIRING_LEDGER_COMPUTE": "ray"}
        printed = run_command("refresh", "--home", str(home), threads=2, **given, **on_ray)
        assert unequal(sample_home, home) == []
        assert different(contents(home / "current"), contents(sample_home / "current")) == []
        shared = shutil.copytree(home, tmp_path / "shared", symlinks=True)

        printed += run_command("refresh", "--home", str(home), *night, **given)
        found = file_system().get_file_info(FileSelector(f"{s3.BUCKET}/folder", recursive=True))
        objects = {Path(one.path).name for one in found if one.is_file}
    assert s3.SECRET not in printed
    files_with_secret = [
        file
        for file in home.rglob("*")
        if file.is_file() and s3.SECRET.encode() in file.read_bytes()
    ]
    assert files_with_secret == []
    files = {file.name for file in (home / "parts").rglob("*.parquet")}
    assert len(files) > 2 * len(IN_PARTS), "the second night adds files"
    assert objects == files, "inputs and what was replaced are removed, all else is kept"
    assert in_parts(home) == IN_PARTS
    assert [f.line for f in verify(Settings(home, "")) if f.kind == DAMAGE] == []

    on_disk = parts | {"HIRING_LEDGER_PARTS": str(tmp_path / "folder")}
    printed = run_command("refresh", "--home", str(shared), *night, **on_disk)
    assert "since parts are gone" in printed, "they are elsewhere"
    assert unequal(home, shared) == []
    assert different(contents(home / "current"), contents(shared / "current")) == []
