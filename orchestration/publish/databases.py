"""The databases that publishing opens, with a limit of memory and a place for what is beyond it.

Two are open at once, one for the pages and one for the data files, so each may take half of what
DuckDB may have. DuckDB itself would let each keep four fifths of the machine's memory in use.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4
from weakref import WeakSet

import duckdb

from orchestration.plain_text import sql_literal
from orchestration.settings import Settings

_open: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
_lock = Lock()
"""Of `_open`, which must not grow while another thread goes through it."""


def connect(file: str = ":memory:", **config: Any) -> duckdb.DuckDBPyConnection:
    """A connection whose times are UTC; `config` are settings of DuckDB."""
    limits = {
        "memory_limit": Settings.from_environment().share_of_memory(2),
        # Its own: the names of DuckDB's files are the same in every process. DuckDB makes the
        # folder when it needs it, and removes it.
        "temp_directory": str(Path(tempfile.gettempdir(), f"hiring-ledger-{uuid4().hex}")),
    }
    return _prepared(duckdb.connect(file, config={**limits, **config}))


def cursor(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same database, for a query beside those of `db`."""
    return _prepared(db.cursor())


def attach(db: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Attach a database under a name, to be read."""
    db.execute(f"attach {sql_literal(str(file))} as {name} (read_only)")


def rows(found: duckdb.DuckDBPyConnection | duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    """The rows of a query that was run, as dicts by column name."""
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def interrupt() -> None:
    """End the queries that run now: publishing has failed or is canceled."""
    with _lock:
        known = list(_open)
    for db in known:
        with suppress(duckdb.ConnectionException):  # it is closed
            db.interrupt()


def _prepared(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    db.execute("set TimeZone = 'UTC'")
    with _lock:
        _open.add(db)
    return db
