"""What every table, module and file must have: a place, a description, a suite.

Who may import whom is a contract in pyproject.toml, checked by import-linter in `make lint`."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
import yaml  # type: ignore[import-untyped]

from orchestration.validation import validate
from orchestration.warehouse.dbt_project import Project
from tests.paths import ROOT

MODELS = ROOT / "dbt_project" / "models"
SQL = sorted(MODELS.rglob("*.sql"))
PYTHON = sorted([*ROOT.glob("orchestration/**/*.py"), *ROOT.glob("expectations/*.py")])
LAYERS = ["seeds", "staging", "intermediate", "core", "marts"]
LONGEST = 300
TOPICS = {
    *("companies", "crawl", "editions", "listings", "pay", "places", "quality", "segments"),
    *("requirements", "technologies", "text", "titles", "workplace"),
}


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


def test_every_seed_column_is_described(project: Project, columns: dict[str, list[str]]) -> None:
    seeds = {t: n for t, n in project.nodes.items() if n["resource_type"] == "seed"}
    assert len(seeds) > 30
    for table, seed in seeds.items():
        described = [name for name, column in seed["columns"].items() if column["description"]]
        assert described == columns[table], table


def test_a_description_is_written_once() -> None:
    """One that several columns share is a doc block in `_docs.md`."""
    written = [
        text
        for file in MODELS.rglob("*.yml")
        for model in yaml.safe_load(file.read_text("utf-8")).get("models", [])
        for column in model.get("columns", [])
        if "doc(" not in (text := column["description"].strip())
    ]
    assert sorted({text for text in written if written.count(text) > 1}) == []


def test_every_table_has_a_group_tags_and_an_owner(project: Project) -> None:
    """The group is the topic of an inference or else the layer; tags are the layer and topics."""
    groups = {group["name"] for group in project.manifest["groups"].values()}
    for table, node in project.nodes.items():
        layer = table.split("/")[0]
        topic = node["fqn"][2] if layer == "intermediate" else None
        assert node["group"] == {"seeds": "rules", "intermediate": topic}.get(layer, layer), table
        assert node["group"] in groups
        assert layer in node["tags"], table
        assert set(node["tags"]) - {layer} <= TOPICS, table
        assert set(node["tags"]) & TOPICS, f"{table} has no topic"
        assert node["config"]["meta"]["owner"], table


def test_the_published_layers_are_public_and_have_contracts(project: Project) -> None:
    for table, node in models(project).items():
        is_published = table.split("/")[0] in ("core", "marts")
        assert node["config"]["contract"]["enforced"] == is_published, table
        assert (node["access"] == "public") == is_published, table


def test_a_result_that_no_other_topic_reads_is_private(project: Project) -> None:
    """dbt itself refuses to parse the opposite."""
    group = {table: node["group"] for table, node in project.nodes.items()}
    read = {p for t in models(project) for p in project.parents(t) if group[t] != group[p]}
    for table, node in models(project).items():
        if table.startswith("intermediate/"):
            assert node["access"] == ("protected" if table in read else "private"), table


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
    # The ledger holds tables that passed their suites when they were published.
    raw = [f"raw/{source['name']}" for source in sources if source["source_name"] == "raw"]
    # Computed when a night is validated, and read by no table.
    counted = ["raw/set_aside_shares", "raw/measures"]
    assert sorted(validate.suites()) == sorted([*project.nodes, *raw, *counted])


def test_the_warehouse_holds_the_models_and_the_results(
    project: Project, columns: dict[str, list[str]]
) -> None:
    assert sorted(columns) == sorted([*project.nodes, "validation/measures", "validation/results"])


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
    by_graph = {t for t in project.nodes if project.source_tables(t)}
    by_text = {
        f"{file.relative_to(MODELS).parts[0]}/{file.stem}"
        for file in SQL
        if re.search(
            r"\b(source|(last_)?raw_nights?|raw_reference|editions|read_\w+)\s*\(",
            file.read_text("utf-8"),
        )
    }
    assert by_graph == by_text
    assert {table.split("/")[0] for table in by_graph} == {"staging"}


def last_query(sql: str) -> str:
    """What follows the last CTE of a model."""
    return re.sub(r"^\s*--.*$", "", re.split(r"^\),?$", sql, flags=re.M)[-1], flags=re.M).strip()


@pytest.mark.parametrize("file", SQL, ids=lambda file: file.stem)
def test_a_model_ends_with_a_select_from_its_ctes(file: Path) -> None:
    """Tables come in by CTEs at the top; marts of one form are one call of a macro."""
    sql = file.read_text("utf-8")
    if re.fullmatch(r"\{\{ (?:mart_by|changed_words|time_open_by)\([^()]*\) \}\}\n", sql):
        return
    ctes = set(re.findall(r"^(?:with (?:recursive )?)?(\w+) as (?:materialized )?\($", sql, re.M))
    last = last_query(sql)
    read = re.findall(r"^(?:select \* )?(?:from|[a-z ]*join) (\S+)", last, re.M)
    assert last.startswith("select")
    assert len(read) > 0
    assert set(read) <= ctes
    assert "ref(" not in last


def test_no_text_in_a_template_has_an_unknown_escape() -> None:
    r"""Such as '\W', which a template reads with a warning of Python: '\\W' is meant."""
    lexer = jinja2.Environment().lexer
    wrong = []
    for file in [*SQL, *sorted((ROOT / "dbt_project" / "macros").glob("*.sql"))]:
        try:
            with warnings.catch_warnings(action="error"):
                list(lexer.tokenize(file.read_text("utf-8")))
        except jinja2.TemplateSyntaxError as error:
            wrong.append(f"{file.name}:{error.lineno}: {error.message}")
    assert wrong == []


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
