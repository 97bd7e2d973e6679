"""The dbt-duckdb plugin of this project: the SQL functions `run_suite` and `build_parts`.

`run_suite` is every table's post-hook. dbt calls it after it has built a table and before it builds
those below. Where it raises an error, dbt marks the table as failed and skips what depends on it.
`build_parts` computes a table that is built in parts. Not here: what a suite holds,
what becomes of its result (`build`), and how parts are computed (`partitioned`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb.sqltypes import BOOLEAN, VARCHAR

Gate = Callable[[duckdb.DuckDBPyConnection, str], None]
"""Runs the suite of a table (schema/table) on an open warehouse; raises if a check fails."""
Builder = Callable[[duckdb.DuckDBPyConnection, str, str, bool], tuple[str, str]]
"""Computes the parts of a table (schema/table) from its compiled SQL, which may be incremental; the
query and the comment of its view."""
_gates: list[Gate] = []
_builders: list[Builder] = []
_connections: list[duckdb.DuckDBPyConnection] = []


class Plugin(BasePlugin):  # type: ignore[misc]
    """Registers `run_suite`. dbt creates it by this name."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Called once per database that dbt opens."""
        _connections[:] = [conn]
        conn.create_function("run_suite", _run_suite, [VARCHAR], VARCHAR, side_effects=True)
        conn.create_function(
            "build_parts",
            _build_parts,
            [VARCHAR, VARCHAR, BOOLEAN],
            duckdb.list_type(VARCHAR),
            side_effects=True,
        )


@contextmanager
def gated_by(gate: Gate, builder: Builder) -> Iterator[None]:
    """While the block runs, `run_suite` calls `gate`, and `build_parts` calls `builder`. Without
    them `run_suite` does nothing, and `build_parts` fails."""
    _gates[:], _builders[:] = [gate], [builder]
    _connections.clear()  # of dbt commands that were no build
    try:
        yield
    finally:
        _gates.clear()
        _builders.clear()
        _connections.clear()


def refuse_all() -> None:
    """Make `run_suite` raise an error, so that dbt builds nothing below what it builds now. Without
    a build it does nothing: the next command of dbt is another."""
    if _gates:
        _gates[:] = [_refuse]


def is_open() -> bool:
    """Whether a build has the warehouse open."""
    return bool(_gates and _connections)


def cursor() -> duckdb.DuckDBPyConnection:
    """A connection of its own to the warehouse that dbt has open."""
    opened = _connections[0].cursor()
    opened.execute("use warehouse")
    opened.execute("set TimeZone = 'UTC'")
    return opened


def _refuse(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    raise RuntimeError(f"{table}: the run was canceled")


def _run_suite(table: str) -> str:
    for gate in _gates:
        with cursor() as connection:
            gate(connection, table)
    return table


def _build_parts(table: str, sql: str, is_incremental: bool) -> list[str]:
    with cursor() as connection:
        return [*_builders[0](connection, table, sql, is_incremental)]
