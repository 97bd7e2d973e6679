"""The panels about where work is done: by industry, company size and technology layer."""

from orchestration.report import parts, queries, rounding
from orchestration.report.parts import PLACE, Panel, Record, Records
from orchestration.report.pay import Ask

LAYER_NAMES = {"ai_application": "AI application", "ai_core": "AI core"}
UNKNOWN = (
    "“Of all” counts a listing that says nothing as not remote, “of known” leaves it out; the "
    "truth of the silent ones is not known."
)


def remote_of(row: Record) -> str:
    """A remote share with its n, as a clause."""
    return (
        f"{row['label']} {rounding.share(row['remote_share'])} of all and "
        f"{rounding.share(row['remote_of_known_share'])} of known "
        f"({parts.listings(row['listing_count'])} at {parts.companies(row['company_count'])})"
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
        f"{title}: workplaces of all listings",
        "Each bar is all listings of its row; the figure at its end is the remote share of all.",
        charted,
    )
    made = parts.table(title, head, PLACE, rows, rounding.is_small_place)
    return Panel(panel_id, title, lead, (made,), parts.charts(chart), notes)


def industries(ask: Ask, coverage: Record) -> Panel:
    rows = parts.small_last(ask(queries.REMOTE_INDUSTRY), "listing_count", rounding.is_small_place)
    shown = [r for r in rows if not rounding.is_small_place(r)][:12]
    without = coverage["without_industry_count"]
    return panel(
        "remote-by-industry",
        "Remote by industry",
        "Industry",
        rows,
        shown,
        "No company of tonight's has a known industry, so no share can be given.",
        "Ordered by listings"
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
        lead = "Listings of the AI union by the size of their company, in employees."
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
    told = "; ".join(remote_of(r) for r in rows if r["listing_count"])
    return panel(
        "remote-by-layer",
        "Remote by AI layer",
        "Technology family",
        rows,
        rows,
        "No listing of tonight's names a technology of either layer.",
        f"{told}. A listing may be in both layers; the methodology names what each holds.",
    )
