"""The exposures of the dbt project name the tables that publishing reads, and no others."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from orchestration.publish import (
    breakdown_figures,
    breakdown_rows,
    explain,
    explore,
    figure,
    figure_rows,
    figure_sql,
    index_page,
    member_samples,
    overlap_members,
    overlap_rows,
    overlap_sql,
    passports,
    quality_page,
    report,
    requirement_figures,
    source_coverage,
)
from orchestration.publish.feed import changes
from orchestration.publish.open_data import figures_api, moved_figures
from orchestration.publish.report import names, queries, segment_names
from orchestration.warehouse.dbt_project import PUBLISHED_LAYERS, Project
from tests.publish.small_release import MANIFEST, ROWS, release

TABLE = re.compile(r"\b(?:core\.)?((?:fct|dim|mart)_\w+)")
Tables = set[str]
NAMING = (names, segment_names)


@pytest.fixture(scope="module")
def project() -> Project:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own, should it have to parse
        return Project.load()


@pytest.fixture
def exposed(project: Project) -> Callable[[str], Tables]:
    """The tables an exposure depends on."""

    def of(name: str) -> Tables:
        exposure = project.manifest["exposures"][f"exposure.hiring_ledger.{name}"]
        return {unique_id.split(".")[-1] for unique_id in exposure["depends_on"]["nodes"]}

    return of


class Recorded(dict[str, Any]):
    """A manifest of a release that knows which of its keys were read."""

    def __init__(self) -> None:
        super().__init__(MANIFEST)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def tables(self, project: Project) -> Tables:
        """The tables behind the keys that were read."""
        computed = {
            "sources": source_coverage.sources,
            "set_aside": source_coverage.set_aside,
            "funds": source_coverage.funds,
        }
        return {t for k, of in computed.items() if k in self.read for t in read_by(of, project)}


class Listening:
    """A connection to a warehouse of empty tables that notes the tables it is asked for."""

    def __init__(self, project: Project) -> None:
        self.tables: Tables = set()
        self._connection = duckdb.connect()
        for layer in PUBLISHED_LAYERS:
            self._connection.execute(f"create schema {layer}")
        for table, node in project.nodes.items():
            if table.split("/")[0] in PUBLISHED_LAYERS:
                columns = ", ".join(f"{n} {c['data_type']}" for n, c in node["columns"].items())
                self._connection.execute(f"create table {table.replace('/', '.')} ({columns})")

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        self.tables.update(TABLE.findall(query))
        return self._connection.sql(query)

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        self.tables.update(TABLE.findall(name))
        return self._connection.table(name)


def read_in(*modules: ModuleType) -> Tables:
    """The tables that the source of modules names."""
    return {table for module in modules for table in TABLE.findall(inspect.getsource(module))}


def read_by(of: Callable[[Any], object], project: Project) -> Tables:
    """The tables that a function reads from a warehouse."""
    listening = Listening(project)
    of(listening)
    return listening.tables


def folder_of(marts: Path, manifest: Recorded) -> None:
    index_page.render(marts, marts.parent, manifest)


def passports_of_a_page(marts: Path, manifest: Recorded) -> None:
    """Of a figure of one group, of one of two, and of a count by a column."""
    shown = (
        "index/mean_salary_usd/report",
        "comparison=mlops-devops/listing_count/report",
        "index/listing_count:workplace=remote/report",
    )
    cells = "".join(f'<td data-figure="{figure_id}">1</td>' for figure_id in shown)
    (marts.parent / "page.html").write_text(cells, "utf-8")
    passports.render(marts, marts.parent, manifest, {})


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("report_page", lambda marts, manifest: report.render(marts, marts.parent, manifest)),
        ("front_page", folder_of),
        (
            "methodology_page",
            lambda marts, manifest: report.render_methodology(marts, marts.parent, manifest),
        ),
        ("passport_pages", passports_of_a_page),
        ("explore_pages", lambda marts, manifest: explore.render(marts, marts.parent, manifest)),
    ],
)
def test_a_page_of_figures(
    project: Project,
    exposed: Callable[[str], Tables],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    render: Callable[[Path, Recorded], None],
) -> None:
    asked: Tables = set()
    run = queries.run

    def recording(marts: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> Any:
        asked.update(TABLE.findall(sql))
        return run(marts, sql, **parameters)

    monkeypatch.setattr(queries, "run", recording)
    manifest = Recorded()
    render(release(tmp_path / "marts.duckdb", ROWS), manifest)
    assert len(asked) > 5
    assert exposed(name) == asked | manifest.tables(project)


def test_the_coverage_page(
    project: Project, exposed: Callable[[str], Tables], tmp_path: Path
) -> None:
    manifest = Recorded()
    report.render_coverage(tmp_path, manifest)
    assert exposed("coverage_page") == manifest.tables(project)


def test_the_quality_page(
    project: Project, exposed: Callable[[str], Tables], tmp_path: Path
) -> None:
    manifest = Recorded()
    quality_page.render(tmp_path, {}, manifest, {})
    assert exposed("quality_page") == manifest.tables(project)


def test_the_files(project: Project, exposed: Callable[[str], Tables]) -> None:
    published = {table.split("/")[1] for table in project.published}
    assert len(published) > 50
    assert exposed("marts_database") == exposed("parquet_files") == published


def test_the_command_explain(exposed: Callable[[str], Tables]) -> None:
    of_figures = (figure, figure_sql, figure_rows, requirement_figures, *NAMING)
    of_two_groups = (overlap_members, overlap_rows, overlap_sql)
    counts = (breakdown_figures, breakdown_rows, member_samples)
    assert exposed("explain_command") == read_in(explain, *of_figures, *of_two_groups, *counts)


def test_the_change_feed(exposed: Callable[[str], Tables]) -> None:
    assert exposed("change_feed") == set(TABLE.findall(inspect.getsource(changes)))


def test_the_figures(exposed: Callable[[str], Tables]) -> None:
    assert exposed("figures_api") == read_in(figures_api)
    assert exposed("release_notes") == read_in(moved_figures, *NAMING)


def test_every_exposure_is_described_and_owned(project: Project) -> None:
    exposures = project.manifest["exposures"].values()
    assert len(exposures) == 13
    assert [e["name"] for e in exposures if not (e["description"] and e["owner"]["name"])] == []
