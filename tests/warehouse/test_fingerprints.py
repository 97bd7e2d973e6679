"""What makes a table be built again, and what makes it be checked again."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.storage import integrity
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.fingerprints import Fingerprints, raw_content

Edit = Callable[[dict[str, Any]], None]
NIGHT = "2026-11-02"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return json.loads(json.dumps(Project.load().manifest))


def made(manifest: dict[str, Any], **suites: str) -> dict[str, tuple[str, str]]:
    """The fingerprints of rows and checks, by table."""
    project = Project(manifest)
    known = {table: suites.get(table.split("/")[1], "suite") for table in project.nodes}
    found = Fingerprints(project, {"postings": "p", "boards": "b"}, known)
    return {table: (found.rows(table), found.checks(table)) for table in project.nodes}


def changed(
    before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]
) -> list[set[str]]:
    """The tables whose rows, and those whose checks, have another fingerprint."""
    return [{t for t in before if before[t][i] != after[t][i]} for i in (0, 1)]


def edited(manifest: dict[str, Any], edit: Edit) -> list[set[str]]:
    after = copy.deepcopy(manifest)
    edit(after)
    return changed(made(manifest), made(after))


def test_a_word_in_a_suite_checks_one_table_again(manifest: dict[str, Any]) -> None:
    after = made(manifest, fct_roles="another suite")
    assert changed(made(manifest), after) == [set(), {"core/fct_roles"}]


def test_an_added_data_test_checks_its_table_again(manifest: dict[str, Any]) -> None:
    def add(after: dict[str, Any]) -> None:
        table = next(n for n in after["nodes"].values() if n["name"] == "dim_technologies")
        test = next(n for n in after["nodes"].values() if n["resource_type"] == "test")
        after["nodes"]["test.another"] = {
            **test,
            "unique_id": "test.another",
            "attached_node": table["unique_id"],
            "depends_on": {"nodes": [table["unique_id"]], "macros": []},
        }

    assert edited(manifest, add) == [set(), {"core/dim_technologies"}]


def test_a_macro_rebuilds_what_uses_it_and_what_is_below(manifest: dict[str, Any]) -> None:
    """Text is not read again for an edit of a macro that marts alone use."""

    def edit(after: dict[str, Any]) -> None:
        macro = next(m for m in after["macros"].values() if m["name"] == "mart_by")
        macro["macro_sql"] += " -- a word"

    rows, checks = edited(manifest, edit)
    assert "marts/mart_salary_by_technology" in rows
    assert {table.split("/")[0] for table in rows} == {"marts"}
    assert checks == set()


def test_the_order_in_which_files_are_found_changes_nothing(manifest: dict[str, Any]) -> None:
    """dbt lists a folder as its disk does."""
    other = {**manifest, "nodes": dict(reversed(manifest["nodes"].items()))}
    assert list(manifest["nodes"]) != list(other["nodes"])
    assert list(Project(other).nodes) == list(Project(manifest).nodes)
    assert list(made(other).items()) == list(made(manifest).items())
    tests = [Project(given).tests("core/fct_listings") for given in (manifest, other)]
    assert tests[0] == tests[1]


def test_descriptions_owners_tags_and_groups_change_nothing(manifest: dict[str, Any]) -> None:
    def edit(after: dict[str, Any]) -> None:
        for node in after["nodes"].values():
            node["description"] = "other words"
            node["config"]["meta"] = {"owner": "somebody"}
            node["config"]["tags"] = node["tags"] = ["another"]
            node["config"]["group"] = node["group"] = "another"
            for column in node.get("columns", {}).values():
                column["description"] = "other words"

    assert edited(manifest, edit) == [set(), set()]


def test_a_type_in_a_contract_rebuilds_its_table_and_what_is_below(
    manifest: dict[str, Any],
) -> None:
    """Or a contract that the SQL breaks would be noticed only on the next night."""

    def edit(after: dict[str, Any]) -> None:
        node = next(n for n in after["nodes"].values() if n["name"] == "fct_roles")
        assert node["contract"]["enforced"]
        node["contract"]["checksum"] = "another type"

    rows, checks = edited(manifest, edit)
    assert rows == {"core/fct_roles"}
    assert checks == set()


def test_sql_rebuilds_what_is_below(manifest: dict[str, Any]) -> None:
    def edit(after: dict[str, Any]) -> None:
        node = next(n for n in after["nodes"].values() if n["name"] == "fct_roles")
        node["checksum"]["checksum"] = "other SQL"

    rows, _ = edited(manifest, edit)
    assert "core/fct_roles" in rows
    assert "core/fct_listings" not in rows
    assert not [table for table in rows if table.startswith(("seeds", "staging", "intermediate"))]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "lever" / f"night={NIGHT}"
    folder.mkdir(parents=True)
    (folder / "postings.parquet").write_bytes(b"postings")
    (folder / "boards.parquet").write_bytes(b"boards")
    integrity.write_checksums(folder)
    (tmp_path / "raw" / "cities").mkdir()
    (tmp_path / "raw" / "cities" / "cities.parquet").write_bytes(b"cities")
    return tmp_path / "raw"


def test_raw_content_does_not_follow_file_times(raw: Path) -> None:
    before = raw_content(raw, NIGHT)
    for file in raw.rglob("*.parquet"):
        os.utime(file, (1, 1))
    assert raw_content(raw, NIGHT) == before


def test_raw_content_is_the_same_where_no_checksums_were_written(raw: Path) -> None:
    """Nights from before there were checksums."""
    before = raw_content(raw, NIGHT)
    (raw / "lever" / f"night={NIGHT}" / integrity.CHECKSUMS).unlink()
    assert raw_content(raw, NIGHT) == before


def test_a_night_changes_the_tables_of_nights_alone(raw: Path) -> None:
    first, second = raw_content(raw, NIGHT), raw_content(raw, "2026-11-03")
    assert {name for name in first if first[name] != second[name]} == {"postings", "boards"}
