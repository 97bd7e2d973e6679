"""The quality page: accuracy of the inferences, values set aside, and every check of every table.

The measures of accuracy are those of `make quality` on labelled data at the time of the code's
release: `python -m benchmarks.quality --json` writes them to `data/measured_quality.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.report import day
from orchestration.publish.report.template import template
from orchestration.settings import DATA

MEASURED = DATA / "measured_quality.json"


def render(
    folder: Path, results: Mapping[str, Sequence[Mapping[str, Any]]], manifest: Mapping[str, Any]
) -> None:
    """Write `index.html` and the measures as JSON into a folder.

    `results` are checks by table; each check has name, kind, passed and detail.
    """
    measured = json.loads(MEASURED.read_text("utf-8"))
    (folder / MEASURED.name).write_text(MEASURED.read_text("utf-8"), "utf-8")
    checks = [check for table in results.values() for check in table]
    text = template("quality.html.j2").render(
        tables=list(results.items()),
        manifest=manifest,
        night=day(manifest["night"]),
        set_aside=manifest.get("set_aside") or (),
        measured=measured,
        total=len(checks),
        failed=sum(not check["passed"] for check in checks),
    )
    (folder / "index.html").write_text(text.lstrip(), "utf-8")
