"""The columns that each column of a table is computed from, as the SQL that dbt compiled says.

A column that only joins, filters or sorts rows is not a source of another. Not here: where the
result is kept (`lineage_cache`), and how it is shown (`defs`).
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orchestration.settings import DBT_PROJECT

if TYPE_CHECKING:
    from sqlglot.optimizer.scope import Scope

    from orchestration.warehouse.dbt_project import Project

Source = tuple[str, str]
"""A table (schema/table) and a column of it."""
DIALECT = "duckdb"


class UnreadableSQL(ValueError):
    """SQL that DuckDB runs and sqlglot does not parse; the message is one line."""


def table_columns(project: Project) -> dict[str, Any]:
    """The columns of every table, by schema and table: the described ones, or those of a seed."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table, node in project.nodes.items():
        schema, name = table.split("/")
        names = _header(node) if node["resource_type"] == "seed" else node["columns"]
        found.setdefault(schema, {})[name] = dict.fromkeys(names, "unknown")
    return found


def _header(seed: Mapping[str, Any]) -> list[str]:
    with (DBT_PROJECT / seed["original_file_path"]).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def column_sources(
    sql: str, columns: Mapping[str, Any], unnamed: str | None = None
) -> dict[str, list[Source]]:
    """The sources of each column that a query returns, in the order of the query.

    `columns` is from `table_columns`. What is read from a file counts as a column of the table
    `unnamed`, or as no source. Raises `UnreadableSQL`.
    """
    import sqlglot  # an import of 0.2 s that a night without a new table does not need
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope
    from sqlglot.schema import MappingSchema

    schema = columns if isinstance(columns, MappingSchema) else MappingSchema(dict(columns))
    try:
        query = qualify(
            sqlglot.parse_one(sql, dialect=DIALECT),
            dialect=DIALECT,
            schema=schema,
            quote_identifiers=False,
            validate_qualify_columns=False,  # dbt has run it: it is valid
        )
        scope = build_scope(query)
    except sqlglot.errors.SqlglotError as error:
        raise UnreadableSQL(" ".join(str(error).split())[:200]) from error
    if scope is None:
        raise UnreadableSQL(f"no query: {sql[:80]}")
    reader = _Reader(unnamed)
    return {name: sorted(reader.of_column(scope, name)) for name in _names(scope)}


class _Reader:
    """Follows columns down through the scopes of one query; each is followed once."""

    def __init__(self, unnamed: str | None) -> None:
        self._unnamed = unnamed
        self._known: dict[tuple[int, str], frozenset[Source]] = {}

    def of_column(self, scope: Scope, name: str) -> frozenset[Source]:
        """The sources of a column that a scope returns."""
        key = (id(scope), name.lower())
        if key not in self._known:
            self._known[key] = frozenset()  # what a recursive query adds is found in its first part
            self._known[key] = frozenset(self._follow(scope, name.lower()))
        return self._known[key]

    def _follow(self, scope: Scope, name: str) -> Iterator[Source]:
        from sqlglot import exp

        expression = scope.expression
        if isinstance(expression, exp.SetOperation):
            names = _names(scope)
            for part in scope.set_operation_scopes:
                if not _by_name(scope) and name in names:
                    name_there = _names(part)[names.index(name)]
                    yield from self.of_column(part, name_there)
                else:
                    yield from self.of_column(part, name)
        elif isinstance(expression, exp.Query):
            chosen = [s for s in expression.selects if s.alias_or_name.lower() == name]
            for selected in chosen:
                yield from self._read(scope, selected.find_all(exp.Column))
            if not chosen and expression.is_star:
                yield from self._of_file(name)
        else:  # unnest and the like: each of their columns has all of their sources
            yield from self._read(scope, expression.find_all(exp.Column))

    def _read(self, scope: Scope, columns: Iterator[object]) -> Iterator[Source]:
        from sqlglot import exp
        from sqlglot.optimizer.scope import Scope

        for column in columns:
            assert isinstance(column, exp.Column)
            source = _source(scope, column.table)
            if isinstance(source, Scope):
                yield from self.of_column(source, column.name)
            elif isinstance(source, exp.Table) and source.name:
                yield f"{source.db}/{source.name}", column.name
            elif source is not None or not column.table:
                yield from self._of_file(column.name)

    def _of_file(self, name: str) -> Iterator[Source]:
        """A column of a file: sqlglot does not know the columns of files."""
        if self._unnamed:
            yield self._unnamed, name


def _source(scope: Scope | None, name: str) -> object:
    """What a name stands for in a scope, in a subquery of it, or in a query around it."""
    if scope is None:
        return None
    if name in scope.sources:
        return scope.sources[name]
    for below in scope.subquery_scopes:
        if name in below.sources:
            return below.sources[name]
    return _source(scope.parent, name)


def _names(scope: Scope) -> Sequence[str]:
    """The names of the columns that a scope returns."""
    from sqlglot import exp

    expression = scope.expression
    if isinstance(expression, exp.SetOperation):
        parts = [_names(part) for part in scope.set_operation_scopes]
        return list(dict.fromkeys(itertools.chain(*parts))) if _by_name(scope) else parts[0]
    return (
        [n.lower() for n in expression.named_selects] if isinstance(expression, exp.Query) else []
    )


def _by_name(scope: Scope) -> bool:
    return bool(scope.expression.args.get("by_name"))
