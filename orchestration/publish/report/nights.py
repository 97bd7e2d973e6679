"""The panel of the nights: totals by night, shown once there are two."""

from typing import Any

from orchestration.publish.report import parts, rounding
from orchestration.publish.report.parts import Chart, Column, Mark, Panel, Record, Records
from orchestration.publish.report.queries import Query

NIGHT = (
    Column("Listings", "listing_count", "count"),
    Column("First published", "first_listing_count", "count"),
    Column("Matched boards", "matched_board_count", "count"),
    Column("Matched-board index", "matched", "text"),
    Column("Mean", "mean_salary_usd", "money"),
    Column("Pay disclosed", "with_salary_count"),
    Column("Pay disclosed, of read", "disclosure_share", "share"),
    Column("Remote, of read", "remote_of_read_share", "share"),
    Column("State", "state", "text"),
)
SHOWN = 31  # nights, missed ones included
NIGHTS = """
with figures as (
    select
        figures.*,
        matched.matched_board_count,
        matched.matched_index
    from mart_figures_by_night as figures
    left join mart_matched_index_by_night as matched using (as_of_date, measure)
    where figures.segment_id = 'index'
)
select
    nights.as_of_date,
    nights.night_state,
    nights.has_rule_change,
    nights.is_settled,
    nights.settled_date,
    max(known_then_value) filter (where measure = 'listing_count') as first_listing_count,
    max(known_now_value) filter (where measure = 'listing_count') as listing_count,
    max(known_now_value) filter (where measure = 'mean_salary_usd') as mean_salary_usd,
    max(known_now_sample_count) filter (where measure = 'mean_salary_usd') as with_salary_count,
    max(known_now_value) filter (where measure = 'disclosure_share') as disclosure_share,
    max(known_now_value) filter (where measure = 'remote_of_read_share') as remote_of_read_share,
    max(matched_board_count) filter (where measure = 'listing_count') as matched_board_count,
    max(matched_index) filter (where measure = 'listing_count') as matched_index
from mart_editions_by_night as nights
left join figures on nights.as_of_date = figures.as_of_date
group by all
order by nights.as_of_date desc
limit $shown
"""


def panels(query: Query) -> list[Panel]:
    """The panel, if at least two nights are published."""
    rows = query(NIGHTS, shown=SHOWN)
    if sum(row["night_state"] == "published" for row in rows) < 2:
        return []
    nights = [_night(row) for row in rows]
    return [
        Panel(
            "nights",
            "Night by night",
            "The table has the totals of each night as known now, and the number of listings that "
            "its first edition published. A night is provisional until each of its boards has "
            "given a complete answer since.",
            (
                parts.table(
                    "Software listings by night",
                    "Night",
                    NIGHT,
                    nights,
                    source="mart_figures_by_night",
                ),
            ),
            (_chart(nights),),
            notes=(
                "The matched-board index compares each night with the night before. It uses only "
                "boards with a complete answer on both nights, so a new source does not move it. "
                "It begins again at 100 where rules change, unless the night before was built "
                "again with the new rules. All figures by night are in mart_figures_by_night, and "
                "their revisions are in mart_revisions_by_figure.",
            ),
        )
    ]


def _night(row: Record) -> dict[str, Any]:
    index = row["matched_index"]
    return {
        **row,
        "label": rounding.day(row["as_of_date"]),
        "mark": "rules changed" if row["has_rule_change"] else "",
        "matched": rounding.NO_DATA if index is None else f"{index:.1f}",
        "state": _state(row),
    }


def _state(row: Record) -> str:
    if row["night_state"] != "published":
        return str(row["night_state"])
    if not row["is_settled"]:
        return "provisional"
    return f"settled on {rounding.day(row['settled_date'])}"


def _chart(nights: Records) -> Chart:
    """A line of the listings of each night, the oldest first; a missed night is a gap."""
    return Chart(
        "Software listings by night",
        "Open software listings of each night, over all boards. A missed night is a gap.",
        tuple(
            Mark(
                rounding.day(row["as_of_date"]),
                str(row["as_of_date"]),
                float(row["listing_count"] or 0),
                rounding.count(row["listing_count"]),
                is_low_sample=row["night_state"] != "published",
                # The passports of an earlier night are in the release of that night.
                figures=(("The newest night", "index/listing_count/report"),)
                if row is nights[0]
                else (),
            )
            for row in reversed(nights)
        ),
        "count",
        "Software listings",
        is_line=True,
    )
