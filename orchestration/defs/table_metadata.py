"""What Dagster shows of a table: before it is built from the dbt project, then from its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from orchestration import plain_text
from orchestration.defs import labels
from orchestration.settings import DBT_PROJECT, RELEASE_URL
from orchestration.warehouse.column_lineage import Source
from orchestration.warehouse.outcome import Outcome
from orchestration.warehouse.table_facts import TableFacts

CELL = 60
"""Characters of a value in a sample row."""
WIDTH = 6
"""Columns beside the first in one table of a sample."""


def of_definition(table: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """What is known before a table is built."""
    columns = {name: column["description"] for name, column in node["columns"].items()}
    page = f"{RELEASE_URL}/docs/#!/{node['resource_type']}/{node['unique_id']}"
    return {
        "dagster/table_name": f"warehouse.{table.replace('/', '.')}",
        **labels.code_reference(DBT_PROJECT / node["original_file_path"]),
        "dagster/column_schema": _schema(dict.fromkeys(columns, "?"), columns),
        "docs": dg.MetadataValue.url(page),
    }


def of_rows(
    outcome: Outcome, facts: TableFacts, lineage: Mapping[str, Sequence[Source]]
) -> dict[str, Any]:
    """What is known of the rows. Dagster adds the descriptions of the columns itself."""
    found: dict[str, Any] = {
        "dagster/row_count": outcome.result.row_count,
        **facts.figures,
        "action": outcome.action,
        "seconds": round(outcome.seconds, 2),
    }
    if outcome.parts:
        shown = ("part", "row_count", "seconds", "cpu_seconds", "peak_mib", "worker")
        parts = [{name: getattr(part, name) for name in shown} for part in outcome.parts]
        found["parts"] = dg.MetadataValue.md(markdown_table(parts))
    if facts.sample:
        found["sample"] = dg.MetadataValue.md(markdown_table(facts.sample))
    if facts.types:
        found["dagster/column_schema"] = _schema(facts.types, {})
    if lineage:
        found["dagster/column_lineage"] = _lineage(lineage)
        found["column_sources"] = _sources(lineage)
    return found


def markdown_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as Markdown. A value cannot add a column, a line or markup.

    Dagster's dialog cuts what is wider than itself, so a wide table becomes several, each with the
    first column.
    """
    first, *others = rows[0]
    return "\n\n".join(
        _table([first, *others[start : start + WIDTH]], rows)
        for start in range(0, max(1, len(others)), WIDTH)
    )


def _table(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    lines = [list(names), ["---"] * len(names), *([_cell(r[n]) for n in names] for r in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    text = (
        ""
        if value is None
        else plain_text.line(f"{value:g}" if type(value) is float else str(value))
    )
    text = text if len(text) <= CELL else f"{text[: CELL - 1]}…"
    # Every sign of Markdown and HTML as a character reference, which no renderer reads as markup.
    return "".join(c if c.isalnum() or c in " .,-+:%…" else f"&#{ord(c)};" for c in text)


def _schema(types: Mapping[str, str], descriptions: Mapping[str, str]) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(n, t, description=descriptions.get(n)) for n, t in types.items()]
    )


def _lineage(lineage: Mapping[str, Sequence[Source]]) -> dg.TableColumnLineage:
    """Without the columns of crawled files: each is the same column of every source."""
    return dg.TableColumnLineage(
        {
            column: [
                dg.TableColumnDep(dg.AssetKey(table.split("/")), name)
                for table, name in sources
                if not table.startswith("raw/")
            ]
            for column, sources in lineage.items()
        }
    )


def _sources(lineage: Mapping[str, Sequence[Source]]) -> dg.TableMetadataValue:
    """The same to read: Dagster's own page does not show column lineage."""
    rows = [
        {
            "column": column,
            "computed from": ", ".join(f"{t.replace('/', '.')}.{c}" for t, c in found),
        }
        for column, found in lineage.items()
    ]
    schema = dg.TableSchema([dg.TableColumn("column"), dg.TableColumn("computed from")])
    return dg.MetadataValue.table([dg.TableRecord(row) for row in rows], schema=schema)
