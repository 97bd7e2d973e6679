"""The panels of the front page, about software work as a whole, and its tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orchestration.publish.report import (
    charts,
    hiring,
    hiring_queries,
    names,
    nights,
    parts,
    pay,
    queries,
    rounding,
    segment_names,
)
from orchestration.publish.report.columns import LISTINGS
from orchestration.publish.report.parts import Column, Panel, Record
from orchestration.publish.report.pay import Query
from orchestration.publish.report.segment_names import Named

ARRANGEMENT = (
    Column("Listings", "listing_count", "count", figure=LISTINGS),
    Column("Of all", "share", "share", figure=LISTINGS, share_of=(f"index/{LISTINGS}",)),
)
MOVER = (
    Column("Listings before", "before_count", "count"),
    Column("Listings now", "now_count", "count", figure=LISTINGS),
    Column("Difference", "difference", "text"),
)
MOVERS_SHOWN = 10
_TOTALS = "mart_totals_by_night"


@dataclass(frozen=True)
class Tile:
    """A headline figure: the number, what it counts, its base, and its id if it has one."""

    number: str
    what: str
    base: str
    figure_id: str = ""
    table: str = ""
    """The published table that has it, if it is no figure."""


def panels(query: Query) -> list[Panel]:
    """The panels in the order of the page."""
    index = next(iter(query(queries.INDEX)), None)
    technologies = names.technologies(query)
    return [
        *movers(query, segment_names.of(query)),
        pay.technologies(query),
        pay.seniority(query),
        pay.countries(query, index),
        pay.states(query),
        arrangements(query),
        hiring.employers(hiring.companies(query, technologies), hiring.funds(query)),
        *nights.panels(query),
    ]


def arrangements(query: Query) -> Panel:
    """Work arrangements of all software listings; not stated and not read are apart."""
    rows = query(hiring_queries.ARRANGEMENTS)
    title = "Work arrangement"
    if not any(row["listing_count"] for row in rows):
        return Panel("work-arrangement", title, "There is no software listing.")
    chart = charts.counts(
        "Software listings by work arrangement",
        "Each bar counts listings. Not stated: the text was read and does not say. Not read: no "
        "text was fetched.",
        [
            (row["label"].capitalize(), rounding.share(row["share"]), row["listing_count"])
            for row in rows
        ],
        "Listings",
        [f"{row['segment_id']}/{LISTINGS}" if row["listing_count"] else None for row in rows],
    )
    (index,) = query(queries.INDEX)
    return Panel(
        "work-arrangement",
        title,
        f"Of the {rounding.count(index['with_text_count'])} software listings whose text was read, "
        f"{rounding.share(index['remote_of_read_share'])} are remote. The report has remote shares "
        "by industry, with intervals.",
        (parts.table("Software listings by work arrangement", "Arrangement", ARRANGEMENT, rows),),
        parts.present(chart),
    )


def movers(query: Query, named: Named) -> list[Panel]:
    """The groups whose listings differ most from the night before; none without two nights."""
    rows: list[dict[str, Any]] = query(hiring_queries.MOVERS, shown=MOVERS_SHOWN)
    if not rows:
        return []
    for row in rows:
        row["label"] = named(row["segment_id"])
        ratio = row["now_count"] / row["before_count"] - 1
        row["difference"] = (
            f"{row['now_count'] - row['before_count']:+,.0f} ({rounding.signed_share(ratio)})"
        ).replace("-", "−")
    before, now = (rounding.day(rows[0][key]) for key in ("before_date", "now_date"))
    note = (
        "The rules differ between the two nights, so a difference may be of the rules."
        if rows[0]["has_rule_change"]
        else "A new source or a board without an answer also moves these counts; the matched-board "
        "index of the nights excludes that."
    )
    return [
        Panel(
            "movers",
            f"Movers since {before}",
            f"Groups of listings with the largest relative difference between {before} and {now}.",
            (
                parts.table(
                    f"Listings on {before} and on {now}",
                    "Group",
                    MOVER,
                    rows,
                    source="mart_figures_by_night",
                ),
            ),
            notes=(note,),
        )
    ]


def tiles(index: Record | None) -> list[Tile]:
    """The headline figures."""
    if index is None or not index["listing_count"]:
        return []
    listings = rounding.count(index["listing_count"])
    return [
        Tile(
            listings,
            "software listings",
            f"of {rounding.count(index['all_listing_count'])} listings of all kinds",
            "index/listing_count/report",
        ),
        Tile(
            rounding.count(index["role_count"]),
            "roles",
            f"openings behind the {listings} listings",
            "index/listing_count/report",
        ),
        Tile(
            rounding.count(index["company_count"]),
            "companies",
            "with a software listing",
            "index/listing_count/report",
        ),
        Tile(
            rounding.sample(index["country_count"]),
            "countries",
            f"{rounding.count(index['without_country_count'])} listings without a country",
            table=_TOTALS,
        ),
        Tile(
            rounding.sample(index["ats_count"]),
            "applicant tracking systems with software listings",
            f"of {rounding.count(index['crawled_ats_count'])} crawled",
            table=_TOTALS,
        ),
        Tile(
            rounding.count(index["board_count"]),
            "boards crawled",
            f"{rounding.count(index['stale_board_count'])} without a complete answer",
            table=_TOTALS,
        ),
        Tile(
            rounding.count(index["with_text_count"]),
            "texts read",
            f"of {listings} software listings",
            "index/remote_of_read_share/report",
        ),
        Tile(
            rounding.share(index["disclosure_share"]),
            "disclose base pay",
            f"{rounding.count(index['with_salary_count'])} of "
            f"{rounding.count(index['pay_read_count'])} {parts.read(index)}",
            "index/disclosure_share/report",
        ),
        Tile(
            rounding.share(index["remote_of_read_share"]),
            "are remote",
            f"{rounding.count(index['with_text_remote_count'])} of "
            f"{rounding.count(index['with_text_count'])} whose text was read",
            "index/remote_of_read_share/report",
        ),
    ]
