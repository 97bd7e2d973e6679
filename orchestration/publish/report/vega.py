"""Charts drawn as static SVG, without a browser: as files, and as parts of a page.

Not here: the specification of a chart (`vega_specs`, `vega_rows`), and which figures it shows
(`charts`).
"""

from __future__ import annotations

import itertools
import re

import vl_convert
from lxml import etree
from markupsafe import Markup

from orchestration.publish.report import vega_maps, vega_rows, vega_specs
from orchestration.publish.report.parts import Chart, Map
from orchestration.publish.report.vega_rows import NARROW, WIDE, Size

__all__ = ["NARROW", "WIDE", "draw", "inline"]

COLOURS = {
    vega_rows.INK: "var(--ink)",
    vega_rows.SOFT: "var(--soft)",
    vega_rows.LINE: "var(--line)",
    vega_rows.ACCENT: "var(--accent)",
    vega_rows.GREY: "var(--grey)",
    vega_rows.BAND: "var(--band)",
    vega_maps.SUPPRESSED: "var(--faded)",
    vega_maps.BLANK: "var(--shade)",
    vega_maps.BORDER: "var(--paper)",
    **{colour: f"var(--class-{n})" for n, colour in enumerate(vega_maps.CLASSES, start=1)},
}
"""A colour of a file, and what it is on a page, which has a dark and a light style."""
SVG = "{http://www.w3.org/2000/svg}"
DROPPED = ("aria-hidden", "aria-roledescription", "role", "class", "pointer-events", "version")
_AREA = re.compile(r"M[\d.,-]+(?:L[\d.,-]+)*Z")
_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
GRID = 2
"""Points of an outline to a pixel: neighbours keep the same border on a grid."""
SPECK = 3
"""Points of the grid up to which an island is left out of an outline."""
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def draw(chart: Chart | Map, size: Size) -> str:
    """A chart or a map as an SVG file."""
    is_map = isinstance(chart, Map)
    described = vega_maps if is_map else vega_specs
    return _tidy(vl_convert.vegalite_to_svg(described.specification(chart, size)), is_map)


def inline(svg: str) -> Markup:
    """The same drawing as a part of a page, in the colours and the font of the page."""
    root = etree.fromstring(svg.encode())
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, COLOURS.get(str(value), str(value)))
        element.attrib.pop("font-family", "")
    root.set("aria-hidden", "true")
    return Markup(etree.tostring(root, encoding="unicode"))


def _tidy(svg: str, is_map: bool) -> str:
    """Without what no reader sees: empty shapes, roles, digits beyond a hundredth of a pixel, and
    the points of a map that are closer than its grid."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter(f"{SVG}path")):
        if element.get("display") == "none" or element.get("d", "").endswith("h0v0h0Z"):
            element.getparent().remove(element)
    for element in root.findall(f"{SVG}rect"):
        root.remove(element)  # the background
    for element in root.iter(f"{SVG}path") if is_map else ():
        if element.get("d", "").count("L") > 2:
            element.set("d", _on_grid(element.get("d", "")))
    for element in root.iter():
        for name in DROPPED:
            element.attrib.pop(name, "")
        if element.get("transform") == "translate(0,0)":
            del element.attrib["transform"]
        for name in ("opacity", "stroke-opacity", "fill-opacity"):
            if element.get(name) == "1":
                del element.attrib[name]
        for name in ("transform", "d", "x2", "y2"):
            if name in element.attrib:
                element.set(name, _NUMBER.sub(_hundredth, element.get(name, "")))
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _on_grid(path: str) -> str:
    """Outlines with their points on a grid, as steps from the first; without specks."""
    rings = [_ring(found[0]) for found in _AREA.finditer(path)]
    largest = max(rings, key=len)
    return "".join(_steps(ring) for ring in rings if ring is largest or _extent(ring) > SPECK)


def _ring(text: str) -> list[tuple[int, int]]:
    """The points of an outline in units of the grid, without repetitions."""
    points = [(round(GRID * float(x)), round(GRID * float(y))) for x, y in _POINT.findall(text)]
    return [point for point, _ in itertools.groupby(points)]


def _extent(ring: list[tuple[int, int]]) -> int:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _steps(ring: list[tuple[int, int]]) -> str:
    steps = " ".join(
        f"{_grid(x - before_x)} {_grid(y - before_y)}"
        for (before_x, before_y), (x, y) in itertools.pairwise(ring)
    )
    return f"M{_grid(ring[0][0])} {_grid(ring[0][1])}l{steps}Z".replace(" -", "-")


def _grid(number: int) -> str:
    return f"{number / GRID:g}".replace("0.5", ".5") if abs(number) < GRID else f"{number / GRID:g}"


def _hundredth(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
