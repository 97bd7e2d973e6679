"""How the boards of each source ended, and why some have no complete answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.publish.report import names, parts
from orchestration.publish.report.parts import Column, Table

REASONS_SHOWN = 20
SOURCE = tuple(
    Column(name, key, "count")
    for name, key in (
        ("Boards", "boards"),
        ("Answered in full", "complete"),
        ("Not modified", "not_modified"),
        ("Answered in part", "partial"),
        ("Failed", "failed"),
        ("Skipped", "skipped"),
    )
)


def table(manifest: Mapping[str, Any]) -> Table:
    """The boards of each source by outcome, from the manifest."""
    crawled: Sequence[Mapping[str, Any]] = manifest.get("sources") or ()
    stale = set(manifest.get("stale_sources") or ())
    rows = [
        {column.key: s.get(column.key) for column in SOURCE}
        | {"label": names.source(s["ats"]), "mark": _mark(s, stale)}
        for s in sorted(crawled, key=lambda s: names.source(s["ats"]).lower())
    ]
    return parts.table(
        "Result of the last request to each board",
        "Source",
        SOURCE,
        rows,
        note="Not modified: the board said that its last answer still holds.",
        source="core.dim_boards",
    )


def _mark(source: Mapping[str, Any], stale: set[str]) -> str:
    if source["ats"] in stale:
        return "carried forward"
    stale_boards = source.get("stale_boards") or 0
    return f"{parts.boards(stale_boards)} without a complete answer" if stale_boards else ""


def reasons(manifest: Mapping[str, Any]) -> list[tuple[str, list[str], int]]:
    """Why boards have no complete answer, by source: the first reasons, and how many more."""
    return [
        (
            names.source(s["ats"]),
            list(s["reasons"][:REASONS_SHOWN]),
            max(0, len(s["reasons"]) - REASONS_SHOWN),
        )
        for s in manifest.get("sources") or ()
        if s.get("reasons")
    ]
