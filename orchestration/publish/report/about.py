"""The panels about the figures themselves: reference report, sources, example listings."""

from typing import Any

from orchestration.publish.report import (
    method_queries,
    rounding,
    segment_names,
)
from orchestration.publish.report.columns import LISTINGS, REMOTE
from orchestration.publish.report.parts import Cell, Column, Panel, Record, Row, Table
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

MEASURES = {
    "listing_count": ("Listings", "count", "count"),
    "with_salary_count": ("Pay disclosed", "count", "count"),
    "mean_salary_usd": ("Mean salary", "money", "signed_money"),
    "median_salary_usd": ("Median salary", "money", "signed_money"),
    "remote_share": ("Remote, of all", "share", "signed_share"),
    "salary_rank": ("Rank by mean salary", "count", "count"),
    "ats_count": ("Applicant tracking systems", "count", "count"),
    "country_count": ("Countries", "count", "count"),
}
_OF_MEASURE = {
    "listing_count": LISTINGS,
    "with_salary_count": "mean_salary_usd/report",
    "mean_salary_usd": "mean_salary_usd/report",
    "median_salary_usd": "median_salary_usd/report",
    "remote_share": REMOTE,
    "salary_rank": "mean_salary_usd/report",
}
"""The measure and method of the figure that a value is, or that has it: a rank, a sample."""
FIGURE = (
    Column("Report", "reference"),
    Column("n in report", "report_n", "sample"),
    Column("This release", "figure_value"),
    Column("Listings", "listing_count"),
    Column("Pay disclosed", "with_salary_count"),
    Column("Companies", "company_count"),
    Column("Line in report", "report_line", "count"),
)


def figures(query: Query) -> Panel:
    """Every figure of the reference report beside the value of this release."""
    rows = query(method_queries.FIGURES)
    title = "Comparison with the reference report"
    if not rows:
        return Panel("reference", title, "No figure of the reference report is compared.")
    named = segment_names.of(query)
    figure_rows = tuple(_figure(row, named) for row in rows)
    return Panel(
        "reference",
        title,
        "Every figure of the reference report, and the value of this release by the same rule. The "
        "two come from different listings on different days, so their difference is not a trend.",
        (
            Table(
                "Figures of the reference report and of this release",
                "Figure",
                FIGURE,
                figure_rows,
                source="mart_figures_by_report_line",
            ),
        ),
        notes=(
            "A difference has two counts, one for each group, with a slash between them. Its "
            "number of companies is that of the first group. “n in report” is “none” where the "
            "report states no sample. A rank leaves out suppressed groups. The ranks in brackets "
            "are those that the intervals allow.",
        ),
    )


def _figure(row: Record, named: Named) -> Row:
    words, plain, signed = MEASURES.get(row["measure"], (row["measure"], "count", "count"))
    kind = {"difference": signed, "ratio_minus_1": "signed_share"}.get(row["operation"], plain)
    is_pair = bool(row["segment_b_id"])
    group = named(row["segment_a_id"])
    if is_pair:
        relation = "minus" if row["operation"] == "difference" else "relative to"
        group = f"{group} {relation} {named(row['segment_b_id'])}"

    def n(key: str, other: str, of: str) -> Cell:
        first = rounding.sample(row[key])
        if is_pair:
            return Cell(f"{first} / {rounding.sample(row[other])}" if other else first, True)
        return Cell(first, True, figure_id=f"{row['segment_a_id']}/{of}" if row[key] else "")

    small = any(row[f"{side}_publish_status"] in rounding.SMALL for side in "ab")
    return Row(
        f"{row['report_figure_id']} {words}: {group}",
        row["segment_id"],
        "",
        small,
        (
            Cell(rounding.WORDS[kind](row["report_value"]), True),
            Cell(rounding.count(row["report_n"]) if row["report_n"] else "none", True),
            _of_release(row, kind),
            n("listing_count", "listing_b_count", LISTINGS),
            n("with_salary_count", "with_salary_b_count", _OF_MEASURE["with_salary_count"]),
            n("company_count", "", LISTINGS),
            Cell(rounding.count(row["report_line"]), True),
        ),
    )


def _of_release(row: Record, kind: str) -> Cell:
    """The value of this release, with the id of its figure unless it is of two figures."""
    figure = None if row["segment_b_id"] else _OF_MEASURE.get(row["measure"])
    is_counted = not rounding.is_missing(row["figure_value"]) and row["listing_count"]
    if figure is None or not is_counted:
        return Cell(_value(row, kind), True)
    share_of = f"{row['segment_a_id']}/{LISTINGS}" if row["measure"] == "remote_share" else ""
    return Cell(
        _value(row, kind), True, figure_id=f"{row['segment_a_id']}/{figure}", share_of=share_of
    )


def _value(row: Record, kind: str) -> str:
    """The value of this release, unless a figure that it rests on is suppressed; a rank with its
    interval."""
    if any(row[f"{side}_publish_status"] == rounding.SUPPRESSED for side in "ab"):
        return rounding.SUPPRESSED
    value = rounding.WORDS[kind](row["figure_value"])
    if row["rank_low"] is None:
        return value
    return f"{value} ({row['rank_low']} to {row['rank_high']} of {row['ranked_count']})"


def examples(query: Query) -> tuple[str, list[dict[str, Any]]]:
    """A segment and a few of its listings; each URL only if it is an http address."""
    for segment_id in ("technology=openai", "index"):
        rows = query(method_queries.EXAMPLES, segment_id=segment_id)
        if rows:
            break
    for row in rows:
        row["url"] = rounding.web_address(row["url"])
        row["salary"] = rounding.money(row["annual_salary_usd"])
    return segment_id, rows
