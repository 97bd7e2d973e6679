"""Published tables that the warehouse does not store: in a release they are views, too.

With very many listings a table may be a view of others (`is_view_when_large` in its `.yml`). The
release has the same view in `marts.duckdb`, with the tables that it reads, and no file of its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb

from orchestration.publish import published_tables
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.parts import splits


def of_warehouse(warehouse: duckdb.DuckDBPyConnection, project: Project) -> dict[str, str]:
    """The published tables (schema/table) that are views of a warehouse, with the SQL that makes
    each in the database of a release."""
    rows = warehouse.execute(
        "select schema_name || '/' || view_name, sql from duckdb_views() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    stored = splits(warehouse)  # a table in parts is a view of its files
    found = {table: sql for table, sql in rows if table not in stored}
    return {t: _in_release(project, t, found[t]) for t in project.published if t in found}


def read_by(project: Project, views: Mapping[str, str]) -> set[str]:
    """The tables (schema/table) that views read."""
    return {parent for view in views for parent in project.reads(view)}


def _in_release(project: Project, view: str, sql: str) -> str:
    """The SQL of a view of the warehouse, with the names that its tables have in a release."""
    for table in (view, *project.reads(view)):
        layer, name = table.split("/")
        sql = re.sub(rf'(?:"?\w+"?\.)?"?\b{layer}"?\."?{name}\b"?', _name_in_release(table), sql)
    return sql


def _name_in_release(table: str) -> str:
    """Without the name of the database: whoever attaches it gives it another."""
    return published_tables.relation(table).removeprefix("published.")
