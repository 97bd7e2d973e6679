"""The panels about the figures themselves: reference, sources, methodology, how to follow one."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import Cell, Column, Panel, Record, Row, Table
from orchestration.publish.report.pay import Ask

MEASURES = {
    "listing_count": ("Listings", "count", "count"),
    "with_salary_count": ("Listings with salary", "count", "count"),
    "mean_salary_usd": ("Mean salary", "money", "signed_money"),
    "median_salary_usd": ("Median salary", "money", "signed_money"),
    "remote_share": ("Remote, of all", "share", "signed_share"),
    "salary_rank": ("Rank by mean salary", "count", "count"),
    "ats_count": ("Applicant tracking systems", "count", "count"),
    "country_count": ("Countries", "count", "count"),
}
FIGURE = (
    Column("Reference", "reference"),
    Column("Its n", "report_n", "sample"),
    Column("Tonight", "tonight"),
    Column("Listings", "listing_count"),
    Column("With salary", "with_salary_count"),
    Column("Companies", "company_count"),
    Column("Line", "report_line", "count"),
)
REASONS_SHOWN = 20


def figures(ask: Ask) -> Panel:
    rows = ask(queries.FIGURES)
    title = "Beside the reference report"
    if not rows:
        return Panel("reference", title, "No figure of the reference report is asked for tonight.")
    made = tuple(_figure(row) for row in rows)
    return Panel(
        "reference",
        title,
        "Every figure the reference report prints, the line it stands on, and tonight's value by "
        "the same rule. The two are of different listings on different days: a gap between them "
        "is not a change.",
        (Table("The reference report's figures and tonight's", "Figure", FIGURE, made),),
        notes=(
            "Of a difference, the counts are those of the first group and then, after the slash, "
            "of the second; the companies are those of the first. Where “its n” says none, "
            "the reference printed none. A rank is among the groups that are not small n.",
        ),
    )


def _figure(row: Record) -> Row:
    words, plain, signed = MEASURES.get(row["measure"], (row["measure"], "count", "count"))
    kind = {"difference": signed, "ratio_minus_1": "signed_share"}.get(row["operation"], plain)
    suffix = {"difference": ", A less B", "ratio_minus_1": ", A over B"}.get(row["operation"], "")
    is_pair = bool(row["segment_b_id"])

    def n(key: str, other: str) -> Cell:
        first = rounding.sample(row[key])
        return Cell(f"{first} / {rounding.sample(row[other])}" if is_pair else first, True)

    base = "with_salary_count" if "salary_" in row["measure"] else "listing_count"
    is_estimate = row["measure"].endswith(("_usd", "_share", "_rank")) or is_pair
    small = is_estimate and (
        rounding.is_small(row[base], row["company_count"])
        or (is_pair and rounding.is_small(row["with_salary_b_count"], rounding.SMALL_COMPANIES))
    )
    return Row(
        f"{row['figure_id']} {words}{suffix}",
        row["segment_id"],
        "",
        small,
        (
            Cell(rounding.WORDS[kind](row["report_value"]), True),
            Cell(rounding.count(row["report_n"]) if row["report_n"] else "none", True),
            Cell(_value(row, kind, small), True),
            n("listing_count", "listing_b_count"),
            n("with_salary_count", "with_salary_b_count"),
            Cell(rounding.sample(row["company_count"]), True),
            Cell(rounding.count(row["report_line"]), True),
        ),
    )


def _value(row: Record, kind: str, small: bool) -> str:
    """Tonight's value; a share of a handful of listings would read as one of many."""
    if small and row["measure"].endswith("_share"):
        return rounding.LOW_SAMPLE
    return rounding.WORDS[kind](row["figure_value"])


SOURCE = tuple(
    Column(name, key, "count")
    for name, key in (
        ("Boards", "boards"),
        ("Complete", "complete"),
        ("Not modified", "not_modified"),
        ("Partial", "partial"),
        ("Failed", "failed"),
        ("Skipped", "skipped"),
        ("Stale boards", "stale_boards"),
        ("Listings", "listings"),
        ("Texts read", "texts"),
    )
)


def sources(manifest: Mapping[str, Any]) -> Panel:
    said: Sequence[Mapping[str, Any]] = manifest.get("sources") or ()
    if not said:
        return Panel("sources", "Sources and their state", "No source was asked for this release.")
    stale = set(manifest.get("stale_sources") or ())
    rows = [
        {column.key: s.get(column.key) for column in SOURCE}
        | {"label": s["ats"], "mark": _mark(s, stale)}
        for s in said
    ]
    unwell = [s for s in said if any(s.get(k) for k in ("partial", "failed", "stale_boards"))]
    return Panel(
        "sources",
        "Sources and their state",
        f"{len(said)} applicant tracking systems were asked, of which "
        f"{sum(bool(s.get('software_listings')) for s in said)} have software listings; "
        + (
            f"{len(unwell)} had boards that answered in part, failed or are stale."
            if unwell
            else "every board answered in full."
        )
        + " Where a board is stale its last full answer stands in.",
        (
            parts.table(
                "Boards by source and outcome",
                "ATS",
                SOURCE,
                rows,
                note="Listings of any kind, software and other.",
            ),
        ),
        body="reasons" if any(s.get("reasons") for s in said) else "",
    )


def _mark(source: Mapping[str, Any], stale: set[str]) -> str:
    if source["ats"] in stale:
        return "stale"
    return "stale boards" if source.get("stale_boards") else ""


def reasons(manifest: Mapping[str, Any]) -> list[tuple[str, list[str], int]]:
    """Why boards did not answer in full: by source, the first of them and how many more."""
    return [
        (s["ats"], list(s["reasons"][:REASONS_SHOWN]), max(0, len(s["reasons"]) - REASONS_SHOWN))
        for s in manifest.get("sources") or ()
        if s.get("reasons")
    ]


def examples(ask: Ask) -> tuple[str, list[dict[str, Any]]]:
    """A few listings behind a number, each address only if it may be linked to."""
    for segment_id in ("technology=openai", "index"):
        rows = ask(queries.EXAMPLES, segment_id=segment_id)
        if rows:
            break
    for row in rows:
        row["url"] = rounding.web_address(row["url"])
        row["salary"] = rounding.money(row["annual_salary_usd"])
    return segment_id, rows
