"""The register of sources: what each says of its endpoint, terms and robots; which are asked.

The facts stand in the modules themselves, in their docstrings and `OFF`, so that a source is one
place. What robots.txt said on a night is in the night's outcomes (`dim_boards`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.crawl.boards import load_boards
from orchestration.sources import all_sources, disabled_sources

LABELS = (
    *("Endpoint", "Documentation", "Paging", "Completeness", "Does not publish", "Terms", "Robots"),
)
_LABEL = re.compile(rf"(?:^|(?<=\. ))({'|'.join(LABELS)}): ", re.M)


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One source. `reason` says why a source that is off is off."""

    ats: str
    decision: str
    reason: str
    boards: int
    endpoint: str
    documentation: str
    terms: str
    robots: str


def load_catalog() -> list[CatalogEntry]:
    """All sources by name; ValueError names a source and the line that its docstring lacks."""
    off = disabled_sources()
    return [
        CatalogEntry(
            ats,
            "off" if ats in off else "on",
            off.get(ats, ""),
            len(load_boards(ats)),
            *(said[label] for label in ("Endpoint", "Documentation", "Terms", "Robots")),
        )
        for ats, said in (
            (ats, parse_docstring(ats, source.__doc__)) for ats, source in all_sources().items()
        )
    ]


def parse_docstring(ats: str, docstring: str | None) -> dict[str, str]:
    """The labelled sentences of a source's docstring, each on one line."""
    pieces = _LABEL.split(docstring or "")
    said = {
        label: " ".join(text.split())
        for label, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    if missing := [label for label in LABELS if not said.get(label)]:
        raise ValueError(f"{ats}: its docstring does not say {', '.join(missing)}")
    return said
