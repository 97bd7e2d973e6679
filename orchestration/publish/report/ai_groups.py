"""The panel about the AI groups: their figures beside all software listings, and their parts."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration.publish.report import charts, parts, queries, rounding
from orchestration.publish.report.columns import (
    COMPANIES,
    DISCLOSED_OF_READ,
    LISTINGS,
    MEAN,
    OF_GROUP,
    PAID,
    READ,
    REMOTE_OF_ALL,
    REMOTE_OF_READ,
    ROLES,
    minor,
)
from orchestration.publish.report.parts import Column, Panel, Records
from orchestration.publish.report.queries import Query

SEGMENT = (
    OF_GROUP,
    minor(ROLES),
    minor(COMPANIES),
    minor(READ),
    minor(PAID),
    DISCLOSED_OF_READ,
    *MEAN,
    REMOTE_OF_READ,
    REMOTE_OF_ALL,
)
PARTS = "parts=ai_union"
_ONLY_A, _ONLY_B = "only_a_listing_count", "only_b_listing_count"
OF_PARTS = (
    Column("Listings", "listing_count", figure_key="figure_id"),
    Column(
        "Of AI-related listings",
        "share",
        "share",
        figure_key="figure_id",
        share_of=(f"segment=ai_union/{LISTINGS}",),
    ),
)


def headline(query: Query, segments: Records, named: Mapping[str, str]) -> Panel:
    """All software listings, and the two AI groups, with the names of technologies."""
    (union,) = query(queries.UNION_PARTS, union=list(queries.UNION))
    total = sum(union.values())
    of_parts = [
        {
            "label": label,
            "segment_id": PARTS,
            "listing_count": union[key],
            "share": union[key] / total if total else None,
            "figure_id": f"{PARTS}/{measure}/report" if union[key] else "",
        }
        for label, key, measure in (
            ("AI/ML companies that name none of them", "tag_only_count", _ONLY_A),
            (
                "Other companies that name one or more",
                "technology_only_count",
                _ONLY_B,
            ),
            ("AI/ML companies that name one or more", "both_count", "listing_count"),
        )
    ]
    return Panel(
        "headline",
        "The AI groups",
        "There are two AI groups. The narrow group has all listings of AI/ML companies. The broad "
        "group, AI-related listings, adds every listing elsewhere that names at least one of five "
        f"technologies: {', '.join(named.get(t, t) for t in queries.UNION)}. A third "
        "group, which the reference report mixes with the broad one, adds Apache Spark.",
        (
            parts.table(
                "Software listings and the AI groups",
                "Group",
                SEGMENT,
                segments,
                rounding.is_low_sample_pay,
            ),
            parts.table(
                "AI-related listings (broad), by company and by the five technologies",
                "Listings of",
                OF_PARTS,
                of_parts,
            ),
        ),
        parts.present(charts.pay("Annual base pay of the groups", segments, is_sorted=False)),
    )
