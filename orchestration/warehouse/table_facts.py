"""What a person wants to see of a table that was built: column types, sample rows, figures."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.database import open_warehouse
from orchestration.warehouse.outcome import UNCHANGED, Outcome

SAMPLE_ROWS = 10
_COLUMNS = """
select schema_name || '/' || table_name, column_name, data_type from duckdb_columns()
where database_name = current_database() and not internal
order by 1, column_index
"""


@dataclass(frozen=True)
class TableFacts:
    """`sample`: the first rows in the order of all columns, whose first is the key.

    `figures`: the share of values that are filled; and each number of a table of one row.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    sample: Sequence[Mapping[str, Any]] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


class FactsReader:
    """Reads the facts of the outcomes of one build; samples only of the tables in `sampled`."""

    def __init__(self, settings: Settings, sampled: Collection[str]) -> None:
        self._settings = settings
        self._sampled = sampled
        self._unchanged: dict[str, TableFacts] = {}

    def of(self, outcome: Outcome) -> TableFacts:
        """The facts of a table that passed its checks; none of one that failed."""
        table = outcome.result.table
        if not outcome.result.is_accepted:
            return TableFacts()
        if outcome.action == UNCHANGED:
            if not self._unchanged:  # one look for all: most nights without a change have only such
                with self._open() as warehouse:
                    self._unchanged = _all(warehouse, self._sampled)
            return self._unchanged.get(table, TableFacts())
        if table not in self._sampled:
            return TableFacts(outcome.columns)
        with self._open() as warehouse:
            return _facts(warehouse, table, outcome.columns)

    def _open(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        # While dbt runs, it has the warehouse open. Before the first build its plugin, whose import
        # imports dbt, is not loaded.
        plugin = sys.modules.get("orchestration.warehouse.suite_plugin")
        if plugin is not None and plugin.is_open():
            return closing(plugin.cursor())
        return closing(open_warehouse(self._settings))


def _all(warehouse: duckdb.DuckDBPyConnection, sampled: Collection[str]) -> dict[str, TableFacts]:
    types: dict[str, dict[str, str]] = {}
    for table, column, data_type in warehouse.execute(_COLUMNS).fetchall():
        types.setdefault(table, {})[column] = data_type
    return {
        table: _facts(warehouse, table, types[table]) if table in sampled else TableFacts(found)
        for table, found in types.items()
    }


def _facts(
    warehouse: duckdb.DuckDBPyConnection, table: str, types: Mapping[str, str]
) -> TableFacts:
    schema, name = table.split("/")
    relation = warehouse.sql(f'from "{schema}"."{name}"')
    rows = [dict(zip(relation.columns, row, strict=True)) for row in _first_rows(relation)]
    filled = relation.aggregate("count(*), count(columns(*))").fetchone() or (0,)
    cells = filled[0] * len(relation.columns)
    figures = {"filled_share": sum(filled[1:]) / cells} if cells else {}
    if filled[0] == 1:
        figures |= {
            column: float(value)
            for column, value in rows[0].items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        }
    return TableFacts(types, rows, figures)


def _first_rows(relation: duckdb.DuckDBPyRelation) -> list[tuple[Any, ...]]:
    return relation.order("all").limit(SAMPLE_ROWS).fetchall()
