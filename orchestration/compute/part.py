"""One part of a partitioned table: compiled SQL of dbt, run in a DuckDB of its own over Parquet.

A worker on another machine runs this, so nothing is read here but the files that the task names.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import uuid4

import duckdb

from orchestration.compute import bucket
from orchestration.environment import OBJECT_SCHEME
from orchestration.plain_text import sql_literal

DATABASE = "warehouse"
"""The database of the relations, as in dbt's profile, so that compiled SQL runs as it is."""
Columns = tuple[tuple[str, str], ...]
"""The name and DuckDB's type of each column, in order."""
_computing: set[duckdb.DuckDBPyConnection] = set()
"""The databases of the parts that this process computes now."""


@dataclass(frozen=True)
class Relation:
    """A table as the SQL names it (schema/table), and the Parquet files that hold it for a part.

    `is_distinct`: the files of several parts repeat rows, which are taken once.
    """

    table: str
    columns: Columns
    files: tuple[str, ...]
    is_distinct: bool = False


@dataclass(frozen=True)
class PartTask:
    """Compute one part. The result goes to a file of its own, whose name begins with `target` and
    which appears when it is complete.

    Files are paths, or addresses that begin with s3://.
    `columns` are those of a contract, to which the rows are cast; empty for those of the SQL.
    `memory` is a limit as DuckDB reads it.
    """

    table: str
    part: int
    sql: str
    relations: tuple[Relation, ...]
    columns: Columns
    target: str
    memory: str
    threads: int


class PartResult(NamedTuple):
    """The file of one part, and what it cost: seconds of time and of CPU, the peak memory of its
    worker in MiB.

    `columns` have the types of the query, some of which Parquet does not have.
    """

    part: int
    row_count: int
    seconds: float
    cpu_seconds: float
    peak_mib: int
    worker: str
    columns: Columns
    file: str


def run(task: PartTask) -> PartResult:
    """Compute a part. May run again after its worker was lost, and then writes another file: the
    lost one may still be at work."""
    begun, cpu = time.perf_counter(), time.process_time()
    file = f"{task.target}-{uuid4().hex[:8]}.parquet"
    is_object = file.startswith(OBJECT_SCHEME)
    if not is_object:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    beside = None if is_object else Path(file).parent
    with TemporaryDirectory(prefix=".part-", dir=beside) as scratch:
        result = Path(scratch) / "part.parquet"
        row_count, columns = _compute(task, result)
        if is_object:
            bucket.put(bucket.file_system(), result, file)
        else:
            result.replace(file)
    return PartResult(
        part=task.part,
        row_count=row_count,
        seconds=round(time.perf_counter() - begun, 2),
        cpu_seconds=round(time.process_time() - cpu, 2),
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        worker=f"{os.uname().nodename}/{os.getpid()}",
        columns=columns,
        file=file,
    )


def interrupt() -> None:
    """Make the parts that this process computes now raise an error; waits until they have."""
    while computing := list(_computing):
        for database in computing:
            database.interrupt()  # of one query: the part may be about to begin another
        time.sleep(0.05)


def _compute(task: PartTask, result: Path) -> tuple[int, Columns]:
    """Write the rows of a part to a new file; their number, and the columns of the query."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": task.memory,
        "threads": str(task.threads),
        "temp_directory": str(result.with_name("spilled")),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "false",
    }
    with closing(duckdb.connect(":memory:", config=config)) as database, _interruptible(database):
        database.execute("set TimeZone = 'UTC'")
        if task.target.startswith(OBJECT_SCHEME):
            bucket.register(database)
        database.execute(f"attach ':memory:' as {DATABASE}")
        for relation in task.relations:
            _create_view(database, relation)
        database.execute(f"use {DATABASE}")
        query = f"select {_cast(task.columns) or '*'} from ({task.sql}\n)"
        described = database.execute(f"describe {query}").fetchall()
        copied = database.execute(
            f"copy ({query}) to {sql_literal(str(result))} (format parquet)"
        ).fetchone()
    return copied[0] if copied else 0, tuple((name, kind) for name, kind, *_ in described)


@contextmanager
def _interruptible(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    _computing.add(database)
    try:
        yield
    finally:
        _computing.discard(database)


def select_from(columns: Columns, files: Sequence[str], is_distinct: bool) -> str:
    """A query of the rows in some Parquet files, with the types that the table had."""
    distinct = "distinct " if is_distinct else ""
    listed = ", ".join(map(sql_literal, files))
    return (
        f"select {distinct}{_cast(columns)} "
        f"from read_parquet([{listed}], hive_partitioning = false)"
    )


def _create_view(database: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    schema, name = relation.table.split("/")
    database.execute(f'create schema if not exists {DATABASE}."{schema}"')
    database.execute(
        f'create view {DATABASE}."{schema}"."{name}" as '
        + select_from(relation.columns, relation.files, relation.is_distinct)
    )


def _cast(columns: Columns) -> str:
    """A type that Parquet does not have comes back as the one that the table had."""
    return ", ".join(f'"{name}"::{data_type} as "{name}"' for name, data_type in columns)
