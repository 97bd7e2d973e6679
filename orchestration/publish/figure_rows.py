"""The figures of a release in one shape, whatever table has them: rows of `core.fct_estimates`.

`explain`, bundles and pages of passports read figures here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orchestration.publish import overlap_rows, requirement_figures
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


def of(query: Query, figure_ids: Sequence[str], named: Named) -> list[Row]:
    """The rows of those of some figures that the release has, in no order.

    The members of figures of two groups are ready for `overlap_rows.shown` afterwards.
    """
    found = query(_WANTED, figure_ids=list(figure_ids))
    known = {row["figure_id"] for row in found}
    return [*found, *overlap_rows.of(query, (f for f in figure_ids if f not in known), named)]
