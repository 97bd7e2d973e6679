"""The report page: the panels in their order, rendered with the template."""

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.report import (
    about,
    accuracy,
    compare,
    coverage_page,
    hiring,
    methodology,
    nights,
    parts,
    pay,
    queries,
    remote,
    rounding,
)
from orchestration.publish.report.parts import Panel, Record, Records
from orchestration.publish.report.pay import Query
from orchestration.publish.report.template import template


def render(marts: Path, out: Path, manifest: Mapping[str, Any]) -> None:
    """Write `out/index.html` from the release's marts and its manifest."""
    with closing(duckdb.connect()) as connection:
        # Attached under another name: a catalog called marts would make `marts.x` ambiguous.
        path = str(marts).replace("'", "''")
        connection.execute(f"attach '{path}' as release (read_only)")
        connection.execute("use release")
        text = page(partial(queries.run, connection), manifest)
    (out / "index.html").write_text(text, "utf-8")


def page(query: Query, manifest: Mapping[str, Any]) -> str:
    """The page as HTML."""
    index = next(iter(query(queries.INDEX)), None)
    (coverage,) = query(queries.COVERAGE)
    technologies = query(queries.TECHNOLOGIES)
    segments = query(queries.SEGMENTS)
    segment_id, examples = about.examples(query)
    text = template("page.html.j2").render(
        manifest=manifest,
        night=rounding.day(manifest["night"]),
        lead=lead(index, segments),
        history=methodology.history(manifest),
        dates=coverage_page.dates(manifest),
        stale=coverage_page.carried_forward(manifest),
        tiles=hiring.tiles(index),
        panels=panels(query, index, coverage, technologies, segments, manifest),
        accuracy=accuracy.by_panel(),
        reasons=about.reasons(manifest),
        method=methodology.sentences(index, coverage, manifest),
        families=methodology.families(technologies),
        segment_id=segment_id,
        examples=examples,
        no_data=rounding.NO_DATA,
        not_read=rounding.NOT_READ,
    )
    return text.lstrip()


def lead(index: Record | None, segments: Records) -> str:
    """The key figures in sentences."""
    if index is None or not index["listing_count"]:
        return "No software listing was open on this night."
    by_id = {row["segment_id"]: row for row in segments}
    tagged, union = by_id["industry=ai-ml"], by_id["segment=ai_union"]
    return (
        f"{parts.listings(index['listing_count'])} for software work at "
        f"{parts.companies(index['company_count'])}. {pay_and_remote(index, by_id['index'])} AI is "
        f"counted in two ways: {parts.listings(tagged['listing_count'])} of AI/ML companies "
        f"({parts.mean(tagged)}), and {rounding.sample(union['listing_count'])} AI-related "
        f"listings in the broad sense ({parts.mean(union)})."
    )


def pay_and_remote(index: Record, segment: Record) -> str:
    """Pay disclosure and remote share of the listings whose text was read, in sentences."""
    if not index["with_text_count"]:
        return "None of their texts was read, so pay and work arrangement are unknown."
    pay = f"{rounding.share(index['disclosure_share'])} disclose base pay ({parts.mean(segment)})"
    remote = f"{rounding.share(index['remote_of_read_share'])} are remote"
    read = f"{rounding.count(index['with_text_count'])} whose text was read"
    if index["pay_read_count"] == index["with_text_count"]:
        return f"Of the {read}, {pay}, and {remote}."
    of_pay = f"{rounding.count(index['pay_read_count'])} {parts.read(index)}"
    return f"Of the {of_pay}, {pay}; of the {read}, {remote}."


def panels(
    query: Query,
    index: Record | None,
    coverage: Record,
    technologies: list[dict[str, Any]],
    segments: Records,
    manifest: Mapping[str, Any],
) -> list[Panel]:
    """The panels in the order of the page."""
    names = {t["technology_id"]: t["technology_name"] for t in technologies}
    compared = compare.all_of(query)
    return [
        hiring.headline(query, segments),
        *nights.panels(query),
        pay.stack(query),
        pay.technologies(query),
        compare.frameworks(compared, names),
        remote.industries(query, coverage),
        remote.sizes(query),
        remote.layers(query),
        pay.industries(query, compare.of_panel(compared, names, "Industry hierarchy")),
        hiring.vendors(query, names, compare.of_panel(compared, names, "Ecosystem")),
        hiring.employers(query, names),
        compare.premiums(compared, names),
        pay.senior_technologies(query),
        pay.seniority(query),
        pay.countries(query, index),
        about.figures(query),
        about.sources(manifest),
        Panel(
            "methodology",
            "Methodology",
            "Generated from the data and the manifest of this release.",
            methodology.tables(query, manifest),
            body="methodology",
        ),
        Panel(
            "follow",
            "From a figure to its listings",
            "Every row of a group has a segment_id. The table core.fct_segment_listings has the "
            "listings of each.",
            body="follow",
        ),
    ]
