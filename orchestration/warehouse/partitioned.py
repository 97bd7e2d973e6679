"""Tables that are built in parts: `meta.partition_by` of a model names the column that splits it.

A part holds the rows whose key has one bucket. It reads the same part of each parent that has the
key, and other parents as a whole. Its rows are a Parquet file; in the warehouse the table is a view
of these files, so that suites, data tests and other tables read it as any other. Not here: how a
part is computed (`compute`), what is stored (`parts`), and which tables are built (`build`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

import duckdb

from orchestration.compute.engine import Engine, engine_of
from orchestration.compute.part import Columns, PartResult, PartTask, Relation, select_from
from orchestration.plain_text import sql_literal
from orchestration.settings import Settings
from orchestration.warehouse.database import open_warehouse
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.parts import (
    Split,
    count_parts,
    drop_lost,
    remove_unused,
    splits,
)

PROGRESS = logging.getLogger("orchestration.progress")
MOST_FILES = 16
"""Files of a part that appended nights leave, before the part is written anew as one."""
KEYS = ("text_id", "company_id")
"""Columns that split tables: by text, by company."""


@dataclass(frozen=True)
class PartitionedBuild:
    """One build in `count` parts; `close` ends it.

    `settings` are those of the warehouse meanwhile, `memory` is the limit of a part. `kept` has the
    tables that were in parts before, `lost` those whose parts are gone, `results` the parts of each
    table that was built.
    """

    project: Project
    settings: Settings
    count: int
    memory: str
    kept: Mapping[str, Split]
    lost: Sequence[str]
    results: dict[str, list[PartResult]] = field(default_factory=dict)
    _inputs: dict[tuple[str, str], Relation | Split] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def prepare(
        cls, project: Project, settings: Settings, warehouse: duckdb.DuckDBPyConnection
    ) -> PartitionedBuild:
        """Remove what an earlier build left, and decide on the number of parts."""
        lost = drop_lost(settings, warehouse)
        remove_unused(settings, warehouse)
        count = count_parts(settings, warehouse)
        workers = settings.thread_count if settings.compute == "ray" else 1
        # Half is for the parts: dbt builds two tables at the same time, or there are workers.
        part = settings.share_of_memory(2 * max(2, workers))
        during = replace(settings, memory=settings.share_of_memory(2)) if count > 1 else settings
        return cls(project, during, count, part, splits(warehouse), lost)

    @cached_property
    def _engine(self) -> Engine:
        return engine_of(self.settings, self.count)

    def start(self, tables: Iterable[str]) -> None:
        """Start the engine if one of some tables needs it. To be called by a thread that lives as
        long as the build: the processes of Ray end with the thread that started them."""
        if any(table in self for table in tables):
            _ = self._engine

    def cancel(self) -> None:
        """End the parts that are being computed: the run is canceled."""
        if "_engine" in self.__dict__:
            self._engine.cancel()

    def close(self) -> None:
        """End the engine, and remove the inputs of parts and what the build has replaced."""
        try:
            if self.settings.parts.exists():
                with closing(open_warehouse(self.settings)) as warehouse:
                    remove_unused(self.settings, warehouse)
        finally:
            if "_engine" in self.__dict__:
                self._engine.close()

    def __contains__(self, table: str) -> bool:
        """Whether a table is built in parts."""
        return self.count > 1 and key_of(self.project, table) is not None

    def configure(self, table: str, config: Any) -> None:
        """Give a node of dbt the materialization that it has in this build."""
        config.materialized = self.project.nodes[table]["config"]["materialized"]
        if table in self:
            config.meta = {**config.meta, "is_appended": config.materialized == "incremental"}
            config.materialized = "partitioned"
        elif config.meta.get("is_view_when_large"):
            config.meta = {**config.meta, "stored_members": self.settings.stored_members}
            config.materialized = "table_or_view"

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
        engine = self._engine
        folder = self.settings.parts / table / uuid4().hex[:8]
        tasks = [
            PartTask(
                table=table,
                part=part,
                sql=sql,
                relations=tuple(_relation(name, read, key, part) for name, read in inputs),
                columns=self.project.contract(table),
                target=str(folder / f"{part:04}"),
                memory=self.memory,
                threads=self.settings.thread_count if engine.workers == 1 else 1,
            )
            for part in range(self.count)
        ]
        results = sorted(engine.run(tasks), key=lambda result: result.part)
        self.results[table] = results
        _log(table, results)
        columns = before.columns if before else results[0].columns
        parts = tuple(self._files(before, result, columns) for result in results)
        repeats = self.project.nodes[table]["config"]["meta"].get("repeats_across_parts", False)
        split = Split(key, repeats, columns, parts)
        return select_from(split.columns, split.files, split.repeats), split.as_comment

    def _files(self, before: Split | None, result: PartResult, columns: Columns) -> tuple[str, ...]:
        """The files of one part: those before, and the new one if it has rows."""
        if before is None:
            return (result.file,)
        files = before.parts[result.part]
        if not result.row_count:
            Path(result.file).unlink()
            return files
        if len(files) < MOST_FILES:
            return (*files, result.file)
        whole = Path(result.file).with_suffix(".whole.parquet")
        with duckdb.connect() as database:
            query = select_from(columns, (*files, result.file), is_distinct=False)
            _copy(database, query, whole)
        Path(result.file).unlink()
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
        # A name that no earlier build had: workers may find its file in a bucket.
        folder = self.settings.parts / "inputs" / parent / f"{key or 'whole'}-{uuid4().hex[:8]}"
        folder.mkdir(parents=True)
        schema, name = parent.split("/")
        if not key:
            file = folder / "0.parquet"
            _copy(warehouse, f'from "{schema}"."{name}"', file)
            return Relation(parent, columns, (str(file),))
        _copy(
            warehouse,
            f'select *, {_bucket(key, self.count)} as bucket_of_key from "{schema}"."{name}"',
            folder,
            "partition_by (bucket_of_key)",
        )
        # A part without rows has the columns of a file, too.
        empty = folder / "empty.parquet"
        _copy(warehouse, f'from "{schema}"."{name}" limit 0', empty)
        parts = tuple(
            (*map(str, sorted((folder / f"bucket_of_key={part}").glob("*.parquet"))), str(empty))
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


def _copy(database: duckdb.DuckDBPyConnection, query: str, target: Path, *options: str) -> None:
    listed = ", ".join(("format parquet", *options))
    database.execute(f"copy ({query}) to {sql_literal(str(target))} ({listed})")


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
