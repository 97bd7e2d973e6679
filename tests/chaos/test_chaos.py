"""Forty stops, spread by step: whatever the moment, the next run takes over, and nothing half-made
is ever seen. `make chaos` runs it; it takes too long for the fast suite.

Two nights are made on one home. Each run is stopped at a later step than the one before, so that
each also has to recover from the stop before it; the last one is let through. Every table published
must then equal that of a home that nobody disturbed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from killed import REACHED

from orchestration import disk, release
from orchestration.simulator import simulate

pytestmark = pytest.mark.chaos
NIGHTS = ("2026-11-02", "2026-11-03")
SIGNALS = ("SIGKILL", "SIGTERM", "SIGINT")
BUILD = "orchestration.warehouse._run_dbt"
STEPS = (
    (
        "before orchestration.recovery.begin",
        "amid orchestration.raw.crawl",
        "amid orchestration.crawl.crawl_board",
        "before orchestration.stored.settle",
        "after orchestration.raw.crawl",
        "amid orchestration.raw._judge_folder",
        "before orchestration.disk.flush raw",
        "after orchestration.disk.put raw",
        "after orchestration.raw._settle",
        "after orchestration.reference.write cities",
        f"amid {BUILD} seeds/technologies",
        f"amid {BUILD} staging/stg_listings",
        f"after {BUILD} intermediate/int_texts_split",
        "before orchestration.gates.record int_lines_tagged",
        f"amid {BUILD} core/fct_listings",
        f"amid {BUILD} marts/mart_salary_by_technology",
        "amid orchestration.release._copy_tables",
        "before orchestration.disk.checksums releases",
        "before orchestration.disk.put releases",
        "before orchestration.release._swap",
    ),
    (
        "after orchestration.recovery.begin",
    "before orchestration.reference.write companies",
        "after orchestration.crawl.crawl_board",
        "amid orchestration.stored.settle",
        "before orchestration.raw._settle",
        "after orchestration.damage.seal_night",
            f"before {BUILD} staging/stg_boards",
        f"after {BUILD} staging/stg_sightings",
        f"amid {BUILD} intermediate/int_boards_dated",
        "after orchestration.gates.record int_listings_opened",
        f"after {BUILD} core/fct_roles",
        "amid orchestration.gates.judge core.fct_segment_listings",
        f"before {BUILD} marts/mart_index_by_night",
        "after orchestration.release._copy_tables",
        "amid orchestration.report.render",
        "before orchestration.release._write_docs",
        "after orchestration.release._fill",
        "amid orchestration.disk.flush releases",
        "after orchestration.disk.put releases",
        "after orchestration.release._swap",
    ),
)


def environment() -> dict[str, str]:
    known = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    return known | {"PYTHONUNBUFFERED": "1"}


def refresh(
    home: Path, recording: Path, night: str, *stop: str
) -> subprocess.CompletedProcess[str]:
    command = ["refresh", "--home", str(home), "--recording", str(recording), "--night", night]
    run = (
        [str(Path(__file__).with_name("killed.py")), *stop] if stop else ["-m", "orchestration.cli"]
    )
    return subprocess.run(
        [sys.executable, *run, *command],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        cwd=Path(__file__).parents[2],
    )


def tables(current: Path) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Every published table with its rows in order; the last digits of means depend on threads."""
    with duckdb.connect(str(current / "marts.duckdb"), read_only=True) as db:
        names = db.execute("select schema_name, table_name from duckdb_tables() order by all")
        for schema, name in names.fetchall():
            columns = db.execute(
                "select if(data_type in ('DOUBLE', 'FLOAT'), format('round({}, 4)', column_name), "
                "column_name) from duckdb_columns() where schema_name = ? and table_name = ? "
                "order by column_index",
                [schema, name],
            )
            chosen = ", ".join(column for (column,) in columns.fetchall())
            found = db.execute(f"select {chosen} from {schema}.{name} order by all")
            yield f"{schema}.{name}", found.fetchall()


def test_forty_stops(tmp_path: Path) -> None:
    recording, home, calm = tmp_path / "recording", tmp_path / "home", tmp_path / "calm"
    simulate(recording, 200)
    count = 0
    for night, steps in zip(NIGHTS, STEPS, strict=True):
        stood = None
        for step in steps:
            name = SIGNALS[count % len(SIGNALS)]
            count += 1
            before = (home / "current").resolve() if (home / "current").exists() else None
            started = time.time()
            run = refresh(home, recording, night, step, name)
            ended = time.time()
            told = f"{count} {name} {step}\n{run.stdout}{run.stderr}"
            assert REACHED in run.stdout, f"never came so far: {told}"
            reached = float(run.stdout.split(REACHED)[1].split()[0])
            assert run.returncode not in (0, 1, 2), told
            assert ended - reached < 5, f"took {ended - reached:.1f} s to end: {told}"
            if name != "SIGKILL":
                last = run.stderr.strip().splitlines()[-1]
                assert last.startswith("hiring-index: interrupted; "), told
                now = (home / "current").resolve() if (home / "current").exists() else None
                assert ("nothing was published" in last) == (now == before), told
            with disk.alone(home / "refresh.lock", "refresh"):
                pass  # it is free
            if (home / "current").is_symlink():
                assert release.damage(home / "current") is None, told
                stood = (home / "current").resolve().name[:10]
            sys.stderr.write(
                f"{count:2d} {name:8s} {reached - started:5.0f} s  {ended - reached:4.1f} s  "
                f"current {stood}  {step}\n"
            )
        last_run = refresh(home, recording, night)
        assert last_run.returncode == 0, last_run.stdout + last_run.stderr
        undisturbed = refresh(calm, recording, night)
        assert undisturbed.returncode == 0, undisturbed.stdout + undisturbed.stderr
        manifest = json.loads((home / "current" / "manifest.json").read_text("utf-8"))
        assert manifest["night"] == night
        assert release.damage(home / "current") is None
        assert dict(tables(home / "current")) == dict(tables(calm / "current"))
        assert not list(home.glob("releases/.*"))
    assert count == 40
