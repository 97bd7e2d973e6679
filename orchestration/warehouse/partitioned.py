"""Tables that are built in parts: `meta.partition_by` of a model names the column that splits it.

A part holds the rows whose key has one bucket. It reads the same part of each parent that has the
key, and other parents as a whole. Its rows are a Parquet file; in the warehouse the table is a view
of these files, so that suites, data tests and other tables read it as any other. Not here: how a
part is computed (`compute`), and which tables are built (`build`).
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from uuid import uuid4

import duckdb

from orchestration.compute.engine import Engine
from orchestration.compute.part import Columns, PartResult, PartTask, Relation, select_from
from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project

PROGRESS = logging.getLogger("orchestration.progress")
LISTINGS_PER_PART = 200_000
"""Listings from which on another part pays: a part costs seconds, whatever it holds."""
MOST_PARTS = 4096
MOST_FILES = 16
"""Files of a part that appended nights leave, before the part is written anew as one."""
KEYS = ("text_id", "company_id", "segment_id")
"""Columns that split tables: by text, by company, by segment."""


def count_parts(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> int:
    """The number of parts for the listings that are stored; a power of two where it is `auto`, so
    that a directory that grows is not split anew every few nights."""
    if settings.partitions != "auto":
        return int(settings.partitions)
    pattern = settings.raw / "*" / "night=*" / "postings.parquet"
    if not list(settings.raw.glob("*/night=*/postings.parquet")):
        return 1
    (rows,) = warehouse.execute(
        "select sum(num_rows) from parquet_file_metadata(?)", [str(pattern)]
    ).fetchone() or (0,)
    wanted = -(-int(rows or 0) // LISTINGS_PER_PART)
    return min(MOST_PARTS, 1 << max(0, wanted - 1).bit_length())


def memory_of_parts(
    settings: Settings, warehouse: duckdb.DuckDBPyConnection, workers: int
) -> tuple[str, str]:
    """The limits of the warehouse and of one part in a build in parts: half of the memory is for
    the parts of two tables, which dbt builds at the same time, or for the workers."""
    limit = [settings.memory_limit]
    (size,) = warehouse.execute("select parse_formatted_bytes(?)", limit).fetchone() or (0,)
    mib = size // 2 // 2**20
    return f"{mib}MiB", f"{mib // max(2, workers)}MiB"


@dataclass(frozen=True)
class Split:
    """The files of a table that is stored in parts: those of each part, oldest first.

    `repeats`: parts may hold the same row, since a line is in texts of several parts.
    """

    key: str
    repeats: bool
    columns: Columns
    parts: tuple[tuple[str, ...], ...]

    @property
    def files(self) -> tuple[str, ...]:
        """All files."""
        return tuple(file for part in self.parts for file in part)

    @property
    def as_comment(self) -> str:
        """As it is kept in the comment of the view, which is replaced together with the view."""
        return json.dumps(
            {
                "key": self.key,
                "repeats": self.repeats,
                "columns": self.columns,
                "parts": self.parts,
            }
        )

    @classmethod
    def from_comment(cls, comment: str) -> Split:
        """Read a comment of `as_comment`."""
        kept = json.loads(comment)
        columns = tuple((name, data_type) for name, data_type in kept["columns"])
        return cls(kept["key"], kept["repeats"], columns, tuple(map(tuple, kept["parts"])))


def splits(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Split]:
    """The tables of a warehouse that are stored in parts."""
    rows = warehouse.execute(
        "select schema_name, view_name, comment from duckdb_views() "
        "where database_name = current_database() and not internal and comment is not null"
    ).fetchall()
    return {f"{s}/{n}": Split.from_comment(c) for s, n, c in rows if c.startswith('{"key"')}


def drop_lost(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """Drop the tables whose parts are gone, as after the data directory was moved; their names."""
    lost = [
        table
        for table, split in splits(warehouse).items()
        if not all(Path(f).is_relative_to(settings.parts) and Path(f).exists() for f in split.files)
    ]
    for table in lost:
        schema, name = table.split("/")
        warehouse.execute(f'drop view "{schema}"."{name}"')
    if lost:
        PROGRESS.info("%d tables whose parts are gone are built again", len(lost))
    return lost


def remove_unused(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> None:
    """Remove the files of parts that no table has: of a run that was killed, or of older rows."""
    used = {file for split in splits(warehouse).values() for file in split.files}
    for file in settings.parts.glob("**/*"):
        if file.is_file() and str(file) not in used:
            file.unlink()
    for folder in sorted(settings.parts.glob("**/"), reverse=True):
        with suppress(OSError):  # it holds something
            folder.rmdir()


@dataclass(frozen=True)
class PartitionedBuild:
    """One build: `count` parts, computed by `engine`. `kept` has the tables that were in parts
    before it, `results` the parts of each table that it has built. `memory` is the limit of a part.
    """

    project: Project
    settings: Settings
    count: int
    engine: Engine
    kept: Mapping[str, Split]
    memory: str
    results: dict[str, list[PartResult]] = field(default_factory=dict)
    _inputs: dict[tuple[str, str], Relation | Split] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __contains__(self, table: str) -> bool:
        """Whether a table is built in parts."""
        return self.count > 1 and key_of(self.project, table) is not None

    def can_continue(self, table: str) -> bool:
        """Whether a table is stored as this build stores it, so that rows can be added. A table
        that was not built yet cannot."""
        split = self.kept.get(table)
        if table not in self:
            return split is None
        return (
            split is not None
            and len(split.parts) == self.count
            and split.key == key_of(self.project, table)
        )

    def build(
        self, warehouse: duckdb.DuckDBPyConnection, table: str, sql: str, is_incremental: bool
    ) -> tuple[str, str]:
        """Compute all parts of a table; the query and the comment of its view.

        `sql` is what dbt compiled. If it is incremental, its rows are added to those of each part.
        """
        key = key_of(self.project, table)
        assert key is not None
        before = splits(warehouse).get(table) if is_incremental else None
        inputs = [
            self._input(warehouse, table, parent, key) for parent in self.project.reads(table)
        ]
        if before:
            inputs.append((table, before))
        folder = self.settings.parts / table / uuid4().hex[:8]
        tasks = [
            PartTask(
                table=table,
                part=part,
                sql=sql,
                relations=tuple(_relation(name, read, key, part) for name, read in inputs),
                columns=self.project.contract(table),
                target=str(folder / f"{part:04}.parquet"),
                memory=self.memory,
                threads=self.settings.thread_count if self.engine.workers == 1 else 1,
            )
            for part in range(self.count)
        ]
        results = sorted(self.engine.run(tasks), key=lambda result: result.part)
        self.results[table] = results
        _log(table, results)
        columns = before.columns if before else results[0].columns
        parts = tuple(
            self._files(before, task, result, columns)
            for task, result in zip(tasks, results, strict=True)
        )
        repeats = self.project.nodes[table]["config"]["meta"].get("repeats_across_parts", False)
        split = Split(key, repeats, columns, parts)
        return select_from(split.columns, split.files, split.repeats), split.as_comment

    def _files(
        self, before: Split | None, task: PartTask, result: PartResult, columns: Columns
    ) -> tuple[str, ...]:
        """The files of one part: those before, and the new one if it has rows."""
        if before is None:
            return (task.target,)
        files = before.parts[task.part]
        if not result.row_count:
            Path(task.target).unlink()
            return files
        if len(files) < MOST_FILES:
            return (*files, task.target)
        whole = Path(task.target).with_suffix(".whole.parquet")
        with duckdb.connect() as database:
            query = select_from(columns, (*files, task.target), is_distinct=False)
            database.execute(f"copy ({query}) to '{whole}' (format parquet)")
        Path(task.target).unlink()
        return (str(whole),)

    def _input(
        self, warehouse: duckdb.DuckDBPyConnection, table: str, parent: str, key: str
    ) -> tuple[str, Relation | Split]:
        """What a part reads of a parent: its split by the same key, or else the whole of it."""
        split = splits(warehouse).get(parent)
        is_whole = parent in reads_whole(self.project, table)
        if split and split.key == key and len(split.parts) == self.count and not is_whole:
            return parent, split
        with self._lock:  # dbt builds two tables at the same time
            described = _columns(warehouse, parent)
            place = parent, "" if is_whole or key not in dict(described) else key
            if place not in self._inputs:
                self._inputs[place] = self._export(warehouse, parent, described, place[1], split)
            return parent, self._inputs[place]

    def _export(
        self,
        warehouse: duckdb.DuckDBPyConnection,
        parent: str,
        columns: Columns,
        key: str,
        split: Split | None,
    ) -> Relation | Split:
        """Write a table as Parquet for the parts: split by a key, or as one file if it has none."""
        if split and not key:
            return Relation(parent, columns, split.files, split.repeats)
        folder = self.settings.parts / "inputs" / parent / (key or "whole")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        schema, name = parent.split("/")
        if not key:
            file = folder / "0.parquet"
            warehouse.execute(f'copy "{schema}"."{name}" to \'{file}\' (format parquet)')
            return Relation(parent, columns, (str(file),))
        warehouse.execute(
            f'copy (select *, {_bucket(key, self.count)} as part from "{schema}"."{name}") '
            f"to '{folder}' (format parquet, partition_by (part))"
        )
        # A part without rows has the columns of a file, too.
        empty = folder / "empty.parquet"
        warehouse.execute(
            f'copy (select * from "{schema}"."{name}" limit 0) to \'{empty}\' (format parquet)'
        )
        parts = tuple(
            (*map(str, sorted((folder / f"part={part}").glob("*.parquet"))), str(empty))
            for part in range(self.count)
        )
        return Split(key, False, columns, parts)


def _log(table: str, results: Sequence[PartResult]) -> None:
    """Log what the parts of a table cost, as a line and as facts."""
    cost = sum(result.cpu_seconds for result in results)
    peak = max(result.peak_mib for result in results)
    PROGRESS.info(
        "%-50s %9d parts  %7.1f CPU s  %6d MiB at most",
        *(table, len(results), cost, peak),
        extra={
            "facts": {
                "event": "parts computed",
                "table": table,
                "parts": len(results),
                "cpu_seconds": round(cost, 2),
                "peak_mib": peak,
            }
        },
    )


def key_of(project: Project, table: str) -> str | None:
    """The column that splits a table into parts; None for a table that is built as a whole."""
    key = project.nodes[table]["config"]["meta"].get("partition_by")
    return None if key in (None, "none") else str(key)


def reads_whole(project: Project, table: str) -> Sequence[str]:
    """The parents that each part of a table reads as a whole: those that its `.yml` names."""
    named: Sequence[str] = project.nodes[table]["config"]["meta"].get("reads_whole", [])
    return [parent for parent in project.reads(table) if parent.split("/")[1] in named]


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


def _bucket(key: str, count: int) -> str:
    """The part of a row. Of the digits of a hash that no version of an engine changes."""
    return f"('0x' || left(md5(\"{key}\"::varchar), 8))::bigint % {count}"


def _relation(table: str, read: Relation | Split, key: str, part: int) -> Relation:
    if isinstance(read, Relation):
        return read
    return Relation(table, read.columns, read.parts[part])


def _columns(warehouse: duckdb.DuckDBPyConnection, table: str) -> Columns:
    quoted = ".".join(f'"{name}"' for name in table.split("/"))
    rows = warehouse.execute(f"describe {quoted}").fetchall()
    return tuple((name, data_type) for name, data_type, *_ in rows)
