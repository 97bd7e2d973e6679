"""The file of the warehouse, for the one process that writes it."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterable

import duckdb

from orchestration.settings import Settings
from orchestration.storage.earlier_nights import NAME, Compacted
from orchestration.storage.integrity import ALREADY_ATTACHED
from orchestration.warehouse.dbt_project import Project

PROGRESS = logging.getLogger("orchestration.progress")
PATIENCE = 2.0
"""Seconds to wait for a connection of this process that has no user any more."""
WAREHOUSE = "warehouse"
"""The name of the database: of its file, and in dbt's profile."""


class WarehouseInUse(RuntimeError):
    """Another program has the warehouse open; the message is one line."""


def open_warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The warehouse, for the process that writes it; raises `WarehouseInUse` if another has it."""
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connect(str(settings.warehouse))
    except duckdb.IOException as error:
        if "set lock" not in str(error):
            raise
        raise WarehouseInUse(
            f"{settings.warehouse} is open in another program: close it and run this again "
            f"({' '.join(str(error).split())[:200]})"
        ) from error
    connection.execute("set TimeZone = 'UTC'")
    return connection


def _connect(file: str) -> duckdb.DuckDBPyConnection:
    """Connect, also where a connection of this process without a user still holds the file: one
    in a cycle of objects is closed when they are collected, one of a thread when it has ended."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return duckdb.connect(file)
        except duckdb.BinderException as error:
            if ALREADY_ATTACHED not in str(error) or time.monotonic() > until:
                raise
            gc.collect()
            time.sleep(0.05)


def drop_unknown_tables(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    """Drop tables that the project no longer has: a renamed model must not leave its old rows."""
    found = warehouse.execute(
        "select schema_name, table_name, 'table' from duckdb_tables() "
        "where database_name = current_database() and schema_name <> 'validation' union all "
        "select schema_name, view_name, 'view' from duckdb_views() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    unknown = [row for row in found if f"{row[0]}/{row[1]}" not in project.nodes]
    for schema, table, kind in unknown:
        warehouse.execute(f'drop {kind} "{schema}"."{table}"')
    if unknown:
        PROGRESS.info("%d tables that the project no longer has were dropped", len(unknown))


def views_without_files(
    warehouse: duckdb.DuckDBPyConnection, compacted: Iterable[Compacted]
) -> list[str]:
    """The views (schema/name) that read compacted nights other than these, which may be gone."""
    found = warehouse.execute(
        f"select schema_name || '/' || view_name, regexp_extract_all(sql, '{NAME}') "
        "from duckdb_views() where database_name = current_database() and not internal"
    ).fetchall()
    there = {one.folder.name for one in compacted}
    return [view for view, names in found if not there.issuperset(names)]


def stored_otherwise(
    warehouse: duckdb.DuckDBPyConnection, tables: Iterable[str], stored_members: int
) -> list[str]:
    """The tables (schema/name) of `is_view_when_large` that are a table where the setting of today
    says view, or the other way round."""
    rows = warehouse.execute(
        "select table_schema || '/' || table_name, table_type = 'VIEW' "
        "from information_schema.tables where table_catalog = current_database()"
    ).fetchall()
    is_view = dict(rows)
    if "core/fct_listings" not in is_view:
        return []
    (count,) = warehouse.execute("select count(*) from core.fct_listings").fetchone() or (0,)
    return [t for t in tables if t in is_view and is_view[t] != (count > stored_members)]
