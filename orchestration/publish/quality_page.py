"""The quality page: accuracy of the inferences, values set aside, and every check of every table.

The measures of accuracy are those of `make quality` on data from outside at the time of the code's
release: `python -m benchmarks.quality --json` writes them to `data/measured_quality.json`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.report import accuracy, day
from orchestration.publish.report.template import template

STATES = {
    "met": "yes",
    "not met": "no",
    "too few": "too few cases to say",
    "not run": "not measured",
    "": "",
}
"""Whether a measure meets its target, in the words of the page."""


def render(
    folder: Path, results: Mapping[str, Sequence[Mapping[str, Any]]], manifest: Mapping[str, Any]
) -> None:
    """Write `index.html` and the measures as JSON into a folder.

    `results` are checks by table; each check has name, kind, passed and detail.
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
        failed=sum(not check["passed"] for check in checks),
    )
    (folder / "index.html").write_text(text.lstrip(), "utf-8")
