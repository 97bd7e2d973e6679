"""The methodology page: terms and rules, pay, the reference report and its inconsistencies."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.publish.report import (
    about,
    figure_files,
    method_queries,
    methodology,
    names,
    queries,
    template,
)

INCONSISTENCIES = Path(__file__).with_name("inconsistencies.csv")


def render(tables: queries.Tables, out: Path, manifest: Mapping[str, Any]) -> None:
    """Write `out/index.html` and its tables as CSV, from published tables and the manifest."""
    shutil.copyfile(INCONSISTENCIES, out / INCONSISTENCIES.name)
    with queries.opened(tables) as query:
        index = next(iter(query(queries.INDEX)), None)
        (coverage,) = query(method_queries.COVERAGE)
        (reference,) = figure_files.draw([about.figures(query)], out)
        text = template.page(
            "methodology.html.j2",
            manifest,
            "../",
            here="methodology/index.html",
            method=methodology.sentences(index, coverage, manifest, names.technologies(query)),
            families=methodology.families(query),
            tables=methodology.tables(query),
            reference=reference,
            inconsistencies=inconsistencies(),
        )
    (out / "index.html").write_text(text, "utf-8")


def inconsistencies() -> list[dict[str, str]]:
    """The inconsistencies of the reference report: number, problem, answer, file of the check."""
    with INCONSISTENCIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
