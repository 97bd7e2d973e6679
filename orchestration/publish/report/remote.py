"""The panels about where work is done: by industry, company size and technology layer."""

from orchestration.publish.report import charts, names, parts, queries, rounding, sentences
from orchestration.publish.report.columns import LISTINGS, PLACE
from orchestration.publish.report.parts import Panel, Record, Records
from orchestration.publish.report.queries import Query

UNKNOWN = (
    "“Of read” is the share among listings whose text was read; a listing that does not state its "
    "work arrangement counts as not remote. “Of known” is the share among listings whose work "
    "arrangement a text, field, title or place states. “Of all” is the share among all listings; "
    "those that do not state it and those that were not read count as not remote. “Not stated”: "
    "the text was read and does not state it. “Not read”: no text was fetched and no field states "
    "it."
)


def remote_of(row: Record) -> str:
    """A remote share with its sample, as a clause."""
    figure_id = f"{row['segment_id']}/remote_of_read_share/report"
    read = (
        f" (n {rounding.count(row['with_text_count'])} at "
        f"{parts.companies(row['with_text_company_count'])}"
    )
    read += ", low sample)" if row["remote_publish_status"] == "low" else ")"
    is_hidden = row["remote_publish_status"] == rounding.SUPPRESSED
    share = rounding.SUPPRESSED if is_hidden else rounding.share(row["remote_of_read_share"])
    return (
        f"{row['label']}, {sentences.number(share, figure_id)}{sentences.beside(read, figure_id)}"
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
    charted: Records | None = None,
) -> Panel:
    """A panel of remote shares: a chart and a table, or only a sentence if there is no listing."""
    if not any(r["listing_count"] for r in rows):
        return Panel(panel_id, title, nothing)
    chart = charts.remote(title, rows if charted is None else charted, is_sorted=is_sorted)
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
        (
            "Remote share in the largest industry with a sufficient sample: "
            f"{remote_of(shown[0])}. "
            if shown
            else "No industry has a sufficient sample. "
        )
        + _without_industry(without),
        (UNKNOWN,),
    )


def _without_industry(listing_count: int) -> str:
    """How many listings are in no row, because the industry of their company is unknown."""
    if not listing_count:
        return "The industry of every company is known."
    listings = sentences.total(parts.listings(listing_count), "without_industry")
    verb = "is" if listing_count == 1 else "are"
    return f"{listings} {verb} in no row: the industry of the company is unknown."


def sizes(query: Query) -> Panel:
    """Remote shares of AI-related listings by company size."""
    rows = query(queries.REMOTE_SIZE)
    known = [r for r in rows if r["segment_id"].split("=")[-1] != "unknown"]
    nothing = "There is no AI-related listing."
    if any(r["listing_count"] for r in known):
        counts = {r["segment_id"].split("=")[-1]: r["listing_count"] or 0 for r in rows}
        of_all, unknown = (
            sentences.number(words, f"segment=ai_union{part}/{LISTINGS}")
            for words, part in (
                (parts.listings(sum(counts.values())), ""),
                (rounding.count(counts["unknown"]), " & company_size=unknown"),
            )
        )
        lead = (
            "AI-related listings (broad) by the number of employees of the company. Of "
            f"{of_all}, {unknown if counts['unknown'] else 'none'} are of companies whose size is "
            "not known."
        )
        if not any(
            r["with_text_count"] and r["remote_publish_status"] != rounding.SUPPRESSED
            for r in known
        ):
            lead += " No known size has enough listings to publish a share."
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
        # Of listings whose size is unknown alone there is nothing to compare.
        charted=rows if charts.remote("", known) else known,
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
        f"Remote share: {shares}. A listing can be in both layers; the methodology lists the "
        "technologies of each.",
    )
