"""The quality page: accuracy of the inferences, values set aside, and every check of every table.

The measures of accuracy are those of `make quality` on data from outside at the time of the code's
release: `python -m benchmarks.quality --json` writes them to `data/measured_quality.json`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.measure_history import Series
from orchestration.publish.report import accuracy, day, figures
from orchestration.publish.report.template import template
from orchestration.validation.validate import WARNING

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
        "Measured of a source's night before it is accepted. Beyond its limits a source is "
        "quarantined: its last accepted night is carried forward.",
    ),
    (
        "tables",
        "Figures of the built tables",
        "Measured of the software listings of each source; of technologies those that 5 % of all "
        "software listings name, and those that warn. They warn and block nothing.",
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
    """Write `index.html` and the measures as JSON into a folder.

    `results` are checks by table; each check has name, kind, passed, severity and detail. `series`
    are the figures over the nights, of sources and of tables.
    """
    shutil.copyfile(accuracy.MEASURED, folder / accuracy.MEASURED.name)
    checks = [check for table in results.values() for check in table]
    text = template("quality.html.j2").render(
        tables=list(results.items()),
        manifest=manifest,
        night=day(manifest["night"]),
        set_aside=manifest.get("set_aside") or (),
        measured=accuracy.measured(),
        states=STATES,
        total=len(checks),
        failed=sum(state(check) == "failed" for check in checks),
        warned=sum(state(check) == "warning" for check in checks),
        state=state,
        groups=[
            (title, about, figures.by_source(series.get(layer) or (), manifest["night"]))
            for layer, title, about in LAYERS
        ],
    )
    (folder / "index.html").write_text(text.lstrip(), "utf-8")
