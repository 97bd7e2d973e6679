"""Charts drawn as static SVG, without a browser: as files, and as parts of a page.

Not here: the specification of a chart (`vega_specs`), and which figures it shows (`charts`).
"""

from __future__ import annotations

import re

import vl_convert
from lxml import etree
from markupsafe import Markup

from orchestration.publish.report import vega_specs
from orchestration.publish.report.parts import Chart
from orchestration.publish.report.vega_specs import NARROW, WIDE, Size

__all__ = ["NARROW", "WIDE", "draw", "inline"]

COLOURS = {
    vega_specs.INK: "var(--ink)",
    vega_specs.SOFT: "var(--soft)",
    vega_specs.LINE: "var(--line)",
    vega_specs.ACCENT: "var(--accent)",
    vega_specs.GREY: "var(--grey)",
    vega_specs.BAND: "var(--band)",
}
"""A colour of a file, and what it is on a page, which has a dark and a light style."""
SVG = "{http://www.w3.org/2000/svg}"
DROPPED = ("aria-hidden", "aria-roledescription", "role", "class", "pointer-events", "version")
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def draw(chart: Chart, size: Size) -> str:
    """A chart as an SVG file."""
    return _tidy(vl_convert.vegalite_to_svg(vega_specs.specification(chart, size)))


def inline(svg: str) -> Markup:
    """The same drawing as a part of a page, in the colours and the font of the page."""
    root = etree.fromstring(svg.encode())
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, COLOURS.get(str(value), str(value)))
        element.attrib.pop("font-family", "")
    root.set("aria-hidden", "true")
    return Markup(etree.tostring(root, encoding="unicode"))


def _tidy(svg: str) -> str:
    """Without what no reader sees: empty shapes, roles and digits beyond a hundredth of a pixel."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter(f"{SVG}path")):
        if element.get("display") == "none" or element.get("d", "").endswith("h0v0h0Z"):
            element.getparent().remove(element)
    for element in root.findall(f"{SVG}rect"):
        root.remove(element)  # the background
    for element in root.iter():
        for name in DROPPED:
            element.attrib.pop(name, "")
        for name in ("opacity", "stroke-opacity", "fill-opacity"):
            if element.get(name) == "1":
                del element.attrib[name]
        for name in ("transform", "d", "x2", "y2"):
            if name in element.attrib:
                element.set(name, _NUMBER.sub(_hundredth, element.get(name, "")))
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _hundredth(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
