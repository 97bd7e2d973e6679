"""The front page of a release: software work as a whole, and the way to every page and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.report import (
    coverage_page,
    figure_files,
    findings,
    hiring,
    names,
    page,
    queries,
    rounding,
    sentences,
    software,
    template,
)

SIZE = "size of marts.duckdb"
"""Stands for the size until the database is written."""
FIGURES = "figures"
"""The folder of the files of its figures, below the release."""


def render(
    tables: queries.Tables,
    folder: Path,
    manifest: Mapping[str, Any],
    subjects: Mapping[str, str] | None = None,
    parquet: Sequence[str] = (),
) -> None:
    """Write `index.html` into the folder of a release; `state_size` completes it.

    `subjects` has the explore page of each segment that has one; `parquet` are the names of the
    files of marts.
    """
    (folder / FIGURES).mkdir(exist_ok=True)
    with queries.opened(tables) as query:
        index = next(iter(query(queries.INDEX)), None)
        segments = query(queries.SEGMENTS)
        employers = hiring.companies(query, names.technologies(query))
        text = template.page(
            "index.html.j2",
            manifest,
            "",
            subjects=subjects or {},
            here="index.html",
            lead=lead(manifest),
            trust=trust(manifest),
            summary=page.lead_of_all(index, segments),
            dates=coverage_page.dates(manifest),
            stale=coverage_page.carried_forward(manifest),
            tiles=software.tiles(index),
            findings=findings.of_ai(query, segments, [], employers)[:3],
            panels=figure_files.draw(software.panels(query), folder / FIGURES, f"{FIGURES}/"),
            parquet=sorted(parquet),
            database_size=SIZE,
        )
    (folder / "index.html").write_text(text, "utf-8")


def state_size(folder: Path) -> None:
    """Write the size of `marts.duckdb` into the page: the database is complete after the pages."""
    page = folder / "index.html"
    size = f"{(folder / 'marts.duckdb').stat().st_size / 1e6:,.1f} MB"
    page.write_text(page.read_text("utf-8").replace(SIZE, size), "utf-8")


def lead(manifest: Mapping[str, Any]) -> str:
    """What this is, how fresh it is, and how many listings were read, in two sentences."""
    sources = manifest["sources"]
    listings, texts = (sum(source[key] for source in sources) for key in ("listings", "texts"))
    boards = sum(source["boards"] for source in sources)
    return (
        f"An open record of the job listings that employers publish, as of "
        f"{rounding.day(manifest['night'])}: {sentences.total(f'{listings:,}', 'listings')} "
        f"listings on {sentences.total(f'{boards:,}', 'boards')} boards of "
        f"{sentences.total(str(len(sources)), 'systems')} applicant tracking "
        f"{'system' if len(sources) == 1 else 'systems'}. The text of "
        f"{sentences.total(f'{texts:,}', 'texts')} listings was read."
    )


def trust(manifest: Mapping[str, Any]) -> str:
    """How far to trust it: completeness of the boards, checks, and what a figure needs."""
    sources, tables = manifest["sources"], manifest["tables"]
    boards = sum(source["boards"] for source in sources)
    complete = sum(source["complete_boards"] for source in sources)
    failed, checks = (sum(table.get(k, 0) for table in tables) for k in ("failed", "checks"))
    return (
        "A board is one company's page of openings on an applicant tracking system, the software "
        f"that it recruits with. {sentences.total(f'{complete:,}', 'complete_boards')} of "
        f"{sentences.total(f'{boards:,}', 'boards')} boards gave a complete answer, and "
        f"{sentences.page(f'{checks - failed:,} of {checks:,}', 'quality/checks.html')} checks of "
        "tables passed. The record covers the boards that are crawled, not the whole market. A "
        "mean or share has its sample (n) and a 95 % interval, and is suppressed where the sample "
        "is too small. An underlined number links to its passport: definition, sample, SQL and "
        "listings."
    )
