"""The passports of counts by one column: a table for each column on the page of the segment.

A page of a segment has about forty, so a count is a row: its sample, its status and a listing, and
one query returns all counts. Not here: passports of their own (`passports`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orchestration.publish import breakdown_figures, breakdown_rows, figure_sql
from orchestration.publish.report import breakdown_ids
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

Row = dict[str, Any]
SHOWN_MEMBERS = 1
"""Members that are shown of a count: the page about the segment has its listings."""


@dataclass(frozen=True)
class Table:
    """The counts of a segment by a column."""

    column: str
    title: str
    rows: tuple[Row, ...]
    """As `breakdown_rows` has them, with `anchor`, `top_company` and `members`."""


def of(query: Query, figure_ids: Iterable[str], named: Named) -> dict[str, list[Table]]:
    """The tables of each segment that has one, for those of some figures that are counts."""
    found = breakdown_rows.of(query, figure_ids, named)
    members = breakdown_rows.shown(query, found, SHOWN_MEMBERS)
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found.rows:
        breakdown = breakdown_figures.of_row(row)
        row["anchor"] = breakdown.anchor
        row["members"] = members[row["figure_id"]]
        row["top_company"] = named(f"company={row['top_company_id']}")
        grouped[breakdown.segment_id, breakdown.column].append(row)
    tables: dict[str, list[Table]] = defaultdict(list)
    columns = list(breakdown_figures.TITLES)
    for (segment_id, column), rows in sorted(
        grouped.items(), key=lambda of: (of[0][0], columns.index(of[0][1]))
    ):
        title = breakdown_figures.TITLES[column]
        tables[segment_id].append(Table(column, title, tuple(sorted(rows, key=_place))))
    return tables


def sql(tables: Iterable[Table]) -> str:
    """The query of all counts of the segment of some tables; empty of none."""
    for table in tables:
        row = table.rows[0]
        return breakdown_figures.counts(row["segment_id"], figure_sql.segment_country(row))
    return ""


def _place(row: Row) -> tuple[int, float, str]:
    """The order of a table: bands of pay from the lowest, others from the largest count."""
    breakdown = breakdown_figures.of_row(row)
    low = breakdown.band[0] if breakdown.column == breakdown_ids.SALARY else 0
    return low, -row["unit_count"], row["figure_id"]
