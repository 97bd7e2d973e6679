"""The published tables as CSV, for spreadsheets and programs that read no Parquet.

A mart is a plain file, a core table is compressed. Lists are JSON, timestamps are UTC in ISO 8601,
and a `'` stands before text that a spreadsheet would take for a formula (`plain_text.cell`).
Parquet has the words as they are. Not here: which tables are published (`release`).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from orchestration.plain_text import sql_literal
from orchestration.publish import databases

PARQUET_ONLY = (
    "core/fct_listing_evidence",
    "core/fct_listing_technologies",
    "core/fct_listing_versions",
    "core/fct_segment_listings",
    "core/fct_technology_mentions",
)
"""The words of postings, and what each listing belongs to: nine tenths of the rows of a
release, which no spreadsheet opens."""
_FORMULA = r"^([\s\p{Z}'']*[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]|''*[\t\r\n])"
"""`plain_text` has the same pattern, in the syntax of Python."""


def file_of(table: str) -> str | None:
    """The CSV file of a table (schema/table) in a release; None for one that has none."""
    layer, name = table.split("/")
    if table in PARQUET_ONLY:
        return None
    return f"csv/{name}.csv" if layer == "marts" else f"csv/{layer}/{name}.csv.gz"


def write(
    db: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Mapping[str, Any]],
    to: Path,
    threads: int = 1,
) -> None:
    """Write the CSV files of tables (schema/table, with their nodes in dbt's manifest) into the
    folder of a release. `db` is its database, which has one thread for each query: several would
    share out the rows of a file by chance. `threads` files are written at once."""
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda table: _write(db, table, tables[table], to), tables):
            pass  # raises what a file raised


def _write(db: duckdb.DuckDBPyConnection, table: str, node: Mapping[str, Any], to: Path) -> None:
    if (name := file_of(table)) is None:
        return
    file = to / name
    file.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(_shown(n, c["data_type"]) for n, c in node["columns"].items())
    rows = f"select {columns} from {relation(table)}"
    form = "format csv, header, compression " + ("gzip" if file.suffix == ".gz" else "none")
    with closing(databases.cursor(db)) as own:
        own.execute(f"copy ({rows}) to {sql_literal(str(file))} ({form})")


def relation(table: str) -> str:
    """The name of a published table (schema/table) in the database of a release."""
    layer, name = table.split("/")
    return name if layer == "marts" else f"{layer}.{name}"


def _shown(column: str, data_type: str) -> str:
    """The SQL of a column as CSV shows it."""
    name = f'"{column}"'
    if data_type.endswith("[]"):
        return f"to_json({name})::varchar as {name}"
    if data_type.startswith("timestamp"):
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ') as {name}"
    if data_type == "varchar":
        return f"if(regexp_matches({name}, '{_FORMULA}'), '''' || {name}, {name}) as {name}"
    return name
