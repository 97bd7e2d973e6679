"""The panels about the figures themselves: reference report, sources, example listings."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import Cell, Column, Panel, Record, Row, Table
from orchestration.publish.report.pay import Query

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
FIGURE = (
    Column("Report", "reference"),
    Column("n in report", "report_n", "sample"),
    Column("This release", "figure_value"),
    Column("Listings", "listing_count"),
    Column("Pay disclosed", "with_salary_count"),
    Column("Companies", "company_count"),
    Column("Line in report", "report_line", "count"),
)
REASONS_SHOWN = 20


def figures(query: Query) -> Panel:
    """Every figure of the reference report beside the value of this release."""
    rows = query(queries.FIGURES)
    title = "Comparison with the reference report"
    if not rows:
        return Panel("reference", title, "No figure of the reference report is compared.")
    figure_rows = tuple(_figure(row) for row in rows)
    return Panel(
        "reference",
        title,
        "Every figure of the reference report, and the value of this release by the same rule. The "
        "two come from different listings on different days, so their difference is not a trend.",
        (
            Table(
                "Figures of the reference report and of this release", "Figure", FIGURE, figure_rows
            ),
        ),
        notes=(
            "A difference has two counts: of the first group, and after the slash of the second; "
            "its companies are those of the first group. “n in report” is “none” where the report "
            "has none. A rank excludes suppressed groups.",
        ),
    )


def _figure(row: Record) -> Row:
    words, plain, signed = MEASURES.get(row["measure"], (row["measure"], "count", "count"))
    kind = {"difference": signed, "ratio_minus_1": "signed_share"}.get(row["operation"], plain)
    suffix = {"difference": ", A minus B", "ratio_minus_1": ", A relative to B"}.get(
        row["operation"], ""
    )
    is_pair = bool(row["segment_b_id"])

    def n(key: str, other: str) -> Cell:
        first = rounding.sample(row[key])
        return Cell(f"{first} / {rounding.sample(row[other])}" if is_pair else first, True)

    base = "with_salary_count" if "salary_" in row["measure"] else "listing_count"
    is_estimate = row["measure"].endswith(("_usd", "_share", "_rank")) or is_pair
    small = is_estimate and (
        rounding.is_low_sample(row[base], row["company_count"])
        or (is_pair and rounding.is_low_sample(row["with_salary_b_count"], rounding.MIN_COMPANIES))
    )
    return Row(
        f"{row['report_figure_id']} {words}{suffix}",
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
    """The value of this release; a share of a low sample is not shown."""
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
        ("Carried forward", "stale_boards"),
        ("Listings", "listings"),
        ("Texts read", "texts"),
    )
)


def sources(manifest: Mapping[str, Any]) -> Panel:
    """How the boards of each source ended, from the manifest."""
    crawled: Sequence[Mapping[str, Any]] = manifest.get("sources") or ()
    if not crawled:
        return Panel("sources", "Sources", "No source was crawled for this release.")
    stale = set(manifest.get("stale_sources") or ())
    rows = [
        {column.key: s.get(column.key) for column in SOURCE}
        | {"label": s["ats"], "mark": _mark(s, stale)}
        for s in crawled
    ]
    incomplete = [
        s for s in crawled if any(s.get(k) for k in ("partial", "failed", "stale_boards"))
    ]
    return Panel(
        "sources",
        "Sources",
        f"{len(crawled)} applicant tracking systems were crawled, of which "
        f"{sum(bool(s.get('software_listings')) for s in crawled)} have software listings; "
        + (
            f"{len(incomplete)} had boards without a complete answer."
            if incomplete
            else "every board had a complete answer."
        )
        + " The last complete answer of such a board is carried forward.",
        (
            parts.table(
                "Boards by source and outcome",
                "ATS",
                SOURCE,
                rows,
                note="Listings of any kind, not only software.",
            ),
        ),
        body="reasons" if any(s.get("reasons") for s in crawled) else "",
    )


def _mark(source: Mapping[str, Any], stale: set[str]) -> str:
    if source["ats"] in stale:
        return "carried forward"
    return "boards carried forward" if source.get("stale_boards") else ""


def reasons(manifest: Mapping[str, Any]) -> list[tuple[str, list[str], int]]:
    """Why boards have no complete answer, by source: the first reasons, and how many more."""
    return [
        (s["ats"], list(s["reasons"][:REASONS_SHOWN]), max(0, len(s["reasons"]) - REASONS_SHOWN))
        for s in manifest.get("sources") or ()
        if s.get("reasons")
    ]


def examples(query: Query) -> tuple[str, list[dict[str, Any]]]:
    """A segment and a few of its listings; each URL only if it is an http address."""
    for segment_id in ("technology=openai", "index"):
        rows = query(queries.EXAMPLES, segment_id=segment_id)
        if rows:
            break
    for row in rows:
        row["url"] = rounding.web_address(row["url"])
        row["salary"] = rounding.money(row["annual_salary_usd"])
    return segment_id, rows
