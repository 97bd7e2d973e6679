"""The dbt-duckdb plugin of this project: the SQL function `run_suite`, every table's post-hook.

dbt calls it after it has built a table and before it builds those below. Where it raises an error,
dbt marks the table as failed and skips what depends on it. Not here: what a suite holds
(`expectations`) and what becomes of its result (`build`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb.sqltypes import VARCHAR

Gate = Callable[[duckdb.DuckDBPyConnection, str], None]
"""Runs the suite of a table (schema/table) on an open warehouse; raises if a check fails."""
_gates: list[Gate] = []
_connections: list[duckdb.DuckDBPyConnection] = []


class Plugin(BasePlugin):  # type: ignore[misc]
    """Registers `run_suite`. dbt creates it by this name."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Called once per database that dbt opens."""
        _connections[:] = [conn]
        conn.create_function("run_suite", _run_suite, [VARCHAR], VARCHAR, side_effects=True)


@contextmanager
def gated_by(gate: Gate) -> Iterator[None]:
    """While the block runs, `run_suite` calls `gate`. Without one it does nothing."""
    _gates[:] = [gate]
    _connections.clear()  # of dbt commands that were no build
    try:
        yield
    finally:
        _gates.clear()
        _connections.clear()


def refuse_all() -> None:
    """Make `run_suite` raise an error, so that dbt builds nothing below what it builds now."""
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
