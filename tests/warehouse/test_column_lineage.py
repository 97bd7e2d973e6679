"""Which columns a column is computed from: small queries, then the models of the project."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import Settings
from orchestration.warehouse.column_lineage import UnreadableSQL, column_sources
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.fingerprints import Fingerprints
from orchestration.warehouse.lineage_cache import LineageCache

COLUMNS = {
    "core": {
        "a": dict.fromkeys(["id", "x", "y", "names"], "unknown"),
        "b": dict.fromkeys(["id", "z"], "unknown"),
    }
}
QUERIES: dict[str, tuple[str, dict[str, str]]] = {
    "a copy": ("select x from w.core.a", {"x": "a.x"}),
    "a join and a filter are no source": (
        "select a.x from w.core.a join w.core.b using (id) where z > 1 order by y",
        {"x": "a.x"},
    ),
    "a star": (
        "with a as (select * from w.core.a) select * exclude (names) from a",
        {"id": "a.id", "x": "a.x", "y": "a.y"},
    ),
    "through a CTE, by another name": (
        "with c as (select x + y as total, id from w.core.a) select total * 2 as twice from c",
        {"twice": "a.x a.y"},
    ),
    "a window": (
        "select rank() over (partition by x order by y) as place from w.core.a",
        {"place": "a.x a.y"},
    ),
    "a count has none": ("select count(*) as n, max(z) as z from w.core.b", {"n": "", "z": "b.z"}),
    "a union by place": (
        "select x as v from w.core.a union all select z from w.core.b",
        {"v": "a.x b.z"},
    ),
    "a union by name": (
        "select x, y from w.core.a union all by name select z as y from w.core.b",
        {"x": "a.x", "y": "a.y b.z"},
    ),
    "a subquery of the outer row": (
        "select (select max(b.z + a.x) from w.core.b where b.id = a.id) as top from w.core.a",
        {"top": "a.x b.id b.z a.id"},
    ),
    "unnest": (
        "select a.id, u.name from w.core.a, unnest(a.names) as u(name)",
        {"id": "a.id", "name": "a.names"},
    ),
    "a column named before in the same select": (
        "select x + 1 as more, more * 2 as twice from w.core.a",
        {"more": "a.x", "twice": "a.x"},
    ),
    "a recursive query": (
        "with recursive r as (select id, x from w.core.a union all "
        "select b.z, r.x from r join w.core.b on b.id = r.id) select id, x from r",
        {"id": "a.id b.z", "x": "a.x"},
    ),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_sources_of_a_query(name: str) -> None:
    sql, expected = QUERIES[name]
    found = column_sources(sql, COLUMNS)
    read = {c: {f"{t.split('/')[1]}.{n}" for t, n in sources} for c, sources in found.items()}
    assert read == {column: set(text.split()) for column, text in expected.items()}


def test_columns_of_a_file_are_those_of_its_raw_table() -> None:
    sql = "with p as (select * from read_parquet('p.parquet')) select trim(title) as title from p"
    assert column_sources(sql, COLUMNS, "raw/postings") == {"title": [("raw/postings", "title")]}
    assert column_sources(sql, COLUMNS) == {"title": []}


def test_sql_that_cannot_be_read_says_so() -> None:
    with pytest.raises(UnreadableSQL):
        column_sources("unpivot core.a on columns(* exclude id) into name n value v union", COLUMNS)


BY_HAND = {
    ("marts/mart_salary_by_technology", "median_salary_usd"): {
        "core.fct_segments.median_salary_usd"
    },
    ("marts/mart_salary_by_technology", "technology_id"): {"core.fct_segments.key"},
    ("marts/mart_listings_by_company", "company_name"): {"core.dim_companies.company_name"},
    ("marts/mart_salary_by_comparison", "comparison_name"): {"seeds.comparisons.comparison_name"},
    ("core/fct_listings", "seniority"): {"intermediate.int_titles__seniority.seniority"},
    ("core/fct_listings", "workplace"): {
        "intermediate.int_workplace__listings.workplace",
        "intermediate.int_listings__open.text_id",
    },
    ("core/dim_technologies", "technology_family"): {"seeds.technologies.family"},
    ("core/fct_listing_pay_ranges", "annual_salary_min_usd"): {
        "intermediate.int_pay__annualised.annual_salary_min_usd"
    },
    ("staging/stg_listings", "listing_id"): {
        "raw.postings.ats",
        "raw.postings.board",
        "raw.postings.native_id",
    },
    ("staging/stg_companies", "size_band"): {"raw.companies.size_band"},
    ("core/fct_segments", "listing_count"): {"core.fct_segment_companies.listing_unit_count"},
    ("core/fct_segments", "company_count"): set(),
}
"""Read from the SQL by a person."""


def test_every_model_has_the_lineage_that_its_sql_says(sample_home: Path, tmp_path: Path) -> None:
    project = Project.load()
    cache = LineageCache(project, Settings(sample_home, contact=""), tmp_path / "lineage.json")
    code = Fingerprints(project, raw={}, suites={}).code
    models = {t: n for t, n in project.nodes.items() if n["resource_type"] == "model"}
    found = {table: cache.of_table(table, code(table)) for table in models}
    assert {table: set(columns) for table, columns in found.items()} == {
        table: set(node["columns"]) for table, node in models.items()
    }
    for columns in found.values():
        for sources in columns.values():
            for table, column in sources:
                described = project.nodes[table]["columns"] if table in models else {column: None}
                assert column in described, (table, column)
    for (table, column), expected in BY_HAND.items():
        sources = {f"{t.replace('/', '.')}.{c}" for t, c in found[table][column]}
        assert sources == expected, (table, column)


def small_project(**code: str) -> Project:
    nodes: dict[str, Any] = {
        f"model.p.{name}": {
            "unique_id": f"model.p.{name}",
            "resource_type": "model",
            "package_name": "p",
            "schema": "core",
            "name": name,
            "original_file_path": f"models/{name}.sql",
            "columns": {"x": {}},
            "depends_on": {"nodes": []},
        }
        for name in code
    }
    return Project({"nodes": nodes})


def test_lineage_is_read_once_for_each_code(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings, file = Settings(tmp_path, contact=""), tmp_path / "lineage.json"
    compiled = settings.work / "dbt" / "compiled" / "p" / "models" / "a.sql"
    compiled.parent.mkdir(parents=True)
    compiled.write_text("select 1 as x")
    project = small_project(a="")

    def of(code: str) -> dict[str, Any]:
        cache = LineageCache(project, settings, file)
        found = cache.of_table("core/a", code)
        cache.save()
        return found

    assert of("first") == {"x": []}
    compiled.write_text("select 1 as y")
    assert of("first") == {"x": []}
    assert of("second") == {"y": []}
    compiled.write_text("select from where")
    with caplog.at_level(logging.WARNING):
        assert of("third") == {}
    assert "core/a: no column lineage" in caplog.text
    file.write_text("half a fi")
    compiled.unlink()
    assert of("third") == {}
