"""Forty stops, spread by step: whatever the moment, the next run takes over, and nothing half-made
is ever seen. `make chaos` runs it; it takes too long for the fast suite.

Two nights are made on one home. Each run is stopped at a later step than the one before, so that
each also has to recover from the stop before it; the last one is let through. Every table published
must then equal that of a home that nobody disturbed.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from orchestration.simulator import simulate
from orchestration.storage import atomic, integrity
from tests.chaos import killed

pytestmark = pytest.mark.chaos
NIGHTS = ("2026-11-02", "2026-11-03")
ENDS_WITH = {"SIGKILL": -9, "SIGTERM": 143, "SIGINT": 130}
SIGNALS = tuple(ENDS_WITH)
SUITE = "orchestration.warehouse.running_table.RunningTable.run_suite"
STEPS = (
    (
        "before orchestration.defs.run_history.begin",
        "amid orchestration.crawl.night.crawl_source",
        "amid orchestration.crawl.board_scheduler.run_in_rounds",
        "before orchestration.crawl.crawler.finalize_night",
        "after orchestration.crawl.night.crawl_source",
        "amid orchestration.crawl.acceptance.validate_folders",
        "before orchestration.storage.atomic.fsync_tree raw",
        "after orchestration.storage.atomic.publish_directory raw",
        "after orchestration.crawl.acceptance.validate_folders",
        "after orchestration.defs.reference_assets.write cities",
        "amid orchestration.warehouse.build.build_nodes",
        f"amid {SUITE} staging/stg_listings",
        f"after {SUITE} int_text__lines",
        "before orchestration.validation.results.record int_technologies__line_matches",
        f"amid {SUITE} core/fct_listings",
        f"amid {SUITE} marts/mart_salary_by_technology",
        "amid orchestration.publish.published_tables.write",
        "before orchestration.storage.atomic.checksums releases",
        "before orchestration.storage.atomic.publish_directory releases",
        "before orchestration.publish.release._swap",
    ),
    (
        "after orchestration.defs.run_history.begin",
        "before orchestration.defs.reference_assets.write companies",
        "after orchestration.crawl.board_scheduler.run_in_rounds",
        "amid orchestration.crawl.crawler.finalize_night",
        "before orchestration.crawl.night.accept_or_quarantine",
        "after orchestration.storage.integrity.write_checksums",
        f"before {SUITE} staging/stg_boards",
        f"after {SUITE} staging/stg_sightings",
        f"amid {SUITE} int_listings__boards",
        "after orchestration.validation.results.record int_listings__open",
        f"after {SUITE} core/fct_roles",
        "amid orchestration.validation.validate.run_suite warehouse.core.fct_segment_listings",
        f"before {SUITE} marts/mart_totals_by_night",
        "after orchestration.publish.published_tables.write",
        "amid orchestration.publish.report.render",
        "before orchestration.publish.docs_page.write",
        "after orchestration.publish.release._fill",
        "before orchestration.storage.atomic.fsync_tree releases",
        "after orchestration.storage.atomic.publish_directory releases",
        "after orchestration.publish.release._swap",
    ),
)


class Run(NamedTuple):
    exit_code: int
    output: str
    ended: float


PROCESSES = multiprocessing.get_context("forkserver")  # the imports are paid for once
PROCESSES.set_forkserver_preload(["dbt.cli.main", "great_expectations", "dagster"])


def refresh(
    home: Path, recording: Path, night: str, step: str | None = None, name: str = ""
) -> Run:
    """One run of the command in a process of its own."""
    arguments = ["refresh", "--home", str(home), "--recording", str(recording), "--night", night]
    output = home.with_name("output")
    process = PROCESSES.Process(target=killed.run, args=(arguments, output, step, name))
    process.start()
    process.join(900)
    assert process.exitcode is not None, f"hangs: {output.read_text('utf-8')}"
    return Run(process.exitcode, output.read_text("utf-8"), time.time())


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


def test_a_night_stopped_at_forty_steps_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in [v for v in os.environ if v.startswith(("DAGSTER", "HIRING"))]:
        monkeypatch.delenv(variable)
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
            details = f"{count} {name} {step}\n{run.output}"
            assert killed.REACHED in run.output, f"never came so far: {details}"
            reached = float(run.output.split(killed.REACHED)[1].split()[0])
            assert run.exit_code == ENDS_WITH[name], details
            assert run.ended - reached < 5, f"took {run.ended - reached:.1f} s to end: {details}"
            if name != "SIGKILL":
                last = run.output.strip().splitlines()[-1]
                assert last.startswith("hiring-ledger: interrupted; "), details
                now = (home / "current").resolve() if (home / "current").exists() else None
                assert ("nothing was published" in last) == (now == before), details
            with atomic.exclusive_lock(home / "refresh.lock", "refresh"):
                pass  # it is free
            if (home / "current").is_symlink():
                assert integrity.find_release_damage(home / "current") is None, details
                stood = (home / "current").resolve().name[:10]
            sys.stderr.write(
                f"{count:2d} {name:8s} {reached - started:5.0f} s  {run.ended - reached:4.1f} s  "
                f"current {stood}  {step}\n"
            )
        last_run = refresh(home, recording, night)
        assert last_run.exit_code == 0, last_run.output
        undisturbed = refresh(calm, recording, night)
        assert undisturbed.exit_code == 0, undisturbed.output
        manifest = json.loads((home / "current" / "manifest.json").read_text("utf-8"))
        assert manifest["night"] == night
        assert integrity.find_release_damage(home / "current") is None
        assert dict(tables(home / "current")) == dict(tables(calm / "current"))
        assert not list(home.glob("releases/.*"))
    assert count == 40
