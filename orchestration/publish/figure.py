"""The passport of a figure of the current release: what it is, how sure, and who is behind it.

Here: reading the release. Not here: the SQL of a figure (`figure_sql`), and printing (`cli`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration import plain_text
from orchestration.publish import (
    breakdown_figures,
    figure_rows,
    figure_sql,
    overlap_figures,
    requirement_figures,
)
from orchestration.publish.release_folder import DATABASE, current, manifest_of
from orchestration.publish.report import queries, segment_names
from orchestration.settings import Settings

Row = dict[str, Any]
MEASURES = {
    "listing_count": "Software listings",
    "mean_salary_usd": "Mean annual base pay in United States dollars, where pay is disclosed",
    "median_salary_usd": "Median annual base pay in United States dollars, where pay is disclosed",
    "p10_salary_usd": "Annual base pay in United States dollars that 10 % are below",
    "p25_salary_usd": "Annual base pay in United States dollars that 25 % are below",
    "p75_salary_usd": "Annual base pay in United States dollars that 75 % are below",
    "p90_salary_usd": "Annual base pay in United States dollars that 90 % are below",
    "remote_of_read_share": "Share that is remote, of those whose text was read",
    "disclosure_share": "Share that discloses base pay, of those of which it was read",
}
OF_OTHER_METHODS = (
    "figure_id, method, publish_status, unit_count, value, interval_low, interval_high"
)
"""The columns of the same measure by another method."""
SOME_MEMBERS = """
select * from ({members}) order by md5(listing_id), listing_id, country_code limit $most
"""
"""By a hash: ids begin with the board, so the first ones are of one company."""
METHODS = {
    "report": "each listing counts once, by the rules of the reference report",
    "robust": "each role counts once per pay zone, in the currency of its country, in one country",
    "robust pooled": "each role counts once per pay zone, in the currency of its country",
}


@dataclass(frozen=True)
class Passport:
    """A figure with everything that is known of it."""

    definition: str
    figure: Row
    """Its row of `figure_rows`."""
    top_company: str
    """The name of the company with the most of it."""
    rank: Row | None
    """Its row of `core.fct_estimate_ranks`."""
    other_methods: list[Row]
    """The same measure of the segment by the other methods."""
    members: list[Row]
    """The listings behind it, with their links; on a page, some of them."""
    member_count: int
    members_sql: str
    sql: str
    release_id: str
    notice: str | None

    def as_json(self) -> str:
        """The passport as one JSON object."""
        fields = {
            "figure": self.figure,
            "definition": self.definition,
            "top_company_name": self.top_company,
            "rank": self.rank,
            "other_methods": self.other_methods,
            "sql": self.sql,
            "release_id": self.release_id,
            "notice": self.notice,
            "member_count": self.member_count,
            "members": self.members,
        }
        return json.dumps(fields, default=str, indent=1)


def is_figure(text: str) -> bool:
    """Whether an argument is the identifier of a figure, and not of a listing."""
    return text.rpartition("/")[2] in METHODS


def definition(figure: Row) -> str:
    """What a figure measures, and the rule by which its method counts."""
    if requirement_figures.is_requirement(figure):
        measure = requirement_figures.definition(figure)
    elif breakdown_figures.is_breakdown(figure):
        measure = breakdown_figures.definition(figure)
    elif overlap_figures.is_overlap(figure):
        measure = overlap_figures.definition(figure)
    else:
        measure = MEASURES[figure["measure"]]
    return f"{measure}; {METHODS[figure['method']]}."


def passport(settings: Settings, figure_id: str) -> Passport:
    """The passport of a figure of the current release, with all members. ValueError if there is no
    release, or no such figure in it."""
    return of_release(current(settings), figure_id)


def of_release(release: Path, figure_id: str) -> Passport:
    """The same of a release, by its folder."""
    with queries.opened(release / DATABASE) as query:
        return read(query, manifest_of(release), figure_id)


def read(
    query: queries.Query, manifest: Mapping[str, Any], figure_id: str, most: int | None = None
) -> Passport:
    """The passport of a figure of the release that a query reads, with up to `most` members.

    ValueError if the release has no such figure.
    """
    named = segment_names.of(query)
    is_known = is_figure(figure_id) and _is_text(figure_id)
    found = figure_rows.of(query, [figure_id], named).rows if is_known else []
    if not found:
        shown = plain_text.short(figure_id)
        where = f"in the release of {manifest['night']}"
        raise ValueError(f"no figure {shown} {where}; its api/index.json leads to their ids")
    (figure,) = found
    of_measure = "segment_id = $segment and measure = $measure and figure_id <> $id"
    others = query(
        f"select {OF_OTHER_METHODS} from core.fct_estimates where {of_measure} order by method",
        segment=figure["segment_id"],
        measure=figure["measure"],
        id=figure_id,
    )
    ranks = query("from core.fct_estimate_ranks where figure_id = $id", id=figure_id)
    members_sql = figure_sql.members(figure)
    if most is None:
        members = query(members_sql)
        member_count = len(members)
    else:
        members = query(SOME_MEMBERS.format(members=members_sql), most=most)
        (counted,) = query(f"select count(*) as member_count from ({members_sql})")
        member_count = counted["member_count"]
    return Passport(
        definition=definition(figure),
        figure=figure,
        top_company=named(f"company={figure['top_company_id'] or ''}"),
        rank=ranks[0] if ranks else None,
        other_methods=others,
        members=members,
        member_count=member_count,
        members_sql=members_sql,
        sql=figure_sql.query(figure, members_sql),
        release_id=manifest["release_id"],
        notice=manifest["notice"],
    )


def _is_text(text: str) -> bool:
    """Whether a text can be a parameter; an argument of a shell need not be UTF-8."""
    try:
        text.encode()
    except UnicodeError:
        return False
    return True
