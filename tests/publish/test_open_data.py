"""The open data of a release: files with their meaning, valid by their standards, and complete."""

from __future__ import annotations

import csv
import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pyarrow.parquet as pq
import pytest
import yaml  # type: ignore[import-untyped]
from frictionless import Package, Resource, system

from orchestration.publish.open_data import (
    csv_files,
    data_package,
    dictionary,
    measures,
    parquet_files,
)
from orchestration.warehouse.dbt_project import Project
from tests.paths import ROOT

CFF = {
    "type": "object",
    "required": ["cff-version", "message", "title", "authors"],
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": {"type": "string", "minLength": 1},
        "type": {"enum": ["dataset", "software"]},
        "title": {"type": "string", "minLength": 1},
        "abstract": {"type": "string", "minLength": 1},
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name"], "additionalProperties": False,
                      "properties": {"name": {"type": "string", "minLength": 1}}},
        },
        "version": {"type": ["string", "number"]},
        "date-released": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]$"},
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True,
                     "items": {"type": "string", "minLength": 1}},
        "license": {"enum": ["CC-BY-4.0", "MIT"]},
    },
    "additionalProperties": False,
}  # fmt: skip
"""The keys of the Citation File Format 1.2.0 that the project uses."""


@pytest.fixture(scope="module")
def release(sample_home: Path) -> Path:
    return (sample_home / "current").resolve()


@pytest.fixture(scope="module")
def package(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "datapackage.json").read_text("utf-8"))
    return found


def test_the_manifest_has_every_file(release: Path) -> None:
    files = json.loads((release / "manifest.json").read_text("utf-8"))["files"]
    for name in (
        *("datapackage.json", "data_dictionary.csv", "measures.csv", "CITATION.cff"),
        *("release_notes.md", "changes/moved_figures.json", "calendar.json", "calendar.ics"),
        *("releases.atom", "api/index.json", "api/openapi.json", "api/index.html"),
        *("parquet/core/fct_listings.parquet", "csv/core/fct_listings.csv.gz"),
        *("csv/mart_salary_by_technology.csv", "api/figures/technology.json"),
    ):
        assert files[name]["size"] > 0, name


def test_the_package_is_valid(package: dict[str, Any], release: Path) -> None:
    assert Package.validate_descriptor(package, basepath=str(release)).valid
    assert len({r["name"] for r in package["resources"]}) == len(package["resources"])
    for resource in package["resources"]:
        assert resource["bytes"] == (release / resource["path"]).stat().st_size
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert all(
            ("unit" in field) == bool(re.search(r"_(usd|share|count|days|at)$", field["name"]))
            for field in resource["schema"]["fields"]
            if field["name"] != "usd_per_unit"
        )


def test_every_published_table_is_a_resource(package: dict[str, Any], release: Path) -> None:
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as db:
        rows = db.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    tables = {f"{'marts' if schema == 'main' else schema}/{name}" for schema, name in rows}
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {parquet_files.file_of(t) for t in tables} | {
        file for t in tables if (file := csv_files.file_of(t))
    }
    assert set(csv_files.PARQUET_ONLY) < tables


@pytest.mark.filterwarnings("ignore:.*unclosed file.*csv", "ignore:Exception ignored in.*csv")
def test_csv_is_as_the_package_says(package: dict[str, Any], release: Path) -> None:
    """Types, keys, sizes and hashes of all rows, by another reader than ours. It is slow and leaves
    compressed files open."""
    checked = 0
    with system.use_context(trusted=True):
        for descriptor in package["resources"]:
            if descriptor["format"] != "csv" or descriptor["rowCount"] > 700:
                continue
            report = Resource.from_descriptor(descriptor, basepath=str(release)).validate()
            assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:3]
            checked += 1
    assert checked > 25


def test_parquet_is_as_the_package_says(package: dict[str, Any], release: Path) -> None:
    kinds = {"string": "string", "int64": "integer", "int32": "integer", "double": "number",
             "bool": "boolean", "date32[day]": "date"}  # fmt: skip
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            file = pq.ParquetFile(release / resource["path"])
            assert file.metadata.num_rows == resource["rowCount"]
            for column, field in zip(file.schema_arrow, resource["schema"]["fields"], strict=True):
                assert column.name == field["name"]
                if (kind := str(column.type)) in kinds:
                    assert kinds[kind] == field["type"], (resource["path"], column)


def test_csv_has_the_values_of_the_table(release: Path) -> None:
    with gzip.open(release / "csv" / "core" / "dim_companies.csv.gz", "rt", "utf-8") as file:
        rows = list(csv.DictReader(file))
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as db:
        found = db.execute("select company_id, company_name, industries from core.dim_companies")
        expected = {name: (title, industries) for name, title, industries in found.fetchall()}
    assert len(rows) == len(expected) > 100
    for row in rows:
        assert (row["company_name"], json.loads(row["industries"])) == expected[row["company_id"]]


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    node = {"columns": {n: {"data_type": t} for n, t in (
        ("title", "varchar"), ("amount_usd", "double"), ("names", "varchar[]"),
        ("seen_at", "timestamp with time zone"))}}  # fmt: skip
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        db.execute(
            "create table mart_x as select * from (values "
            "('=cmd|x', -1.5, ['=a', 'b'], timestamptz '2026-01-02 03:04:05+00'), "
            "(' ＝1', 2, [], null), ('-', null, null, null), ('C++', 1, ['x'], null)"
            ") as t (title, amount_usd, names, seen_at)"
        )
        csv_files.write(db, {"marts/mart_x": node}, tmp_path)
    with (tmp_path / "csv" / "mart_x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1:] == [
        ["'=cmd|x", "-1.5", '["=a","b"]', "2026-01-02T03:04:05Z"],
        ["' ＝1", "2.0", "[]", ""],
        ["'-", "", "", ""],
        ["C++", "1.0", '["x"]', ""],
    ]


def test_the_dictionary_has_every_column(release: Path) -> None:
    with (release / dictionary.FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as db:
        columns = db.execute(
            "select if(schema_name = 'main', '', schema_name || '.') || table_name, column_name "
            "from duckdb_columns() where not internal"
        ).fetchall()
    described = {(row["table"], row["column"]): row for row in rows}
    assert set(columns) == {key for key in described if key[1]}
    assert {key[0] for key in described if not key[1]} == {table for table, _ in columns}
    assert all(row["description"] for row in rows)
    assert described["mart_salary_by_technology", "mean_salary_usd"]["unit"].startswith("United")


def test_each_measure_is_defined_once(release: Path) -> None:
    with (release / measures.FILE).open(encoding="utf-8", newline="") as file:
        rows = {row["measure"]: row for row in csv.DictReader(file)}
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as db:
        used = db.execute(
            "select measure from core.fct_estimates union select measure from core.fct_figures"
        ).fetchall()
    assert {measure for (measure,) in used} <= set(rows)
    for row in rows.values():
        assert row["definition"]
        assert row["tables"]
        assert bool(row["denominator"]) != row["measure"].endswith("_count")
    assert "core.dim_boards" not in rows["listing_count"]["tables"]  # of any kind of work


def test_a_measure_without_a_column_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = {t: n for t, n in Project.load().nodes.items() if t.startswith(("core/", "marts/"))}
    assert len(measures.of_project(nodes)) > 20
    with pytest.raises(ValueError, match="no published table has a column listing_count"):
        measures.of_project({"core/dim_nights": nodes["core/dim_nights"]})


def test_keys_are_read_from_checks() -> None:
    assert data_package.primary_key(["row_count", "column_values_to_be_unique(column=a_id)"]) == [
        "a_id"
    ]
    compound = "compound_columns_to_be_unique(column_list=['a_id', 'b_id'])"
    assert data_package.primary_key([compound]) == ["a_id", "b_id"]
    assert data_package.primary_key(["column_values_to_be_in_set(column=a_id)"]) == []
    with pytest.raises(ValueError, match="hugeint"):
        data_package.field_type("hugeint")


@pytest.mark.parametrize("of", ["project", "release"])
def test_citation_files_are_valid(of: str, release: Path) -> None:
    file = (ROOT if of == "project" else release) / "CITATION.cff"
    about = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    jsonschema.validate(about, CFF)
    if of == "release":
        assert about["version"] == release.name
        assert date.fromisoformat(about["date-released"]) == date(2026, 11, 2)
        assert "invented" in about["abstract"]
