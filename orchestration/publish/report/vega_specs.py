"""Vega-Lite specifications of charts: dots or bars by row, and lines over nights.

Nothing depends on the fonts of the machine: labels are cut here, and margins, scale and ticks are
set here, so the same figures give the same bytes (decision 37). Not here: which figures a chart
shows (`charts`), and drawing (`vega`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration import plain_text
from orchestration.publish.report.parts import Chart, Mark

INK, SOFT, LINE, ACCENT, GREY, BAND = (
    "#1b1f23",
    "#57606a",
    "#d9dde1",
    "#0b5c7a",
    "#727b83",
    "#bcd6e0",
)
FONT = "system-ui, 'Segoe UI', Roboto, sans-serif"
ROW = 32
TICKS = 6
LEAST_STEP = {"money": 10_000.0, "share": 0.1, "signed_money": 10_000.0, "count": 1.0}
"""The least distance of two ticks, by the format of a chart's values."""
LABELS = {
    "money": "'$' + format(datum.value / 1000, ',d') + 'K'",
    "signed_money": "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + '$' + "
    "format(abs(datum.value) / 1000, ',d') + 'K'",
    "share": "format(datum.value * 100, 'd') + '%'",
    "count": "format(datum.value, ',d')",
}


@dataclass(frozen=True)
class Size:
    """A width of a drawing in pixels: the whole, the margins of labels and values, and how many
    characters of a label fit."""

    width: int
    left: int
    right: int
    characters: int


WIDE = Size(920, 250, 80, 36)
NARROW = Size(343, 148, 52, 21)


def specification(chart: Chart, size: Size) -> dict[str, Any]:
    """The Vega-Lite specification of a chart at a size."""
    return _over_nights(chart, size) if chart.is_line else _by_row(chart, size)


def _by_row(chart: Chart, size: Size) -> dict[str, Any]:
    rows = _rows(chart.marks, size)
    inner, height = size.width - size.left - size.right, ROW * len(rows)
    ticks = chart_ticks(chart)
    x = {
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False},
        "axis": {
            "values": list(ticks if size is WIDE else _sparse(ticks)),
            "labelExpr": LABELS[chart.kind],
            "title": chart.axis if size is WIDE else (chart.short_axis or chart.axis),
        },
    }
    y: dict[str, Any] = {"field": "row", "type": "ordinal", "axis": None}
    y["scale"] = {"domain": list(range(len(rows))), "padding": 0}
    layers = [
        _layer(layer, kept, y, x)
        for layer in _shapes(chart, size, inner)
        if (kept := [r for r in rows if all(r.get(k) is not None for k in layer["needs"])])
    ]
    padding = {"left": size.left, "right": size.right, "top": 6, "bottom": 44}
    return sheet(inner, height, padding, layers)


def sheet(
    width: int, height: int, padding: dict[str, int], layers: list[dict[str, Any]]
) -> dict[str, Any]:
    """Layers with a fixed size and padding, in the style of all drawings."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": {"type": "none"},
        "background": "transparent",
        "config": _CONFIG,
        "layer": layers,
    }


def _over_nights(chart: Chart, size: Size) -> dict[str, Any]:
    """A line from night to night; a night without a figure is a gap."""
    points = [
        {"night": m.note, "value": None if m.is_low_sample else m.value, "words": m.words}
        for m in chart.marks
    ]
    ticks = chart_ticks(replace(chart, is_bars=True))
    x = {
        "field": "night",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None, "format": "%-d %b", "tickCount": 4, "grid": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False},
        "axis": {"values": list(ticks), "title": chart.axis, "labelExpr": LABELS[chart.kind]},
    }
    marks = (
        {"type": "line", "color": ACCENT, "strokeWidth": 2, "invalid": "break-paths-show-domains"},
        {"type": "point", "filled": True, "opacity": 1, "color": ACCENT, "size": 40},
    )
    padding = {"left": 74, "right": 24, "top": 10, "bottom": 30}
    layers = [
        {"data": {"values": points}, "mark": mark, "encoding": {"x": x, "y": y}} for mark in marks
    ]
    return sheet(size.width - 98, 180, padding, layers)


def chart_ticks(chart: Chart) -> tuple[float, ...]:
    """Round ticks that hold every value, interval and band of a chart; bars begin at zero."""
    ends = [v for m in chart.marks for v in (m.value, *(m.interval or ()), *(m.band or ()))]
    if chart.is_bars or chart.kind in ("share", "signed_money"):
        ends.append(0.0)
    return scale_ticks(ends, chart.kind)


def scale_ticks(values: Sequence[float], kind: str, most: int = TICKS) -> tuple[float, ...]:
    """Round ticks that hold every value of a kind, about `most` steps apart."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = LEAST_STEP[kind]
    for factor in itertools.cycle((2, 2.5, 2)):  # 1, 2, 5, 10, 20…
        if (high - low) / step <= most:
            break
        step *= factor
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    return tuple(round(n * step, 4) for n in range(first, last + 1))


def _sparse(ticks: tuple[float, ...]) -> tuple[float, ...]:
    return ticks if len(ticks) <= 4 else ticks[::2]


def _rows(marks: Sequence[Mark], size: Size) -> list[dict[str, Any]]:
    """The rows from top to bottom; those of a low sample follow under a heading of their own."""
    rows: list[dict[str, Any]] = []
    for is_small in (False, True):
        group = [m for m in marks if m.is_low_sample is is_small]
        if is_small and group and len(group) < len(marks):
            rows.append({"row": len(rows), "heading": "Low sample", "ink": SOFT})
        rows += [_row(n, m, size) for n, m in enumerate(group, start=len(rows))]
    return rows


def _row(number: int, mark: Mark, size: Size) -> dict[str, Any]:
    low, high = mark.interval or (None, None)
    first, last = mark.band or (None, None)
    return {
        "row": number,
        "label" if mark.note else "alone": _cut(mark.label, size.characters),
        "note": _cut(mark.note, size.characters + 4) or None,
        "words": mark.words,
        "value": mark.value,
        "low": low,
        "high": high,
        "p25": first,
        "p75": last,
        "colour": GREY if mark.is_low_sample else ACCENT,
        "ink": SOFT if mark.is_low_sample else INK,
    }


def _cut(text: str, length: int) -> str:
    """A label without its middle if it is too long: groups often differ at the end."""
    words = plain_text.line(text)
    if len(words) <= length:
        return words
    end = 2 * length // 5
    head, tail = words[: length - end - 1], words[-end:]
    if " " in head and words[len(head)] != " ":
        head = head.rpartition(" ")[0]
    if " " in tail and words[-end - 1] != " ":
        tail = tail.partition(" ")[2]
    return f"{head.rstrip()}…{tail.lstrip()}"


def _shapes(chart: Chart, size: Size, inner: int) -> list[dict[str, Any]]:
    """The layers from back to front, each with the fields that a row must have to be in it."""
    colour = {"field": "colour", "type": "nominal", "scale": None}
    ink = {"field": "ink", "type": "nominal", "scale": None}

    def text(field: str, at: int, dy: int, **other: Any) -> dict[str, Any]:
        mark = {"type": "text", "dy": dy, "fontSize": 13, "align": "right", **other}
        encoding = {"x": {"value": at}, "text": {"field": field}, "color": ink}
        return {"needs": [field], "mark": mark, "encoding": encoding}

    def line(first: str, last: str, **mark: Any) -> dict[str, Any]:
        ends = {"x": {"field": first}, "x2": {"field": last}}
        return {"needs": [first, last], "mark": {"type": "rule", **mark}, "encoding": ends}

    interval = line("low", "high", strokeWidth=2.5)
    interval["encoding"]["color"] = ink if chart.is_bars else colour
    value = {"needs": ["value"], "encoding": {"x": {"field": "value"}, "color": colour}}
    if chart.is_bars:
        shapes = [{**value, "mark": {"type": "bar", "height": 13}}, interval]
    else:
        point = {"type": "point", "size": 80, "filled": True, "opacity": 1}
        band = line("p25", "p75", strokeWidth=11, strokeCap="round", color=BAND)
        shapes = [band, interval, {**value, "mark": point}]
    if chart.kind == "signed_money":
        zero = {"type": "rule", "strokeWidth": 1.5, "color": SOFT}
        shapes.insert(0, {"needs": ["value"], "mark": zero, "encoding": {"x": {"datum": 0}}})
    note = text("note", -10, 8, fontSize=11)
    note["encoding"]["color"] = {"value": SOFT}
    return [
        *shapes,
        text("label", -10, -7),
        text("alone", -10, 0),
        note,
        text("words", inner + size.right - 2, 0, fontWeight=600),
        text("heading", -10, 6, fontWeight=600, fontSize=12),
    ]


def _layer(
    layer: dict[str, Any], rows: list[dict[str, Any]], y: dict[str, Any], x: dict[str, Any]
) -> dict[str, Any]:
    place = layer["encoding"]["x"]
    if "value" not in place:
        place = {**x, **place}
    return {
        "data": {"values": rows},
        "mark": layer["mark"],
        "encoding": {**layer["encoding"], "x": place, "y": y},
    }


_CONFIG = {
    "aria": False,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "labelColor": SOFT,
        "labelFontSize": 12,
        "labelOverlap": False,
        "labelBound": False,
        "labelFlush": False,
        "labelPadding": 6,
        "titleColor": SOFT,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "titlePadding": 6,
    },
}
