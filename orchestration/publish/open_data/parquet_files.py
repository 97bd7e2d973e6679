"""The published tables as Parquet, a file each, with the rows in the order of `marts.duckdb`."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb

from orchestration.publish import databases
from orchestration.publish.open_data.csv_files import relation


def file_of(table: str) -> str:
    """The Parquet file of a table (schema/table) in a release."""
    layer, name = table.split("/")
    return f"parquet/{name}.parquet" if layer == "marts" else f"parquet/{layer}/{name}.parquet"


def write(db: duckdb.DuckDBPyConnection, tables: Iterable[str], to: Path, threads: int = 1) -> None:
    """Write the Parquet files of tables (schema/table) into the folder of a release. `db` is its
    database, which has one thread for each query; `threads` files are written at once."""
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda table: _write(db, table, to), tables):
            pass  # raises what a file raised


def _write(db: duckdb.DuckDBPyConnection, table: str, to: Path) -> None:
    file = to / file_of(table)
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(databases.cursor(db)) as own:
        own.table(relation(table)).write_parquet(str(file), compression="zstd")
