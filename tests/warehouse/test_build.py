"""Bringing tables up to date: what is built, what is checked alone, what is blocked."""

from __future__ import annotations

import copy
import json
import os
import signal
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest

from orchestration.compute.part import _computing
from orchestration.settings import Settings
from orchestration.warehouse import dbt_runner, suite_plugin
from orchestration.warehouse.build import build_tables
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.outcome import BUILT, CHECKED, UNCHANGED, TableBlocked
from tests.conftest import SAMPLE_NIGHT

TABLE = "core/fct_listing_technologies"
TEST = "has_row_in_fct_listing_technologies"
NIGHT = date.fromisoformat(SAMPLE_NIGHT)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # dbt's own


@pytest.fixture
def settings(copied_home: Path) -> Settings:
    return Settings(copied_home, contact="")


def with_test(sql: str, beside: str = TEST) -> Project:
    """The project with another data test on a table, that of a test that is there."""
    manifest = json.loads(json.dumps(Project.load().manifest))
    test = next(n for n in manifest["nodes"].values() if n["name"].startswith(beside))
    added = copy.deepcopy(test)
    added |= {"name": "added_test", "alias": "added_test", "unique_id": f"{test['unique_id']}2"}
    added |= {"raw_code": sql, "path": "added_test.sql"}
    manifest["nodes"][added["unique_id"]] = added
    return Project(manifest)


def actions(project: Project, settings: Settings, tables: list[str]) -> dict[str, str]:
    built = build_tables(project, settings, NIGHT, tables, "run")
    return {outcome.result.table: outcome.action for outcome in built}


def test_an_added_data_test_runs_on_an_up_to_date_table(settings: Settings) -> None:
    project = Project.load()
    assert actions(project, settings, [TABLE]) == {TABLE: UNCHANGED}
    project = with_test("select 1 where false")
    assert actions(project, settings, [TABLE]) == {TABLE: CHECKED}
    assert actions(project, settings, [TABLE]) == {TABLE: UNCHANGED}
    project = with_test("select 1")
    with pytest.raises(
        TableBlocked, match="core/fct_listing_technologies: added_test: Got 1 result"
    ):
        actions(project, settings, [TABLE])
    below = "core/fct_segment_listings"
    with pytest.raises(TableBlocked, match=f"{below} is not built: {TABLE} failed a check"):
        actions(project, settings, [below])


def test_a_table_comes_after_those_that_its_tests_compare_it_with(settings: Settings) -> None:
    """Dagster requires it. dbt runs such a test while those of the other table still run."""
    first, second = "core/fct_listings", "core/fct_listing_countries"
    slow = "select count(*) as n from range(400000000) having count(*) < 0"
    project = with_test(slow, "relationships_fct_listings_company_id")
    assert first in project.parents(second)
    assert first not in project.reads(second)
    for table in (first, second):
        project.nodes[table]["checksum"]["checksum"] = "other SQL"
    assert list(actions(project, settings, [first, second])) == [first, second]


def test_a_table_is_not_settled_where_one_that_it_is_compared_with_fails_later(
    settings: Settings,
) -> None:
    first, second = "core/fct_listings", "core/fct_listing_countries"
    slow = "select count(*) as n from range(400000000)"
    project = with_test(slow, "relationships_fct_listings_company_id")
    for table in (first, second):
        project.nodes[table]["checksum"]["checksum"] = "other SQL"
    ended = []
    with pytest.raises(TableBlocked) as blocked:
        for outcome in build_tables(project, settings, NIGHT, [first, second], "run"):
            ended.append((outcome.result.table, outcome.result.is_accepted))
    assert ended == [(first, False)]
    assert (
        str(blocked.value)
        == f"gate {first}: added_test: Got 1 result, configured to fail if != 0, 1 rows"
    )


def test_a_build_that_is_left_behind_ends_in_whatever_thread_it_is_collected(
    settings: Settings,
) -> None:
    """Dagster leaves it behind where its own storage fails, and dbt's threads collect garbage."""
    project = Project.load()
    ids = [project.nodes[t]["unique_id"] for t in ("core/fct_segments", "core/fct_roles")]
    left, closed = Event(), Event()

    def gate(warehouse: duckdb.DuckDBPyConnection, table: str) -> None:
        if first.is_set():
            left.wait()
            results.close()
            closed.set()
        first.set()

    first = Event()
    arguments = (settings, NIGHT, "rules", project.parsed, gate, no_parts)
    results = cast(Generator[dbt_runner.NodeResult], dbt_runner.build_nodes(ids, *arguments))
    next(results)
    left.set()
    assert closed.wait(60)
    dbt_runner.end_abandoned()
    assert suite_plugin._gates == []  # or the next command of dbt in this process builds nothing


def no_parts(*_: object) -> tuple[str, str]:
    raise AssertionError("no table is in parts")


def with_other_type(table: str, was: str, becomes: str) -> Project:
    """The project with another type of a column in the SQL of one table."""
    manifest = json.loads(json.dumps(Project.load().manifest))
    node = next(n for n in manifest["nodes"].values() if n["name"] == table.split("/")[1])
    assert was in node["raw_code"]
    node["raw_code"] = node["raw_code"].replace(was, becomes)
    node["checksum"]["checksum"] = "other SQL"
    return Project(manifest)


@pytest.mark.parametrize(
    ("table", "was", "becomes", "column"),
    [
        (
            "core/dim_sources",
            "count(*) as board_count",
            "count(*)::int as board_count",
            "board_count",
        ),
        (
            "marts/mart_set_aside_by_source",
            "posting_count::bigint",
            "posting_count::int",
            "posting_count",
        ),
    ],
)
def test_a_changed_type_of_a_published_column_blocks_its_table(
    settings: Settings, table: str, was: str, becomes: str, column: str
) -> None:
    types = f"{column} is INTEGER in the SQL and BIGINT in the .yml"
    before = rows(settings, table)
    with pytest.raises(TableBlocked, match=f"{table}: dbt build: contract failed: {types}"):
        actions(with_other_type(table, was, becomes), settings, [table])
    assert rows(settings, table) == before


def test_a_table_whose_sql_fails_keeps_its_rows(settings: Settings) -> None:
    """It is dropped first, in the same transaction. Another table is built in the same thread."""
    failing, other = "core/dim_sources", "core/fct_segments"
    before = rows(settings, failing)
    manifest = json.loads(json.dumps(Project.load().manifest))
    for name in (failing, other):
        node = next(n for n in manifest["nodes"].values() if n["name"] == name.split("/")[1])
        node["checksum"]["checksum"] = "other SQL"
        if name == failing:
            node["raw_code"] = f"select * from ({node['raw_code']}) where error('no rows') is null"
    with pytest.raises(TableBlocked, match=f"{failing}: dbt build: .*no rows"):
        actions(Project(manifest), settings, [failing, other])
    assert len(before) > 0
    assert rows(settings, failing) == before
    assert actions(Project.load(), settings, [failing]) == {failing: BUILT}


def rows(settings: Settings, table: str) -> list[Any]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as warehouse:
        return warehouse.execute(f"from {table.replace('/', '.')} order by all").fetchall()


def test_a_node_that_dbt_skips_has_no_result() -> None:
    """dbt says of each that it has ended, also of those below a failure."""
    ended: SimpleQueue[Any] = SimpleQueue()
    for status in ("skipped", "success"):
        result = SimpleNamespace(status=status, message="", num_failures=0, execution_time=0.1)
        node = SimpleNamespace(unique_id=status, resource_type="model")
        data = SimpleNamespace(run_result=result, node_info=node)
        event = SimpleNamespace(info=SimpleNamespace(name="NodeFinished"), data=data)
        dbt_runner._put_result(event, ended)
    assert ended.get(block=False).unique_id == "success"
    assert ended.empty()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """SIGINT interrupts, also where the shell that started the tests has them ignore it, as it does
    in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_a_canceled_run_ends_the_part_that_is_being_computed(settings: Settings) -> None:
    table = "core/fct_segment_companies"
    manifest = json.loads(json.dumps(Project.load().manifest))
    node = next(n for n in manifest["nodes"].values() if n["name"] == table.split("/")[1])
    both = "range(100000000) a, range(100000) b where a.range % 7 = b.range % 7"
    node["raw_code"] = f"select * from ({node['raw_code']}) where (select count(*) from {both}) > 0"
    node["checksum"]["checksum"] = "other SQL"

    def interrupt() -> None:
        while not _computing:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        actions(Project(manifest), replace(settings, partitions="2"), [table])
    assert time.monotonic() - begun < 600
    assert not _computing
