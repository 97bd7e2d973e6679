"""The panels about where work is done: by industry, company size and technology layer."""

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import PLACE, Panel, Record, Records
from orchestration.publish.report.pay import Ask

LAYER_NAMES = {"ai_application": "AI application", "ai_core": "AI core"}
UNKNOWN = (
    "“Of read” is of the listings whose text was fetched: one that does not state its workplace "
    "counts as not remote. “Of known” is of every listing that says, in a text, a field, a title "
    "or a place; “of all” counts what does not say or was not fetched as not remote. "
    "“Not stated” was read and does not say; “not read” has no text and no field that says it."
)


def remote_of(row: Record) -> str:
    """A remote share with its n, as a clause."""
    return (
        f"{row['label']} {rounding.share(row['remote_of_read_share'])} of those read and "
        f"{rounding.share(row['remote_of_known_share'])} of known "
        f"({parts.listings(row['with_text_count'])} read at "
        f"{parts.companies(row['with_text_company_count'])})"
    )


def panel(
    panel_id: str,
    title: str,
    head: str,
    rows: Records,
    charted: Records,
    nothing: str,
    lead: str,
    notes: tuple[str, ...] = (),
) -> Panel:
    """A remote panel: bars of workplaces and the table; the sentence alone if nothing is there."""
    if not any(r["listing_count"] for r in rows):
        return Panel(panel_id, title, nothing)
    chart = parts.place_chart(
        f"{title}: workplaces of the listings whose text was read",
        "Each bar is the listings of its row that were read; the figure at its end is their remote "
        "share.",
        charted,
    )
    made = parts.table(title, head, PLACE, rows, rounding.is_small_place)
    return Panel(panel_id, title, lead, (made,), parts.charts(chart), notes)


def industries(ask: Ask, coverage: Record) -> Panel:
    rows = parts.small_last(
        ask(queries.REMOTE_INDUSTRY), "with_text_count", rounding.is_small_place
    )
    shown = [r for r in rows if r["with_text_count"] and not rounding.is_small_place(r)][:12]
    without = coverage["without_industry_count"]
    return panel(
        "remote-by-industry",
        "Remote by industry",
        "Industry",
        rows,
        shown,
        "No company of tonight's has a known industry, so no share can be given.",
        "Ordered by listings whose text was read"
        + (f"; the largest: {remote_of(shown[0])}. " if shown else ". ")
        + (
            f"In no row, their company's industry being unknown: {parts.listings(without)}."
            if without
            else "Every listing's company has an industry."
        ),
        (UNKNOWN,),
    )


def sizes(ask: Ask) -> Panel:
    rows = ask(queries.REMOTE_SIZE)
    known = [r for r in rows if r["segment_id"].split("=")[-1] != "unknown"]
    nothing = "No AI listing is there tonight, so no share can be given."
    if any(r["listing_count"] for r in known):
        counts = {r["segment_id"].split("=")[-1]: r["listing_count"] or 0 for r in rows}
        lead = (
            "Listings of the AI union by the size of their company, in employees. Of "
            f"{parts.listings(sum(counts.values()))}, {rounding.count(counts['unknown'])} are of "
            "companies whose size is not known."
        )
    else:
        lead = "No AI listing's company has a known size tonight: every one is in the last row."
    return panel(
        "remote-by-company-size",
        "AI remote by company size",
        "Employees",
        rows,
        rows,
        nothing,
        lead,
    )


def layers(ask: Ask) -> Panel:
    rows = ask(queries.REMOTE_LAYER, layers=list(queries.LAYERS))
    for row in rows:
        row["label"] = LAYER_NAMES.get(row["label"], row["label"])
    told = "; ".join(remote_of(r) for r in rows if r["with_text_count"])
    return panel(
        "remote-by-layer",
        "Remote by AI layer",
        "Technology family",
        rows,
        rows,
        "No listing of tonight's names a technology of either layer.",
        f"{told}. A listing may be in both layers; the methodology names what each holds.",
    )
