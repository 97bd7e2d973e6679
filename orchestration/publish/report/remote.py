"""The panels about where work is done: by industry, company size and technology layer."""

from orchestration.publish.report import charts, names, parts, queries, rounding
from orchestration.publish.report.columns import PLACE
from orchestration.publish.report.parts import Panel, Record, Records
from orchestration.publish.report.pay import Query

UNKNOWN = (
    "“Of read” is the share of listings whose text was read; “not stated” counts as not remote. "
    "“Of known” is the share of listings whose work arrangement a text, field, title or place "
    "states. “Of all” counts listings that do not state it or were not read as not remote. “Not "
    "stated”: the text was read and does not state it. “Not read”: no text was fetched and no "
    "field states it."
)


def remote_of(row: Record) -> str:
    """A remote share with its sample, as a clause."""
    read = f"{parts.listings(row['with_text_count'])} read at "
    read += parts.companies(row["with_text_company_count"])
    if row["remote_publish_status"] == rounding.SUPPRESSED:
        return f"{row['label']}: {rounding.SUPPRESSED} ({read})"
    return (
        f"{row['label']}: {rounding.share(row['remote_of_read_share'])} are remote of {read}, and "
        f"{rounding.share(row['remote_of_known_share'])} of those that state an arrangement"
    )


def panel(
    panel_id: str,
    title: str,
    head: str,
    rows: Records,
    nothing: str,
    lead: str,
    notes: tuple[str, ...] = (),
    is_sorted: bool = True,
) -> Panel:
    """A panel of remote shares: a chart and a table, or only a sentence if there is no listing."""
    if not any(r["listing_count"] for r in rows):
        return Panel(panel_id, title, nothing)
    chart = charts.remote(title, rows, is_sorted=is_sorted)
    table = parts.table(title, head, PLACE, rows, rounding.is_low_sample_place)
    return Panel(panel_id, title, lead, (table,), parts.present(chart), notes)


def industries(query: Query, coverage: Record) -> Panel:
    """Remote shares by industry."""
    found = query(queries.REMOTE_INDUSTRY)
    for row in found:
        row["label"] = names.industry(row["label"])
    rows = parts.low_sample_last(found, "with_text_count", rounding.is_low_sample_place)
    shown = [r for r in rows if r["with_text_count"] and not rounding.is_low_sample_place(r)][:12]
    without = coverage["without_industry_count"]
    return panel(
        "remote-by-industry",
        "Remote by industry",
        "Industry",
        rows,
        "No company has a known industry.",
        "Ordered by listings whose text was read"
        + (f"; the largest: {remote_of(shown[0])}. " if shown else ". ")
        + (
            f"The industry of the company is unknown for {parts.listings(without)}, which are in "
            "no row."
            if without
            else "The industry of every company is known."
        ),
        (UNKNOWN,),
    )


def sizes(query: Query) -> Panel:
    """Remote shares of AI-related listings by company size."""
    rows = query(queries.REMOTE_SIZE)
    known = [r for r in rows if r["segment_id"].split("=")[-1] != "unknown"]
    nothing = "There is no AI-related listing."
    if any(r["listing_count"] for r in known):
        counts = {r["segment_id"].split("=")[-1]: r["listing_count"] or 0 for r in rows}
        lead = (
            "AI-related listings (broad) by the size of the company in employees. Of "
            f"{parts.listings(sum(counts.values()))}, {rounding.count(counts['unknown'])} are of "
            "companies whose size is not known."
        )
    else:
        lead = (
            "The size of every company is unknown, so all AI-related listings are in the last row."
        )
    return panel(
        "remote-by-company-size",
        "Remote by company size, AI-related listings",
        "Employees",
        rows,
        nothing,
        lead,
        is_sorted=False,
    )


def layers(query: Query) -> Panel:
    """Remote shares of AI application and AI core technologies."""
    rows = query(queries.REMOTE_LAYER, layers=list(queries.LAYERS))
    for row in rows:
        row["label"] = names.family(row["label"])
    shares = "; ".join(remote_of(r) for r in rows if r["with_text_count"])
    return panel(
        "remote-by-layer",
        "Remote by AI layer",
        "Technology family",
        rows,
        "No listing names a technology of either layer.",
        f"{shares}. A listing can be in both layers; the methodology lists the technologies of "
        "each.",
    )
