"""The AI report: its findings and panels in their order, rendered with the template."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.publish.report import (
    about,
    ai_groups,
    combinations,
    compare,
    coverage_page,
    figure_files,
    findings,
    hiring,
    method_queries,
    methodology,
    names,
    nights,
    parts,
    pay,
    queries,
    remote,
    requirements,
    rounding,
    segment_names,
    sentences,
    template,
)
from orchestration.publish.report.columns import LISTINGS
from orchestration.publish.report.parts import Panel, Record, Records
from orchestration.publish.report.queries import Query


def render(
    tables: queries.Tables,
    out: Path,
    manifest: Mapping[str, Any],
    subjects: Mapping[str, str] | None = None,
) -> None:
    """Write `out/index.html` and the files of its figures, from published tables and the manifest.

    `subjects` has the explore page of each segment that has one.
    """
    with queries.opened(tables) as query:
        (out / "index.html").write_text(page(query, out, manifest, subjects), "utf-8")


def page(
    query: Query,
    out: Path,
    manifest: Mapping[str, Any],
    subjects: Mapping[str, str] | None,
) -> str:
    """The page as HTML; the files of its figures are written into a folder."""
    index = next(iter(query(queries.INDEX)), None)
    segments = query(queries.SEGMENTS)
    technologies = names.technologies(query)
    compared = compare.all_of(query)
    employers = hiring.companies(query, technologies)
    segment_id, examples = about.examples(query)
    shown = panels(query, technologies, compared, segments, employers)
    return template.page(
        "page.html.j2",
        manifest,
        "../",
        subjects=subjects or {},
        here="report/index.html",
        lead=lead(index, segments),
        history=methodology.history(manifest),
        dates=coverage_page.dates(manifest),
        stale=coverage_page.carried_forward(manifest),
        findings=findings.of_ai(query, segments, compared, employers),
        panels=figure_files.draw(shown, out),
        segment_id=segment_id,
        segment=segment_names.of(query)(segment_id),
        examples=examples,
    )


def lead(index: Record | None, segments: Records) -> str:
    """What the page is about, in sentences."""
    if index is None or not index["listing_count"]:
        return "No software listing was open on this night."
    union = next(row for row in segments if row["segment_id"] == "segment=ai_union")
    of_union = sentences.number(
        rounding.sample(union["listing_count"]), f"segment=ai_union/{LISTINGS}"
    )
    return (
        f"{of_union} AI-related listings among {_of_all(index)}. Each figure has its sample (n). A "
        "figure with a low sample is grey; one whose sample is too small is suppressed. An "
        "underlined number links to its SQL and listings."
    )


def _of_all(index: Record) -> str:
    """How many software listings there are, and of how many companies."""
    listings, companies = (
        sentences.number(words, f"index/{LISTINGS}")
        for words in (
            parts.listings(index["listing_count"]),
            parts.companies(index["company_count"]),
        )
    )
    return f"{listings} for software work at {companies}"


def lead_of_all(index: Record | None, segments: Records) -> str:
    """The key figures of all software listings, in sentences."""
    if index is None or not index["listing_count"]:
        return "No software listing was open on this night."
    segment = next(row for row in segments if row["segment_id"] == "index")
    return f"{_of_all(index)}. {pay_and_remote(index, segment)}"


def pay_and_remote(index: Record, segment: Record) -> str:
    """Pay disclosure and remote share of the listings whose text was read, in sentences."""
    if not index["with_text_count"]:
        return "None of their texts was read, so pay and work arrangement are unknown."
    disclosed, of_read = "index/disclosure_share/report", "index/remote_of_read_share/report"
    share = sentences.number(rounding.share(index["disclosure_share"]), disclosed)
    pay = f"{share} disclose base pay ({parts.mean(segment, 'index/mean_salary_usd/report')})"
    share = sentences.number(rounding.share(index["remote_of_read_share"]), of_read)
    remote = f"{share} are remote"
    read = sentences.number(rounding.count(index["with_text_count"]), of_read)
    read += " whose text was read"
    if index["pay_read_count"] == index["with_text_count"]:
        return f"Of the {read}, {pay}, and {remote}."
    of_pay = sentences.number(rounding.count(index["pay_read_count"]), disclosed)
    of_pay += f" {parts.read(index)}"
    return f"Of the {of_pay}, {pay}; of the {read}, {remote}."


def panels(
    query: Query,
    technologies: Mapping[str, str],
    compared: Records,
    segments: Records,
    employers: Records,
) -> list[Panel]:
    """The panels in the order of the page."""
    named = segment_names.of(query)
    (coverage,) = query(method_queries.COVERAGE)
    return [
        ai_groups.headline(query, segments, technologies),
        *nights.panels(query),
        pay.stack(query),
        compare.frameworks(compared, named),
        remote.industries(query, coverage),
        remote.sizes(query),
        remote.layers(query),
        pay.industries(query, compare.of_panel(compared, named, "Industry hierarchy")),
        hiring.vendors(query, technologies, compare.of_panel(compared, named, "Ecosystem")),
        hiring.ai_employers(employers, hiring.funds(query)),
        compare.premiums(compared, named),
        pay.senior_technologies(query),
        requirements.panel(query),
        combinations.rust(query),
        combinations.python(query),
        combinations.company_types(query),
    ]
