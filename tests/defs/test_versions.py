"""What Dagster calls out of date: after a night nothing, after an edit a table and those below."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from orchestration.defs.assembly import build_definitions
from orchestration.defs.partitions import nights
from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project

EDITED = "core/fct_segments"
REFERENCE = ("companies", "exchange_rates", "countries", "cities")


@pytest.fixture
def instance(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dg.DagsterInstance:
    """A copy of the history of the sample's night, without its data."""
    shutil.copytree(sample_home / "dagster", tmp_path / "dagster")
    (tmp_path / "raw" / "lever" / "night=2026-11-02").mkdir(parents=True)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    return dg.DagsterInstance.get()


def settings_of(instance: dg.DagsterInstance) -> Settings:
    return Settings(Path(instance.root_directory).parent, contact="")


def stale(instance: dg.DagsterInstance, project: Project) -> dict[str, list[str]]:
    """The tables that Dagster calls out of date, with its reasons."""
    graph = build_definitions(settings_of(instance), project).resolve_asset_graph()
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    keys = {table: dg.AssetKey(table.split("/")) for table in project.nodes}
    return {
        table: [cause.reason for cause in resolver.get_stale_causes(key)]
        for table, key in keys.items()
        if resolver.get_status(key) != StaleStatus.FRESH
    }


def with_edit(project: Project, table: str) -> Project:
    """The project after an edit of one model."""
    manifest = copy.deepcopy(dict(project.manifest))
    node = manifest["nodes"][project.nodes[table]["unique_id"]]
    node["raw_code"] += "\n-- edited"
    return Project(manifest)


def edited_and_below(project: Project) -> set[str]:
    found = {EDITED}
    for table in project.in_order:
        if found.intersection(project.parents(table)):
            found.add(table)
    assert len(found) > 5
    return found


def test_nothing_is_out_of_date_until_a_model_is_edited(instance: dg.DagsterInstance) -> None:
    project = Project.load()
    assert stale(instance, project) == {}
    found = stale(instance, with_edit(project, EDITED))
    assert set(found) == edited_and_below(project)
    assert {why for reasons in found.values() for why in reasons} == {"has a new code version"}


def test_a_night_that_is_crawled_alone_makes_the_tables_that_read_it_out_of_date(
    instance: dg.DagsterInstance,
) -> None:
    project = Project.load()
    night = nights(settings_of(instance)).get_last_partition_key()
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            ["raw", "lever"], partition=night, tags={"dagster/data_version": "raw-another"}
        )
    )
    assert set(stale(instance, project)) == {
        table for table in project.nodes if set(project.raw_tables(table)) - set(REFERENCE)
    }


def test_the_sensor_requests_a_table_that_is_edited_and_those_below(
    instance: dg.DagsterInstance,
) -> None:
    project, settings = Project.load(), settings_of(instance)
    before, after = (build_definitions(settings, p) for p in (project, with_edit(project, EDITED)))
    tables = dg.AssetSelection.assets(*(t.split("/") for t in project.nodes))
    tick = dg.evaluate_automation_conditions(before, instance, tables)
    assert tick.total_requested == 0
    tick = dg.evaluate_automation_conditions(before, instance, tables, cursor=tick.cursor)
    assert tick.total_requested == 0
    tick = dg.evaluate_automation_conditions(after, instance, tables, cursor=tick.cursor)
    requested = {
        "/".join(result.key.path) for result in tick.results if not result.true_subset.is_empty
    }
    assert requested == edited_and_below(project)


def test_a_built_table_shows_its_types_lineage_and_rows(instance: dg.DagsterInstance) -> None:
    project = Project.load()
    for table, node in project.nodes.items():
        event = instance.get_latest_materialization_event(dg.AssetKey(table.split("/")))
        assert event is not None and event.asset_materialization is not None, table
        shown = event.asset_materialization.metadata
        types = {column.type for column in shown["dagster/column_schema"].value.columns}
        assert types and "?" not in types, table
        assert ("dagster/column_lineage" in shown) == (node["resource_type"] == "model"), table
        has_rows = shown["dagster/row_count"].value > 0
        assert ("sample" in shown) == (table.startswith("marts/") and has_rows), table
