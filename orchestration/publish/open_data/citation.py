"""How to cite a release: `CITATION.cff`, one line of text, and the words about the data set.

The format: https://citation-file-format.github.io, version 1.2.0. The file at the root of the
project describes the project; that of a release has its night and id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.publish.report import day

FILE = "CITATION.cff"
TITLE = "Hiring Ledger"
AUTHORS = "Hiring Ledger maintainers"
ABSTRACT = (
    "What software work pays, where it is remote and who is hiring: figures from the job listings "
    "of applicant tracking systems, each with its sample and interval."
)
KEYWORDS = ("job listings", "salaries", "remote work", "software", "labour market")
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""Of figures and tables. The words of a posting belong to its employer; code is under MIT."""


def line(manifest: Mapping[str, Any]) -> str:
    """A release as one line of a list of references."""
    night = date.fromisoformat(manifest["night"])
    return (
        f"{AUTHORS} ({night.year}). {TITLE}: job listings as of {day(manifest['night'])} "
        f"(release {manifest['release_id']}) [data set]. {LICENCE['name']}."
    )


def write(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the citation file of a release into its folder."""
    about = {
        "cff-version": "1.2.0",
        "message": "If you use these figures, please cite the release that they are from.",
        "type": "dataset",
        "title": f"{TITLE}: job listings as of {day(manifest['night'])}",
        "abstract": " ".join(filter(None, (ABSTRACT, manifest["notice"]))),
        "authors": [{"name": AUTHORS}],
        "version": manifest["release_id"],
        "date-released": manifest["night"],
        "keywords": list(KEYWORDS),
        "license": LICENCE["name"],
    }
    # A JSON string is a YAML string, whatever it holds.
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in about.items())
    (folder / FILE).write_text("\n".join(lines) + "\n", "utf-8")
