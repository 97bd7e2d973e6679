"""How the boards of each source ended, and why some have no complete answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.publish.report import parts
from orchestration.publish.report.parts import Column, Table

REASONS_SHOWN = 20
SOURCE = tuple(
    Column(name, key, "count")
    for name, key in (
        ("Boards", "boards"),
        ("Complete", "complete"),
        ("Not modified", "not_modified"),
        ("Partial", "partial"),
        ("Failed", "failed"),
        ("Skipped", "skipped"),
        ("Carried forward", "stale_boards"),
        ("Listings", "listings"),
        ("Texts read", "texts"),
    )
)


def table(manifest: Mapping[str, Any]) -> Table:
    """The boards of each source by outcome, from the manifest."""
    crawled: Sequence[Mapping[str, Any]] = manifest.get("sources") or ()
    stale = set(manifest.get("stale_sources") or ())
    rows = [
        {column.key: s.get(column.key) for column in SOURCE}
        | {"label": s["ats"], "mark": _mark(s, stale)}
        for s in crawled
    ]
    return parts.table(
        "Boards by source and outcome",
        "Source",
        SOURCE,
        rows,
        note="Listings of any kind, not only software. The last complete answer of a board "
        "without one is carried forward.",
        source="core.dim_boards",
    )


def _mark(source: Mapping[str, Any], stale: set[str]) -> str:
    if source["ats"] in stale:
        return "carried forward"
    return "boards carried forward" if source.get("stale_boards") else ""


def reasons(manifest: Mapping[str, Any]) -> list[tuple[str, list[str], int]]:
    """Why boards have no complete answer, by source: the first reasons, and how many more."""
    return [
        (s["ats"], list(s["reasons"][:REASONS_SHOWN]), max(0, len(s["reasons"]) - REASONS_SHOWN))
        for s in manifest.get("sources") or ()
        if s.get("reasons")
    ]
