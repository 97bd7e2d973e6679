"""The key findings: sentences made of figures, each with its sample and interval.

A suppressed figure is in no sentence. No sentence names a cause or a trend, and one group is called
higher than another only where the interval of their difference excludes zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.publish.report import compare, parts, queries, rounding, sentences
from orchestration.publish.report.columns import LISTINGS
from orchestration.publish.report.parts import Record, Records
from orchestration.publish.report.queries import Query

SHOWN = 5
UNCLEAR = "not distinguishable"
UNION, INDEX, COMPANIES = "segment=ai_union", "index", "industry=ai-ml"
TITLES = {
    "mean_salary_usd": "Mean annual base pay where disclosed",
    "remote_of_read_share": "Remote share where the text was read",
    "disclosure_share": "Share that discloses base pay, where pay was read",
}
WORDS = {UNION: "AI-related listings", INDEX: "all software listings"}


@dataclass(frozen=True)
class Finding:
    """A sentence whose numbers lead to their passports, the panel with its figures, their ids."""

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
        *_size(by_id[UNION], by_id[INDEX], by_id[COMPANIES]),
        *_estimates(estimates, "mean_salary_usd", "headline"),
        *_difference(compared),
        *_estimates(estimates, "remote_of_read_share", "headline"),
        *_employer(by_id[UNION], employers),
        *_estimates(estimates, "disclosure_share", "headline"),
    )
    return list(found[:SHOWN])


def _size(union: Record, index: Record, companies: Record) -> Iterator[Finding]:
    """How many listings are AI-related, and how many of them only for what their company does."""
    if not union["listing_count"]:
        return
    of_union, of_index, of_companies = (
        f"{segment_id}/{LISTINGS}" for segment_id in (UNION, INDEX, COMPANIES)
    )
    share = union["listing_count"] / index["listing_count"]
    of_all = sentences.number(parts.listings(index["listing_count"]), of_index)
    at_companies = companies["listing_count"] or 0
    yield Finding(
        f"{sentences.number(rounding.count(union['listing_count']), of_union)} of {of_all} for "
        f"software work ({sentences.number(rounding.share(share), of_union, of_index)}) are "
        "AI-related, at "
        f"{sentences.number(parts.companies(union['company_count']), of_union)}. "
        f"{sentences.number(rounding.count(at_companies), of_companies if at_companies else '')} "
        "of these listings are at companies in AI and machine learning, whatever the work. The "
        "others name at least one of five technologies.",
        "headline",
        (of_union, of_index, of_companies),
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
    figure_id = row["figure_id"]
    beside = (
        f" (95 % interval {interval}, n {rounding.count(row['unit_count'])} "
        f"at {parts.companies(row['company_count'])}{low})"
    )
    value = sentences.number(words(row["value"]), figure_id)
    return f"{value}{sentences.beside(beside, figure_id)}"


def _difference(compared: Records) -> Iterator[Finding]:
    """The first comparison with a figure to publish; one whose interval excludes zero, if any. It
    says of how many it is chosen, because one of many excludes zero by chance, too."""
    shown = [
        row for row in compared if row["mean_difference_status"] not in (None, rounding.SUPPRESSED)
    ]
    clear = [row for row in shown if row["mean_difference_status"] != UNCLEAR]
    for row in (clear or shown)[:1]:
        panel_id = {"Framework war": "framework-war", "Premium in context": "premiums"}
        name = rounding.text(row["comparison_name"]).replace("−", "minus")
        yield Finding(
            f"Mean annual base pay, {name}: {compare.told(row)}. "
            f"{_clear(len(clear))} of the {sentences.total(str(len(shown)), 'differences')} "
            "differences that the report shows "
            f"{'has' if len(clear) <= 1 else 'have'} an interval that excludes zero."
            if len(shown) > 1
            else f"Mean annual base pay, {name}: {compare.told(row)}.",
            panel_id.get(row["panel"], "premiums"),
            (f"{row['segment_id']}/mean_difference_usd/report",),
        )


def _clear(count: int) -> str:
    return sentences.total(str(count), "clear_differences") if count else "None"


def _employer(union: Record, employers: Records) -> Iterator[Finding]:
    first = max(
        employers, key=lambda r: (r["ai_listing_count"] or 0, r["company_id"]), default=None
    )
    if first and first["ai_listing_count"]:
        share = first["ai_listing_count"] / union["listing_count"]
        own, of_union = (
            f"company={first['company_id']}/ai_listing_count/report",
            f"{UNION}/{LISTINGS}",
        )
        yield Finding(
            f"{first['label']} has the most AI-related listings: "
            f"{sentences.number(rounding.count(first['ai_listing_count']), own)} of "
            f"{sentences.number(rounding.count(union['listing_count']), of_union)} "
            f"({sentences.number(rounding.share(share), own, of_union)}).",
            "who-is-hiring",
            (own, of_union),
        )
