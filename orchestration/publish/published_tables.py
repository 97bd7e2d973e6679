"""The published tables of a release as `marts.duckdb`.

The same rows give the same bytes: rows are ordered by their columns, and what DuckDB leaves to
chance is turned off (decision 17). A process of its own writes the file, because the unused ends
of DuckDB's blocks hold what was in memory before: there new memory is filled with zeros.
Not here: which tables are published (`release`), and the same rows in other formats (`open_data`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from weakref import WeakSet

import duckdb

ZEROED = {"DUCKDB_JE_MALLOC_CONF": "zero:true"}
"""DuckDB's own allocator, jemalloc, reads this variable when the library is loaded."""
UNSTABLE = ("fsst", "alp", "alprd", "rle", "bitpacking")
"""Compression methods of DuckDB 1.5 that draw samples at random, or store memory that is not set:
the values below nulls, and gaps. Without them a release is 4 % larger."""


_running: WeakSet[subprocess.Popen[str]] = WeakSet()


def relation(table: str) -> str:
    """The name of a table (schema/table) in the database that is being written."""
    layer, name = table.split("/")
    # In a file called marts, a schema marts would make every `marts.x` ambiguous.
    return f"published.{'main' if layer == 'marts' else layer}.{name}"


def write(
    warehouse: Path,
    memory: str,
    tables: Sequence[str],
    folder: Path,
    statements: Sequence[str] = (),
) -> None:
    """Write tables (schema/table) of a warehouse, which no program has open, into a folder.
    `memory` is what DuckDB may have.

    The SQL `statements` run on the database, which is `published`, after that. Raises RuntimeError
    with the last line of what went wrong.
    """
    job = [str(warehouse), memory, sorted(tables), str(folder), list(statements)]
    with subprocess.Popen(
        [sys.executable, "-P", __file__],
        env={**os.environ, **ZEROED},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        _running.add(run)
        _, errors = run.communicate(json.dumps(job))
    if run.returncode:
        lines = errors.strip().splitlines() or [f"exit code {run.returncode}"]
        raise RuntimeError(f"the tables of {folder} cannot be written: {lines[-1]}")


def interrupt() -> None:
    """End what is being written: publishing has failed or is canceled."""
    for run in list(_running):
        run.kill()


def _write(
    warehouse: str, memory: str, tables: list[str], folder: str, statements: list[str]
) -> None:
    database = Path(folder, "marts.duckdb")
    # Threads would share out rows and blocks by chance.
    with closing(duckdb.connect(config={"threads": 1, "memory_limit": memory})) as db:
        db.execute("set TimeZone = 'UTC'")
        db.execute(f"set temp_directory = {_literal(f'{warehouse}.tmp')}")
        db.execute(f"set disabled_compression_methods = '{','.join(UNSTABLE)}'")
        db.execute(f"attach {_literal(warehouse)} as warehouse (read_only)")
        db.execute(f"attach {_literal(str(database))} as published")
        for layer in sorted({"core", *(table.split("/")[0] for table in tables)} - {"marts"}):
            db.execute(f"create schema published.{layer}")
        for table in tables:
            layer, name = table.split("/")
            rows = f"from warehouse.{layer}.{name} order by all"
            db.execute(f"create table {relation(table)} as {rows}")
        db.execute("use published")
        db.begin()
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.execute("checkpoint published")
        db.execute("use memory")
        db.execute("detach published")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    try:
        _write(*json.load(sys.stdin))
    except duckdb.Error as failure:  # below its first line it shows the statement
        sys.exit(str(failure).partition("\n")[0])
