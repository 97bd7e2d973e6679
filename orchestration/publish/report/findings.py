"""The key findings: sentences made of figures, each with its sample and interval.

A suppressed figure is in no sentence. No sentence names a cause or a trend, and one group is called
higher than another only where the interval of their difference excludes zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.publish.report import compare, parts, queries, rounding
from orchestration.publish.report.columns import LISTINGS
from orchestration.publish.report.parts import Record, Records
from orchestration.publish.report.pay import Query

SHOWN = 5
UNCLEAR = "not distinguishable"
UNION, INDEX = "segment=ai_union", "index"
TITLES = {
    "mean_salary_usd": "Mean annual base pay where disclosed",
    "remote_of_read_share": "Remote share where the text was read",
    "disclosure_share": "Share with base pay disclosed, where it was read",
}
WORDS = {UNION: "AI-related listings", INDEX: "all software listings"}


@dataclass(frozen=True)
class Finding:
    """A sentence, the panel with its figures, and their ids."""

    text: str
    panel_id: str
    figure_ids: tuple[str, ...] = ()


def of_ai(query: Query, segments: Records, compared: Records, employers: Records) -> list[Finding]:
    """The first five sentences about AI work that published figures support."""
    by_id = {row["segment_id"]: row for row in segments}
    if not by_id[INDEX]["listing_count"]:
        return []
    estimates = {row["figure_id"]: row for row in query(queries.FINDINGS, segments=[UNION, INDEX])}
    found = (
        *_size(by_id[UNION], by_id[INDEX]),
        *_estimates(estimates, "mean_salary_usd", "headline"),
        *_difference(compared),
        *_estimates(estimates, "remote_of_read_share", "headline"),
        *_employer(by_id[UNION], employers),
        *_estimates(estimates, "disclosure_share", "headline"),
    )
    return list(found[:SHOWN])


def _size(union: Record, index: Record) -> Iterator[Finding]:
    if not union["listing_count"]:
        return
    share = union["listing_count"] / index["listing_count"]
    yield Finding(
        f"{rounding.count(union['listing_count'])} of {parts.listings(index['listing_count'])} "
        f"for software work ({rounding.share(share)}) are AI-related, at "
        f"{parts.companies(union['company_count'])}.",
        "headline",
        (f"{UNION}/{LISTINGS}", f"{INDEX}/{LISTINGS}"),
    )


def _estimates(estimates: Mapping[str, Record], measure: str, panel_id: str) -> Iterator[Finding]:
    """A measure of the AI-related listings beside that of all software listings."""
    clauses, ids = [], []
    for segment_id in (UNION, INDEX):
        figure_id = f"{segment_id}/{measure}/report"
        row = estimates.get(figure_id)
        if row and row["publish_status"] in ("ok", "low"):
            clauses.append(f"{WORDS[segment_id]} {estimate(row)}")
            ids.append(figure_id)
    if clauses:
        sentence = f"{TITLES[measure]}: {'; '.join(clauses)}."
        yield Finding(sentence, panel_id, tuple(ids))


def estimate(row: Record) -> str:
    """A figure with its interval and sample, as a clause."""
    words = rounding.money if row["measure"].endswith("_usd") else rounding.share
    interval = rounding.interval(row["interval_low"], row["interval_high"], words)
    low = ", low sample" if row["publish_status"] == "low" else ""
    return (
        f"{words(row['value'])} (95 % interval {interval}, n {rounding.count(row['unit_count'])} "
        f"at {parts.companies(row['company_count'])}{low})"
    )


def _difference(compared: Records) -> Iterator[Finding]:
    """The first comparison with a figure to publish; one whose interval excludes zero, if any."""
    for row in sorted(compared, key=lambda r: r["mean_difference_status"] == UNCLEAR):
        if row["mean_difference_status"] in (None, rounding.SUPPRESSED):
            continue
        panel_id = {"Framework war": "framework-war", "Premium in context": "premiums"}
        name = rounding.text(row["comparison_name"]).replace("−", "minus")
        yield Finding(
            f"Mean annual base pay, {name}: {compare.difference(row)} "
            f"(n {rounding.count(row['with_salary_a_count'])} and "
            f"{rounding.count(row['with_salary_b_count'])}).",
            panel_id.get(row["panel"], "premiums"),
            (f"{row['segment_id']}/mean_difference_usd/report",),
        )
        return


def _employer(union: Record, employers: Records) -> Iterator[Finding]:
    first = max(
        employers, key=lambda r: (r["ai_listing_count"] or 0, r["company_id"]), default=None
    )
    if first and first["ai_listing_count"]:
        share = first["ai_listing_count"] / union["listing_count"]
        yield Finding(
            f"{first['label']} has the most AI-related listings: "
            f"{rounding.count(first['ai_listing_count'])} of "
            f"{rounding.count(union['listing_count'])} ({rounding.share(share)}).",
            "who-is-hiring",
            (f"company={first['company_id']}/ai_listing_count/report", f"{UNION}/{LISTINGS}"),
        )
