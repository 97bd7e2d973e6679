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
    sentences,
)
from orchestration.publish.report.columns import LISTINGS
from orchestration.publish.report.parts import Column, Panel, Record
from orchestration.publish.report.queries import Query
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


@dataclass(frozen=True)
class Tile:
    """A headline figure: the number, what it counts, and its base, as sentences."""

    number: str
    what: str
    base: str


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
            (
                row["label"].capitalize(),
                f"{rounding.share(row['share'])} of all",
                row["listing_count"],
            )
            for row in rows
        ],
        "Listings",
        [f"{row['segment_id']}/{LISTINGS}" if row["listing_count"] else None for row in rows],
    )
    (index,) = query(queries.INDEX)
    return Panel(
        "work-arrangement",
        title,
        f"Of the {_of_read(rounding.count(index['with_text_count']))} software listings whose text "
        f"was read, {_of_read(rounding.share(index['remote_of_read_share']))} are remote. The "
        "chart has all software listings, including those known only from a list.",
        (parts.table("Software listings by work arrangement", "Arrangement", ARRANGEMENT, rows),),
        parts.present(chart),
    )


def _of_read(words: str) -> str:
    return sentences.number(words, "index/remote_of_read_share/report")


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
        "The rules differ between the two nights, so a difference can come from the rules."
        if rows[0]["has_rule_change"]
        else "A new source or a board without an answer also moves these counts, but not the "
        "matched-board index of the panel “Night by night”."
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
    listings = sentences.number(rounding.count(index["listing_count"]), f"index/{LISTINGS}")
    disclosed, of_read = "index/disclosure_share/report", "index/remote_of_read_share/report"

    def count(key: str, of: str) -> str:
        return sentences.number(rounding.count(index[key]), of)

    def total(key: str, name: str) -> str:
        words = rounding.sample(index[key])
        return words if words == rounding.NO_DATA else sentences.total(words, name)

    read = f"{count('with_text_count', of_read)} whose text was read"
    return [
        Tile(
            listings,
            "software listings",
            f"of {total('all_listing_count', 'listings')} of all kinds",
        ),
        Tile(
            count("role_count", f"index/{LISTINGS}"),
            "roles",
            f"openings behind the {listings} listings",
        ),
        Tile(count("company_count", f"index/{LISTINGS}"), "companies", "with a software listing"),
        Tile(total("country_count", "countries"), "countries", _without(index)),
        Tile(
            total("ats_count", "software_systems"),
            "applicant tracking systems with software listings",
            f"of {total('crawled_ats_count', 'systems')} crawled",
        ),
        Tile(
            total("board_count", "boards"),
            "boards crawled",
            sentences.total(rounding.count(index["stale_board_count"]), "stale_boards")
            + " without a complete answer",
        ),
        Tile(count("with_text_count", of_read), "texts read", f"of {listings} software listings"),
        Tile(
            sentences.number(rounding.share(index["disclosure_share"]), disclosed),
            "disclose base pay",
            f"{count('with_salary_count', 'index/mean_salary_usd/report')} of "
            f"{count('pay_read_count', disclosed)} {parts.read(index)}",
        ),
        Tile(
            sentences.number(rounding.share(index["remote_of_read_share"]), of_read),
            "are remote",
            f"{count('with_text_remote_count', of_read)} of {read}",
        ),
    ]


def _without(index: Record) -> str:
    """How many software listings have no country."""
    words = parts.listings(index["without_country_count"])
    return f"{sentences.total(words, 'without_country')} without a country"
