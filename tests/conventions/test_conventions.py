"""What every table, module and file must have: a place, a description, a suite.

Who may import whom is a contract in pyproject.toml, checked by import-linter in `make lint`."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.validation import validate
from orchestration.warehouse.dbt_project import Project
from tests.paths import ROOT

MODELS = ROOT / "dbt_project" / "models"
SQL = sorted(MODELS.rglob("*.sql"))
PYTHON = sorted([*ROOT.glob("orchestration/**/*.py"), *ROOT.glob("expectations/*.py")])
LAYERS = ["seeds", "staging", "intermediate", "core", "marts"]
LONGEST = 300


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.fixture(scope="module")
def project(sample_home: Path) -> Project:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own, should it have to parse
        return Project.load()


@pytest.fixture(scope="module")
def columns(sample_home: Path) -> dict[str, list[str]]:
    """The columns of every table of the sample warehouse."""
    with duckdb.connect(str(sample_home / "warehouse.duckdb"), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select schema_name || '/' || table_name, column_name from duckdb_columns() "
            "where database_name = current_database() and not internal"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def models(project: Project) -> dict[str, dict[str, Any]]:
    return {t: n for t, n in project.nodes.items() if n["resource_type"] == "model"}


# --- tables


def test_every_model_has_its_file_beside_it() -> None:
    described = sorted(f for f in MODELS.rglob("*.yml") if not f.name.startswith("_"))
    assert [f.with_suffix("") for f in described] == [f.with_suffix("") for f in SQL]


def test_every_table_says_what_a_row_is(project: Project) -> None:
    undescribed = [
        t for t, node in project.nodes.items() if not node["description"].startswith("One row per ")
    ]
    assert undescribed == []


def test_every_model_is_described_in_its_own_yml(project: Project) -> None:
    apart = [
        table
        for table, node in models(project).items()
        if not str(node["patch_path"]).endswith(
            node["original_file_path"].removesuffix(".sql") + ".yml"
        )
    ]
    assert apart == []


def test_every_column_is_described(project: Project, columns: dict[str, list[str]]) -> None:
    wrong = []
    for table, node in models(project).items():
        described = node["columns"]
        wrong += [f"{table}.{c} is not described" for c in columns[table] if c not in described]
        wrong += [f"{table}.{c} is not a column" for c in described if c not in columns[table]]
        wrong += [f"{table}.{c} is blank" for c, d in described.items() if not d["description"]]
    assert wrong == []


def test_every_table_has_a_suite_and_every_suite_a_table(project: Project) -> None:
    sources = project.manifest["sources"].values()
    raw = [f"{source['source_name']}/{source['name']}" for source in sources]
    counted = ["raw/set_aside_shares"]  # computed when a night is validated, and not stored
    assert sorted(validate.suites()) == sorted([*project.nodes, *raw, *counted])


def test_the_warehouse_holds_the_models_and_the_results(
    project: Project, columns: dict[str, list[str]]
) -> None:
    assert sorted(columns) == sorted([*project.nodes, "validation/results"])


def test_layers_are_built_upwards(project: Project) -> None:
    """A folder is its schema, and a table reads only its own layer and those below."""
    wrong = [
        f"{table} from {parent}"
        for table in project.nodes
        for parent in project.parents(table)
        if LAYERS.index(parent.split("/")[0]) > LAYERS.index(table.split("/")[0])
    ]
    assert wrong == []
    assert {f.relative_to(MODELS).parts[0] for f in SQL} == set(LAYERS) - {"seeds"}
    assert {t.split("/")[0] for t in project.nodes} == set(LAYERS)


def test_only_staging_reads_raw(project: Project) -> None:
    by_graph = {t for t in project.nodes if project.raw_tables(t)}
    by_text = {
        f"{file.relative_to(MODELS).parts[0]}/{file.stem}"
        for file in SQL
        if re.search(r"\b(source|raw_nights|raw_reference|read_\w+)\s*\(", file.read_text("utf-8"))
    }
    assert by_graph == by_text
    assert {table.split("/")[0] for table in by_graph} == {"staging"}


def last_query(sql: str) -> str:
    """What follows the last CTE of a model."""
    return re.sub(r"^\s*--.*$", "", re.split(r"^\),?$", sql, flags=re.M)[-1], flags=re.M).strip()


@pytest.mark.parametrize("file", SQL, ids=lambda file: file.stem)
def test_a_model_ends_with_a_select_from_its_ctes(file: Path) -> None:
    """Tables come in by CTEs at the top; a mart that is a rollup is one call of mart_by."""
    sql = file.read_text("utf-8")
    if re.fullmatch(r"\{\{ mart_by\([^()]*\) \}\}\n", sql):
        return
    ctes = set(re.findall(r"^(?:with )?(\w+) as (?:materialized )?\($", sql, re.M))
    last = last_query(sql)
    read = re.findall(r"^(?:select \* )?(?:from|[a-z ]*join) (\S+)", last, re.M)
    assert last.startswith("select")
    assert len(read) > 0
    assert set(read) <= ctes
    assert "ref(" not in last


# --- Python


def test_nothing_is_printed_and_no_error_swallowed() -> None:
    wrong = []
    for file in PYTHON:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
                wrong.append(f"{name(file)}:{node.lineno}: print")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                wrong.append(f"{name(file)}:{node.lineno}: bare except")
    assert wrong == []


def test_files_stay_short_and_say_what_they_are() -> None:
    assert [name(f) for f in PYTHON if len(f.read_text("utf-8").splitlines()) >= LONGEST] == []
    assert [name(f) for f in PYTHON if not ast.get_docstring(ast.parse(f.read_text("utf-8")))] == []


def test_the_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = [line for line in re.sub(r" \\\n\s+", " ", text).splitlines() if line[:1].isalnum()]
    assert len(pinned) > 50
    assert [p for p in pinned if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", p)] == []
    assert re.findall(r"\S*://\S*|--\S*(?:index|links|host)\S*", text) == []
