"""The published tables while only the warehouse has them: the pages are written from them at the
same time as `marts.duckdb`.

The names and rows are those of a release, in any order. Not here: the order of rows in a release
(`published_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.plain_text import sql_literal


@dataclass(frozen=True)
class WarehouseTables:
    """Published tables of a warehouse that no program writes to."""

    warehouse: Path
    tables: tuple[str, ...]
    """As schema/table."""
    views: tuple[str, ...] = ()
    """The SQL of those that are views in a release (`published_views`)."""

    def statements(self) -> Iterator[str]:
        """What makes an empty database answer the queries of a release."""
        yield f"attach {sql_literal(str(self.warehouse))} as warehouse (read_only)"
        for table in self.tables:
            layer, name = table.split("/")
            schema = "main" if layer == "marts" else layer
            yield f"create schema if not exists {schema}"
            yield f"create view {schema}.{name} as from warehouse.{layer}.{name}"
        yield from self.views
