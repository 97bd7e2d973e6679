"""The page: the panels in their order, filled into the template."""

import base64
import hashlib
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import jinja2
from markupsafe import Markup

from orchestration import plain
from orchestration.report import (
    about,
    compare,
    hiring,
    methodology,
    parts,
    pay,
    queries,
    remote,
    rounding,
)
from orchestration.report.parts import Panel, Record, Records
from orchestration.report.pay import Ask

HERE = Path(__file__).parent


def render(marts: Path, out: Path, manifest: Mapping[str, Any]) -> None:
    """Write `out/index.html` from the release's marts and its manifest."""
    with closing(duckdb.connect()) as connection:
        # Under another name: opened as itself, marts.duckdb would be a catalog named as a schema.
        path = str(marts).replace("'", "''")
        connection.execute(f"attach '{path}' as release (read_only)")
        connection.execute("use release")
        text = page(partial(queries.ask, connection), manifest)
    (out / "index.html").write_text(text, "utf-8")


def environment() -> jinja2.Environment:
    """How the template is filled: nothing from outside is markup, and no control reaches a page."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        finalize=plain.shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(ask: Ask, manifest: Mapping[str, Any]) -> str:
    index = next(iter(ask(queries.INDEX)), None)
    (coverage,) = ask(queries.COVERAGE)
    technologies = ask(queries.TECHNOLOGIES)
    segments = ask(queries.SEGMENTS)
    segment_id, examples = about.examples(ask)
    css = (HERE / "page.css").read_text("utf-8")
    template = environment().get_template("page.html.j2")
    text = template.render(
        manifest=manifest,
        night=rounding.day(manifest["night"]),
        lead=lead(index, segments),
        history=methodology.history(manifest),
        stale=[*(manifest.get("stale_sources") or ())],
        tiles=hiring.tiles(index),
        panels=panels(ask, index, coverage, technologies, segments, manifest),
        reasons=about.reasons(manifest),
        method=methodology.sentences(index, coverage, manifest),
        families=methodology.families(technologies),
        segment_id=segment_id,
        examples=examples,
        no_data=rounding.NO_DATA,
        css=Markup(css),  # our own file; the policy lets its hash through, no other
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )
    return text.lstrip()


def lead(index: Record | None, segments: Records) -> str:
    if index is None or not index["listing_count"]:
        return "No software listing was open on this night."
    by_id = {row["segment_id"]: row for row in segments}
    tagged, union = by_id["industry=ai-ml"], by_id["segment=ai_union"]
    return (
        f"{parts.listings(index['listing_count'])} for software work at "
        f"{parts.companies(index['company_count'])}; {rounding.share(index['disclosure_share'])} "
        f"publish base pay, {rounding.money(index['mean_salary_usd'])} a year at the mean "
        f"(n {rounding.sample(index['with_salary_count'])}), and "
        f"{rounding.share(index['remote_share'])} are remote. AI is counted in two ways: "
        f"{parts.listings(tagged['listing_count'])} of companies tagged AI/ML, mean "
        f"{rounding.money(tagged['mean_salary_usd'])} "
        f"({parts.paid(tagged)}), and "
        f"{rounding.sample(union['listing_count'])} in a wider union with AI technologies, mean "
        f"{rounding.money(union['mean_salary_usd'])} "
        f"({parts.paid(union)})."
    )


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
