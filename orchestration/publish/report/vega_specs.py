"""Vega-Lite specifications of charts: dots or bars by row, and lines over nights.

Nothing depends on the fonts of the machine: labels are cut, and margins, scale and ticks are set,
so the same figures give the same bytes (decision 37). Not here: the rows of a chart (`vega_rows`),
which figures it shows (`charts`), and drawing (`vega`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from orchestration.publish.report.parts import Chart
from orchestration.publish.report.vega_rows import (
    ACCENT,
    LINE,
    SOFT,
    WIDE,
    Size,
    layers,
    placed,
    rows_of,
)

FONT = "system-ui, 'Segoe UI', Roboto, sans-serif"
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


def specification(chart: Chart, size: Size) -> dict[str, Any]:
    """The Vega-Lite specification of a chart at a size."""
    return _over_nights(chart, size) if chart.is_line else _by_row(chart, size)


def _by_row(chart: Chart, size: Size) -> dict[str, Any]:
    rows = rows_of(chart.marks, size)
    inner, height = size.width - size.left - size.right, size.row * len(rows)
    ticks = chart_ticks(chart)
    # A bar has its number beside it, so an axis says nothing more where there is little room.
    has_axis = not (chart.is_bars and size.is_stacked)
    x: dict[str, Any] = {
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False},
        "axis": {
            "values": list(ticks if size is WIDE else _sparse(ticks)),
            "labelExpr": LABELS[chart.kind],
            "title": chart.axis if size is WIDE else (chart.short_axis or chart.axis),
        }
        if has_axis
        else None,
    }
    y: dict[str, Any] = {"field": "row", "type": "ordinal", "axis": None}
    y["scale"] = {"domain": list(range(len(rows))), "padding": 0}
    drawn = [
        placed(layer, kept, y, x)
        for layer in layers(chart, size, inner)
        if (kept := [r for r in rows if all(r.get(k) is not None for k in layer["needs"])])
    ]
    padding = {"left": size.left, "right": size.right, "top": 6, "bottom": 44 if has_axis else 4}
    return sheet(inner, height, padding, drawn)


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
