"""An adapter that lets Great Expectations' SQLAlchemy use a DuckDB connection that is already open.

Great Expectations fetches results after it has returned its connection to the pool, when
duckdb-engine has lost them (great_expectations#10738). A separate cursor per statement keeps them,
and no second handle on the warehouse file is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from duckdb_engine import ConnectionWrapper, CursorWrapper


class LentConnection(ConnectionWrapper):  # type: ignore[misc]
    """Lends SQLAlchemy an open DuckDB connection, each its turn; never begins, ends or closes
    anything."""

    def __init__(self) -> None:
        super().__init__(None)

    @contextmanager
    def of(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """While the block runs, statements go to this connection."""
        self._connection = connection
        try:
            yield
        finally:
            del self._connection

    def cursor(self) -> Any:
        """A separate cursor for each statement, which keeps its result."""
        return CursorWrapper(self._connection.cursor(), self)

    def begin(self) -> None:
        """Nothing: the owner of the connection decides."""

    def commit(self) -> None:
        """Nothing, as `begin`."""

    def rollback(self) -> None:
        """Nothing, as `begin`."""

    def close(self) -> None:
        """Nothing: the connection stays open for its owner."""
