"""The quality pages: accuracy of the inferences, values set aside, every check, and the nights.

The measures of accuracy are those of `make quality` on data from outside at the time of the code's
release: `python -m benchmarks.quality --json` writes them to `data/measured_quality.json`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.measure_history import Series
from orchestration.publish.report import accuracy, night_lines, rounding, template
from orchestration.validation.validate import WARNING

RAW = "raw/"
"""Begins the name of a source's night among the names of tables."""
STATES = {
    "met": "yes",
    "not met": "no",
    "too few": "too few cases to say",
    "not run": "not measured",
    "": "",
}
"""Whether a measure meets its target, in the words of the page."""


LAYERS = (
    (
        "sources",
        "Figures of the sources' nights",
        "These figures are measured on the night of a source before it is accepted. If a figure is "
        "beyond its limits, the night is quarantined and the last accepted night of the source is "
        "carried forward.",
    ),
    (
        "tables",
        "Figures of the built tables",
        "These figures are measured on the software listings of each source. A technology has a "
        "row if 5 % of all software listings name it, or if it has a warning. A figure beyond its "
        "limits is a warning and blocks nothing.",
    ),
)


def state(check: Mapping[str, Any]) -> str:
    """How a check ended: passed, warning or failed. A result from before warnings has failed."""
    if check["passed"]:
        return "passed"
    return "warning" if check.get("severity") == WARNING else "failed"


def render(
    folder: Path,
    results: Mapping[str, Sequence[Mapping[str, Any]]],
    manifest: Mapping[str, Any],
    series: Mapping[str, Sequence[Series]],
) -> None:
    """Write three pages and the accuracy as JSON into a folder.

    `index.html` is the summary, `checks.html` has every check, `nights.html` the figures over the
    nights.

    `results` are checks by table; each check has name, kind, passed, severity and detail. `series`
    are the figures over the nights, of sources and of tables.
    """
    shutil.copyfile(accuracy.MEASURED, folder / accuracy.MEASURED.name)
    checks = [check for table in results.values() for check in table]
    shared = {
        "here": "quality/index.html",
        "tables": list(results.items()),
        "total": len(checks),
        "of_sources": [len(found) for name, found in results.items() if name.startswith(RAW)],
        "failed": sum(state(check) == "failed" for check in checks),
        "warned": sum(state(check) == "warning" for check in checks),
        "state": state,
    }
    rows = {row["table"]: row["rows"] for row in manifest.get("tables") or ()}
    pages = {
        "index": ("quality.html.j2", _summary(results, rows, manifest)),
        "checks": ("checks.html.j2", {}),
        "nights": ("measures.html.j2", {"groups": _groups(series, manifest["night"])}),
    }
    for name, (source, values) in pages.items():
        text = template.page(source, manifest, "../", **shared, **values)
        (folder / f"{name}.html").write_text(text, "utf-8")


def _summary(
    results: Mapping[str, Sequence[Mapping[str, Any]]],
    rows: Mapping[str, int],
    manifest: Mapping[str, Any],
) -> dict[str, Any]:
    """What the first of the pages has: checks that did not pass, counts, values, accuracy."""
    states = {table: [state(check) for check in checks] for table, checks in results.items()}
    return {
        "alarming": [
            (table, [check for check in checks if state(check) != "passed"])
            for table, checks in results.items()
            if any(state(check) != "passed" for check in checks)
        ],
        "counted": [
            {
                "table": table,
                "rows": rows.get(table),
                "checks": len(found),
                "failed": found.count("failed"),
                "warnings": found.count("warning"),
            }
            for table, found in states.items()
        ],
        "set_aside": manifest.get("set_aside") or (),
        "measured": accuracy.measured(),
        "title": accuracy.title,
        "states": STATES,
        "day": rounding.day,
    }


def _groups(
    series: Mapping[str, Sequence[Series]], night: str
) -> list[tuple[str, str, list[tuple[str, list[night_lines.Row]]]]]:
    """The figures over the nights by layer and source."""
    return [
        (title, about, night_lines.by_source(series.get(layer) or (), night))
        for layer, title, about in LAYERS
    ]
