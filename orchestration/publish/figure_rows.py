"""The figures of a release in one shape, whatever table has them: rows of `core.fct_estimates`.

`explain`, bundles and pages of passports read figures here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.publish import breakdown_rows, overlap_rows, requirement_figures
from orchestration.publish.overlap_members import Kind
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

Row = dict[str, Any]
ONE_GROUP = f"""
select * from core.fct_estimates
union all by name
{requirement_figures.FIGURES}
"""
"""Figures of one group of listings."""
_WANTED = f"""
select figures.*
from (select unnest($figure_ids) as figure_id)
inner join ({ONE_GROUP}) as figures using (figure_id)
"""


@dataclass(frozen=True)
class Found:
    """Figures of a release, in no order, and the kinds of members of those of two groups."""

    rows: list[Row]
    overlap_kinds: list[Kind]


def of(query: Query, figure_ids: Sequence[str], named: Named) -> Found:
    """Those of some figures that the release has.

    `overlap_members.shown` can be asked for the members of figures of two groups afterwards.
    """
    rows = query(_WANTED, figure_ids=list(figure_ids))
    known = {row["figure_id"] for row in rows}
    breakdowns = breakdown_rows.of(query, (f for f in figure_ids if f not in known), named).rows
    known |= {row["figure_id"] for row in breakdowns}
    overlaps = overlap_rows.of(query, (f for f in figure_ids if f not in known), named)
    return Found([*rows, *breakdowns, *overlaps.rows], overlaps.kinds)
