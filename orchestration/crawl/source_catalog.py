"""The source catalog: endpoint, documentation, terms and robots of each source, and whether it is
on.

The facts are in the docstring and `OFF` of each source module, so that a source is one file. Boards
that robots.txt disallowed on a night are in the outcomes of that night (`dim_boards`).
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
    """One source. `reason` says why it is off, if it is."""

    ats: str
    decision: str
    reason: str
    boards: int
    endpoint: str
    documentation: str
    terms: str
    robots: str


def load_catalog() -> list[CatalogEntry]:
    """All sources by name; raises ValueError when a docstring lacks a label."""
    off = disabled_sources()
    return [
        CatalogEntry(
            ats,
            "off" if ats in off else "on",
            off.get(ats, ""),
            len(load_boards(ats)),
            *(parts[label] for label in ("Endpoint", "Documentation", "Terms", "Robots")),
        )
        for ats, parts in (
            (ats, parse_docstring(ats, source.__doc__)) for ats, source in all_sources().items()
        )
    ]


def parse_docstring(ats: str, docstring: str | None) -> dict[str, str]:
    """The labelled parts of a source's docstring, each on one line. Raises ValueError."""
    pieces = _LABEL.split(docstring or "")
    parts = {
        label: " ".join(text.split())
        for label, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    if missing := [label for label in LABELS if not parts.get(label)]:
        raise ValueError(f"{ats}: its docstring lacks {', '.join(missing)}")
    return parts
