"""The page: the panels in their order, filled into the template."""

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.report import (
    about,
    compare,
    coverage_page,
    hiring,
    methodology,
    parts,
    pay,
    queries,
    remote,
    rounding,
)
from orchestration.publish.report.parts import Panel, Record, Records
from orchestration.publish.report.pay import Ask
from orchestration.publish.report.template import template


def render(marts: Path, out: Path, manifest: Mapping[str, Any]) -> None:
    """Write `out/index.html` from the release's marts and its manifest."""
    with closing(duckdb.connect()) as connection:
        # Under another name: opened as itself, marts.duckdb would be a catalog named as a schema.
        path = str(marts).replace("'", "''")
        connection.execute(f"attach '{path}' as release (read_only)")
        connection.execute("use release")
        text = page(partial(queries.ask, connection), manifest)
    (out / "index.html").write_text(text, "utf-8")


def page(ask: Ask, manifest: Mapping[str, Any]) -> str:
    index = next(iter(ask(queries.INDEX)), None)
    (coverage,) = ask(queries.COVERAGE)
    technologies = ask(queries.TECHNOLOGIES)
    segments = ask(queries.SEGMENTS)
    segment_id, examples = about.examples(ask)
    text = template("page.html.j2").render(
        manifest=manifest,
        night=rounding.day(manifest["night"]),
        lead=lead(index, segments),
        history=methodology.history(manifest),
        dates=coverage_page.dates(manifest),
        stale=[*(manifest.get("stale_sources") or ())],
        tiles=hiring.tiles(index),
        panels=panels(ask, index, coverage, technologies, segments, manifest),
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
    if index is None or not index["listing_count"]:
        return "No software listing was open on this night."
    by_id = {row["segment_id"]: row for row in segments}
    tagged, union = by_id["industry=ai-ml"], by_id["segment=ai_union"]
    return (
        f"{parts.listings(index['listing_count'])} for software work at "
        f"{parts.companies(index['company_count'])}. {said(index)} AI is counted in two ways: "
        f"{parts.listings(tagged['listing_count'])} of companies tagged AI/ML, mean "
        f"{rounding.money(tagged['mean_salary_usd'])} "
        f"({parts.paid(tagged)}), and "
        f"{rounding.sample(union['listing_count'])} in a wider union with AI technologies, mean "
        f"{rounding.money(union['mean_salary_usd'])} "
        f"({parts.paid(union)})."
    )


def said(index: Record) -> str:
    """What the listings that were read say of pay and workplace; the rest says nothing."""
    if not index["with_text_count"]:
        return "No text of theirs was read, so nothing is said of pay and workplaces."
    pay = (
        f"{rounding.share(index['disclosure_share'])} publish base pay, "
        f"{rounding.money(index['mean_salary_usd'])} a year at the mean "
        f"(n {rounding.sample(index['with_salary_count'])})"
    )
    remote = f"{rounding.share(index['remote_of_read_share'])} are remote"
    read = f"{rounding.count(index['with_text_count'])} whose text was read"
    if index["pay_read_count"] == index["with_text_count"]:
        return f"Of the {read}, {pay}, and {remote}."
    of_pay = f"{rounding.count(index['pay_read_count'])} {parts.read(index)}"
    return f"Of the {of_pay}, {pay}; of the {read}, {remote}."


def panels(
    ask: Ask,
    index: Record | None,
    coverage: Record,
    technologies: list[dict[str, Any]],
    segments: Records,
    manifest: Mapping[str, Any],
) -> list[Panel]:
    names = {t["technology_id"]: t["technology_name"] for t in technologies}
    compared = compare.all_of(ask)
    return [
        hiring.headline(ask, segments),
        pay.stack(ask),
        pay.technologies(ask),
        compare.frameworks(compared, names),
        remote.industries(ask, coverage),
        remote.sizes(ask),
        remote.layers(ask),
        pay.industries(ask, compare.of_panel(compared, names, "Industry hierarchy")),
        hiring.vendors(ask, names, compare.of_panel(compared, names, "Ecosystem")),
        hiring.employers(ask, names),
        compare.premiums(compared, names),
        pay.senior_technologies(ask),
        pay.seniority(ask),
        pay.countries(ask, index),
        about.figures(ask),
        about.sources(manifest),
        Panel(
            "methodology",
            "Methodology",
            "Generated from tonight's data and the release's manifest.",
            methodology.tables(ask, manifest),
            body="methodology",
        ),
        Panel(
            "follow",
            "How to follow a number to its listings",
            "Every row above that is a group carries its segment_id. The table "
            "core.fct_segment_listings says which listings are in it.",
            body="follow",
        ),
    ]
