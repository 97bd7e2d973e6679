"""DuckDB connections of the crawl, whose memory does not grow with a source's night.

Not here: the memory of the build, which is a setting (`HIRING_LEDGER_MEMORY`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.plain_text import sql_literal

MEMORY = "1GB"
"""What DuckDB holds at most; what does not fit waits on disk. It never needs more of its own."""


@contextmanager
def bounded_connection(folder: Path, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory, in UTC. What does not fit into `memory` is in a folder of its own in
    `folder`, which goes with the connection."""
    spilled = folder / "spilled"
    try:
        with duckdb.connect() as db:
            db.execute(f"set TimeZone = 'UTC'; set memory_limit = {sql_literal(memory)}")
            db.execute(f"set temp_directory = {sql_literal(str(spilled))}")
            yield db
    finally:
        shutil.rmtree(spilled, ignore_errors=True)
