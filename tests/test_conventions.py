"""The rules of the house: what has a place, a description and a gate, and who imports whom."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import gates
from orchestration.project import Project

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "dbt_project" / "models"
SQL = sorted(MODELS.rglob("*.sql"))
PYTHON = sorted([*ROOT.glob("orchestration/**/*.py"), *ROOT.glob("expectations/*.py")])
LAYERS = ["seeds", "staging", "intermediate", "core", "marts"]
LONGEST = 300

# Who may import whom in orchestration/: a name is a module, or a package with all it holds.
MAY_IMPORT = {
    "_duckdb_sqlalchemy": "",
    "board_lists": "boards discovery plain settings sources",
    "boards": "plain settings sources",
    "cli": "board_lists boards discovery explain nightly origin plain register release_server "
    "settings simulator sources stopping ui",
    "contact_forms": "",
    "coverage": "origin report",
    "crawl": "boards details possible set_aside settings settle sources stored turns",
    "damage": "disk settings",
    "definitions": "project raw recovery reference release schedules warehouse",
    "details": "set_aside sources stored titles",
    "discovery": "boards sources",
    "disk": "",
    "docs_page": "project settings",
    "explain": "plain settings",
    "gates": "_duckdb_sqlalchemy",
    "nightly": "damage definitions disk origin project raw recovery release settings sources",
    "own_page": "",
    "plain": "",
    "opt_outs": "boards sources",
    "origin": "boards disk opt_outs recording replay settings simulator sources",
    "possible": "set_aside settings shorten sources",
    "project": "settings",
    "quality": "plain",
    "rates": "sources",
    "raw": "crawl damage disk gates origin set_aside settings sources stored",
    "recording": "plain",
    "recovery": "damage disk settings",
    "redaction": "contact_forms set_aside",
    "reference": "gates origin rates settings sources",
    "register": "boards sources",
    "release": "coverage damage disk docs_page gates origin project "
    "quality report settings warehouse",
    "release_server": "own_page plain",
    "replay": "recording",
    "report": "plain settings",
    "schedules": "",
    "set_aside": "settings",
    "settings": "",
    "settle": "redaction set_aside stored",
    "shorten": "",
    "simulator": "",
    "sources": "",
    "stopping": "",
    "stored": "redaction set_aside sources",
    "ui": "nightly settings",
    "ui_process": "",
    "ui_server": "own_page",
    "titles": "settings",
    "turns": "",
    "warehouse": "gates project settings",
}
# The same within sources/, where every module without an underscore is a source.
SOURCES_MAY_IMPORT = {
    "__init__": "_listing",
    "_addresses": "",
    "_answers": "_listing _surrogates",
    "_http": "_addresses _answers _limits _listing _robots _transport",
    "_job_page": "_listing _markup _schema_org",
    "_kept": "",
    "_limits": "_listing",
    "_listing": "",
    "_markup": "_listing _surrogates",
    "_paging": "_listing",
    "_robots": "_answers",
    "_schema_org": "_job_text _listing _markup _microdata _surrogates",
    "_transport": "_addresses",
    "_sitemap": "_listing _markup",
}
A_SOURCE_MAY_IMPORT = "_fields _job_page _listing _markup _paging _schema_org _sitemap _surrogates"
SEEN_FROM_OUTSIDE = {
    "sources",
    "sources._http",
    "sources._listing",
    "sources._kept",
    "sources._addresses",
    "sources._surrogates",
}
# Libraries that cost seconds to import, or that do what only one place may do.
ONLY_IN = {
    "dagster": "definitions gates nightly raw recovery reference "
    "release schedules ui_server warehouse",
    "dbt": "docs_page project release warehouse",
    "duckdb": "_duckdb_sqlalchemy coverage damage explain gates raw reference release "
    "report set_aside settle stored warehouse",
    "great_expectations": "gates",
    "requests": "sources",
    "urllib3": "sources",
}


def imports(file: Path) -> Iterator[str]:
    """Every module a file imports, wherever it does; absolute names only."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}:{node.lineno}: a relative import"
            for alias in node.names:
                inner = ROOT / Path(*f"{node.module}.{alias.name}".split("."))
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)


def own(file: Path) -> str:
    """The top module or package of orchestration/ that a file is or belongs to."""
    return file.relative_to(ROOT / "orchestration").parts[0].removesuffix(".py")


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
    silent = [
        t for t, node in project.nodes.items() if not node["description"].startswith("One row per ")
    ]
    assert silent == []


def test_every_model_is_described_where_it_stands(project: Project) -> None:
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
    counted = ["raw/set_aside_shares"]  # from others, as a night is validated; it lies nowhere
    assert sorted(gates.suites()) == sorted([*project.nodes, *raw, *counted])


def test_the_warehouse_holds_the_models_and_the_register(
    project: Project, columns: dict[str, list[str]]
) -> None:
    assert sorted(columns) == sorted([*project.nodes, "gates/verdicts"])


def test_layers_are_built_upwards(project: Project) -> None:
    """A folder is its schema, and a table is made from its own layer or one below."""
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
        f"{file.parent.name}/{file.stem}"
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


def test_modules_import_whom_they_may() -> None:
    wrong = []
    for file in (f for f in PYTHON if f.parts[len(ROOT.parts)] == "orchestration"):
        allowed = {own(file), *MAY_IMPORT.get(own(file), "").split()}
        for module in imports(file):
            package, _, inner = module.partition(".")
            target = inner.split(".")[0]
            if package == "orchestration" and inner and target not in allowed:
                wrong.append(f"{name(file)} imports {module}")
            if package == "orchestration" and target == "sources" and own(file) != "sources":
                wrong += [] if inner in SEEN_FROM_OUTSIDE else [f"{name(file)} imports {module}"]
            if package == "expectations" and own(file) != "gates":
                wrong.append(f"{name(file)} imports {module}")
            if package in ONLY_IN and own(file) not in ONLY_IN[package].split():
                wrong.append(f"{name(file)} imports {module}")
    assert wrong == []


def test_the_table_of_imports_is_complete() -> None:
    here = {own(f) for f in PYTHON if f.parts[len(ROOT.parts)] == "orchestration"}
    assert here - {"__init__"} == MAY_IMPORT.keys()


@pytest.mark.parametrize(
    "file", sorted((ROOT / "orchestration" / "sources").glob("*.py")), ids=lambda file: file.stem
)
def test_sources_keep_to_themselves(file: Path) -> None:
    """A source needs the standard library and the listing record; the getter is passed in."""
    prefix = "orchestration.sources."
    allowed = {prefix + m for m in SOURCES_MAY_IMPORT.get(file.stem, A_SOURCE_MAY_IMPORT).split()}
    if file.stem in ("_answers", "_http", "_transport"):
        allowed |= {"requests", "urllib3"}
    allowed |= {"lxml", "orjson", "protego"}
    wrong = [
        module
        for module in imports(file)
        if module not in allowed and module.split(".")[0] not in allowed | sys.stdlib_module_names
    ]
    assert wrong == []


def test_suites_know_only_great_expectations() -> None:
    allowed = {"great_expectations", "expectations", "typing", "__future__"}
    wrong = [
        f"{name(file)} imports {module}"
        for file in PYTHON
        if file.parent.name == "expectations"
        for module in imports(file)
        if module.split(".")[0] not in allowed
    ]
    assert wrong == []


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
