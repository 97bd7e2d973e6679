"""Figures over the nights, as rows of a table with a small line chart each.

A night without a figure is a gap in the line, and a quarantined night a circle beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orchestration.publish.measure_history import Series
from orchestration.publish.report import rounding

WIDTH, HEIGHT, MARGIN = 140, 28, 4
LEAST_TECHNOLOGY = 0.05
"""Share of the listings from which a technology has a row although it is as usual."""


@dataclass(frozen=True)
class Chart:
    """A small line chart: polylines of nights in a row, circles, and the band within the limits."""

    about: str
    lines: Sequence[str]
    circles: Sequence[tuple[float, float, str]]
    band: tuple[float, float] | None


@dataclass(frozen=True)
class Row:
    """One row: the newest figure beside what is usual, and its chart where there are two nights."""

    label: str
    figure: str
    n: str
    usual: str
    limits: str
    night: str
    state: str
    chart: Chart | None


def by_source(series: Iterable[Series], night: str) -> list[tuple[str, list[Row]]]:
    """The rows of each source that has a figure on the night."""
    found: dict[str, list[Row]] = {}
    for one in series:
        if str(one.last["as_of_date"]) == night and _is_shown(one):
            found.setdefault(one.ats, []).append(_row(one))
    return [("all sources" if ats == "*" else ats, rows) for ats, rows in found.items()]


def _is_shown(series: Series) -> bool:
    last = series.last
    if last["figure"] is None:  # nothing was counted, as where a vendor has no such field
        return False
    return (
        last["measure"] != "technology"
        or last["warning_text"] is not None
        or last["figure"] >= LEAST_TECHNOLOGY
    )


def _row(series: Series) -> Row:
    last = series.last
    category = f" ({last['category']})" if last["category"] else ""

    def words(name: str) -> str:
        return "" if last[name] is None else _words(last[name], last["figure_kind"])

    bounds = [f"{word} {words(name)}" for word, name in (("≥", "least"), ("≤", "most"))]
    failed = last["failure_text"] is not None
    return Row(
        label=last["label"] + category,
        figure=words("figure"),
        n=rounding.count(last["n"]),
        usual=words("usual"),
        limits=" ".join(bound for bound in bounds if not bound.endswith(" ")),
        night=rounding.day(str(last["as_of_date"])),
        state="failed" if failed else "warning" if last["warning_text"] is not None else "",
        chart=chart([p for p in series.points if p["figure"] is not None]),
    )


def _words(value: float, kind: str) -> str:
    return rounding.share(value) if kind == "share" else rounding.count(value)


def chart(points: Sequence[Mapping[str, Any]]) -> Chart | None:
    """The chart of some nights; None for fewer than two."""
    if len(points) < 2:
        return None
    last = points[-1]
    bounds = [last[name] for name in ("least", "most") if last[name] is not None]
    values = [point["figure"] for point in points] + bounds
    low, high = min(values), max(values)
    first, end = points[0]["as_of_date"], last["as_of_date"]

    def x(night: date) -> float:
        part: float = (night - first).days / (end - first).days
        return round(MARGIN + (WIDTH - 2 * MARGIN) * part, 1)

    def y(value: float) -> float:
        part = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * part, 1)

    lines: list[list[tuple[float, float]]] = [[]]
    circles: list[tuple[float, float, str]] = []
    before: date | None = None
    for point in points:
        place = x(point["as_of_date"]), y(point["figure"])
        if point["is_quarantined"]:
            circles.append((*place, "refused"))
            continue
        if before is not None and (point["as_of_date"] - before).days > 1:
            lines.append([])
        lines[-1].append(place)
        before = point["as_of_date"]
    circles += [(*line[0], "alone") for line in lines if len(line) == 1]
    top = 0.0 if last["most"] is None else y(last["most"])
    bottom = float(HEIGHT) if last["least"] is None else y(last["least"])
    shown = [_words(point["figure"], point["figure_kind"]) for point in points]
    return Chart(
        about=f"{len(points)} nights: {', '.join(shown)}",
        lines=[" ".join(f"{a},{b}" for a, b in line) for line in lines if len(line) > 1],
        circles=circles,
        band=(top, round(bottom - top, 1)) if bounds else None,
    )
