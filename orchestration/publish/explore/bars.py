"""The bars of an explore page: rows with a count, its figure, and the page of their label."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orchestration.publish import breakdown_figures
from orchestration.publish.breakdown_figures import LAST_STEP, STEP
from orchestration.publish.report import breakdown_ids, names, rounding

Record = dict[str, Any]
Key = tuple[str, str]


def steps(segment_id: str, rows: Sequence[Record]) -> list[Record]:
    """Every step of pay between the lowest and the highest, also those without a listing."""
    if not rows:
        return []
    found = {row["step"]: row["listing_count"] for row in rows}
    return [
        {
            "label": breakdown_figures.band_name(low, high),
            "listing_count": found.get(step, 0),
            "figure_id": breakdown_ids.of_band(segment_id, low, high).figure_id,
        }
        for step in range(min(found), max(found) + 1)
        for low, high in [(step * STEP, None if step * STEP == LAST_STEP else (step + 1) * STEP)]
    ]


def named(rows: Sequence[Record], name: Callable[[str], str]) -> list[Record]:
    """Rows with the names of their labels."""
    return [{**row, "label": name(row["label"])} for row in rows]


def places(rows: Sequence[Record]) -> list[Record]:
    """Rows of cities with the names of their countries."""
    return [{**row, "label": names.place(row["city_name"], row["country_code"])} for row in rows]


def _nowhere(_: Record) -> str:
    return ""


def linked(dimension: str, pages: Mapping[Key, str]) -> Callable[[Record], str]:
    """The address of the page about the other side of a row, from a page of a subject."""

    def address(row: Record) -> str:
        page = pages.get((dimension, row["other_key"]))
        return f"../{page}" if page else ""

    return address


def of(rows: Sequence[Record], address: Callable[[Record], str] = _nowhere) -> list[Record]:
    """Rows with a bar of up to a hundred units, and the page that the label leads to."""
    most = max((row["listing_count"] for row in rows), default=0) or 1
    return [
        {
            "label": rounding.text(row["label"]).capitalize()
            if row["label"] in ("remote", "hybrid", "onsite", "not stated", "not read")
            else rounding.text(row["label"]),
            "count": f"{row['listing_count']:,}",
            "figure_id": row["figure_id"],
            "width": round(100 * row["listing_count"] / most, 1),
            "page": address(row),
        }
        for row in rows
    ]
