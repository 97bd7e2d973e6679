"""Each model says where it belongs, and declares what it reads across the boundary of a part."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.partitioned import (
    KEYS,
    MOST_FILES,
    PartitionedBuild,
    key_of,
    reads_whole,
)
from orchestration.warehouse.parts import (
    LISTINGS_PER_PART,
    Split,
    count_parts,
    drop_lost,
    remove_unused,
    splits,
)

PROJECT = Project.load()
MODELS = [t for t, node in PROJECT.nodes.items() if node["resource_type"] == "model"]


def changed(table: str, **meta: object) -> Project:
    """The project with another `meta` of one table."""
    manifest = deepcopy(dict(PROJECT.manifest))
    manifest["nodes"][PROJECT.nodes[table]["unique_id"]]["config"]["meta"] = meta
    return Project(manifest)


def undeclared(project: Project, table: str) -> list[str]:
    """The parents of a table in parts that cannot be split by its key and that its `.yml` does not
    name in `reads_whole`. A seed is always read as a whole."""
    key = key_of(project, table)
    return [
        parent
        for parent in (project.reads(table) if key else [])
        if not parent.startswith("seeds/")
        and key != key_of(project, parent)
        and key not in project.nodes[parent]["columns"]
        and parent not in reads_whole(project, table)
    ]


def test_each_model_says_where_it_belongs() -> None:
    said = {t: PROJECT.nodes[t]["config"]["meta"].get("partition_by") for t in MODELS}
    assert [table for table, key in said.items() if key not in (*KEYS, "none")] == []
    assert set(said.values()) == {*KEYS, "none"}


@pytest.mark.parametrize("table", MODELS)
def test_no_model_reads_across_a_boundary_that_it_does_not_declare(table: str) -> None:
    assert undeclared(PROJECT, table) == []


def test_a_model_that_reads_across_is_found() -> None:
    ranges = "intermediate/int_pay__text_ranges"
    labels = "intermediate/int_pay__labels"
    assert undeclared(changed(ranges, partition_by="text_id"), ranges) == [labels]
    roles = "intermediate/int_listings__roles"
    assert undeclared(changed(roles, partition_by="segment_id"), roles) == PROJECT.reads(roles)


def test_what_crosses_a_boundary_is_a_parent() -> None:
    for table in MODELS:
        meta = PROJECT.nodes[table]["config"]["meta"]
        read = {parent.split("/")[1] for parent in PROJECT.reads(table)}
        assert read.issuperset(meta.get("reads_whole", [])), table


def test_only_rows_of_lines_are_repeated() -> None:
    """A table whose rows have the key of its parts is never read with `distinct`."""
    for table in MODELS:
        meta = PROJECT.nodes[table]["config"]["meta"]
        if meta.get("repeats_across_parts"):
            columns = PROJECT.nodes[table]["columns"]
            assert "line_id" in columns, table
            assert key_of(PROJECT, table) not in columns, table


def test_a_comment_gives_the_files_back() -> None:
    split = Split("text_id", False, (("text_id", "VARCHAR"),), (("a'.parquet",), ("b", "c")))
    assert Split.from_comment(split.as_comment) == split
    with duckdb.connect() as warehouse:
        warehouse.execute("create schema core; create view core.fct_a as select 1 as one")
        comment = split.as_comment.replace("'", "''")
        warehouse.execute(f"comment on view core.fct_a is '{comment}'")
        warehouse.execute("create view core.fct_b as select 1 as one")
        assert splits(warehouse) == {"core/fct_a": split}


def test_a_table_whose_parts_are_gone_is_dropped_and_other_files_are_removed(
    tmp_path: Path,
) -> None:
    settings = Settings(tmp_path, "")
    settings.parts.mkdir()
    with duckdb.connect() as warehouse:
        warehouse.execute("create schema core")
        for name in ("fct_a", "fct_b"):
            file = settings.parts / f"{name}.parquet"
            file.touch()
            split = Split("text_id", False, (("text_id", "VARCHAR"),), ((str(file),),))
            warehouse.execute(f"create view core.{name} as select 1 as one")
            warehouse.execute(f"comment on view core.{name} is '{split.as_comment}'")
        unused = settings.parts / "core" / "fct_c" / "0000.parquet"
        unused.parent.mkdir(parents=True)
        unused.touch()
        remove_unused(settings, warehouse)
        assert sorted(f.name for f in settings.parts.rglob("*")) == [
            "fct_a.parquet",
            "fct_b.parquet",
        ]
        (settings.parts / "fct_a.parquet").unlink()
        assert drop_lost(settings, warehouse) == ["core/fct_a"]
        assert [*splits(warehouse)] == ["core/fct_b"]
        moved = replace(settings, home=tmp_path / "elsewhere")
        assert drop_lost(moved, warehouse) == ["core/fct_b"]


def test_the_number_of_parts(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "", partitions="auto")
    with duckdb.connect() as warehouse:
        assert count_parts(replace(settings, partitions="7"), warehouse) == 7
        assert count_parts(settings, warehouse) == 1
        for name, rows, count in (("a", 5, 1), ("b", 2 * LISTINGS_PER_PART, 4)):
            night = settings.raw / name / "night=2026-11-02"
            night.mkdir(parents=True)
            warehouse.execute(f"copy (from range({rows})) to '{night}/postings.parquet'")
            assert count_parts(settings, warehouse) == count


def test_rows_are_added_to_parts_whose_files_become_one_after_many_nights(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "", memory="1GB", partitions="2")
    table, texts = "intermediate/int_text__blocks", "warehouse.staging.stg_texts"
    sql = f"select text_id, length(text_id) as line_number from {texts}"
    new = (
        f"{sql} where text_id not in (select text_id from warehouse.intermediate.int_text__blocks)"
    )
    with duckdb.connect(str(settings.warehouse)) as warehouse:
        for schema in ("staging", "seeds", "intermediate"):
            warehouse.execute(f"create schema {schema}")
        for parent in PROJECT.reads(table):
            warehouse.execute(f"create table {parent.replace('/', '.')} (text_id varchar)")
        counts = []
        for night in range(MOST_FILES + 3):
            rows = [[f"text {night} {number}"] for number in range(20)]
            warehouse.executemany(f"insert into {texts} values (?)", rows)
            build = PartitionedBuild.prepare(PROJECT, settings, warehouse)
            query, comment = build.build(warehouse, table, new if night else sql, night > 0)
            warehouse.execute(f"create or replace view intermediate.int_text__blocks as {query}")
            warehouse.execute(f"comment on view intermediate.int_text__blocks is '{comment}'")
            counts.append(max(len(files) for files in splits(warehouse)[table].parts))
        build.close()
        found = warehouse.execute(
            "select text_id, line_number from intermediate.int_text__blocks order by all"
        ).fetchall()
        assert found == warehouse.execute(f"{sql} order by all").fetchall()
        assert len(found) == 20 * (MOST_FILES + 3)
        kept = {file for part in splits(warehouse)[table].parts for file in part}
    assert counts == [*range(1, MOST_FILES + 1), 1, 2, 3]
    assert {str(file) for file in settings.parts.rglob("*.parquet")} == kept
