"""Charts: their specifications are Vega-Lite, and a drawing holds what it must and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from orchestration.publish.report import charts, rounding, vega, vega_maps, vega_rows, vega_specs
from orchestration.publish.report.parts import Area, Chart, Map, Mark

HOSTILE = "<script>alert(1)</script> & a name that is longer than any label"
PAY = Chart(
    "Pay",
    "key",
    (
        Mark("PyTorch", "n 40", 215_000.0, "$215K", (205_000.0, 225_000.0), (180_000.0, 240_000.0)),
        Mark(HOSTILE, "n 9", 150_000.0, "$150K", None, None, is_low_sample=True),
    ),
    "money",
    "Base pay",
)
COUNTS = Chart("Counts", "key", (Mark("A", "", 3.0, "3"),), "count", "Listings", is_bars=True)
DIFFERENCE = Chart(
    "Difference", "key", (Mark("A", "n 9", -5e3, "−$5K", (-9e3, 2e3)),), "signed_money", "USD"
)
NIGHTS = Chart(
    "Nights",
    "key",
    tuple(
        Mark(day, day, value, str(value), is_low_sample=value == 0)
        for day, value in (("2026-01-01", 5.0), ("2026-01-02", 0.0), ("2026-01-03", 7.0))
    ),
    "count",
    "Listings",
    is_line=True,
)


MAP = Map(
    "Map",
    "key",
    "countries",
    (
        Area("US", "United States", "ok", 180_000.0, "$180K"),
        Area("GB", HOSTILE, "low", 95_000.0, "$95K"),
        Area("FR", "France", "suppressed", None, "suppressed"),
        Area("SG", "Singapore", "ok", 99_000.0, "$99K"),
    ),
    "money",
    rounding.thousands,
)


def validate(specification: dict[str, Any]) -> None:
    """Raise an error where it is no Vega-Lite."""
    import altair  # a second, in each worker

    altair.Chart.from_dict(specification, validate=True)


@pytest.mark.parametrize("size", [vega.WIDE, vega.NARROW])
@pytest.mark.parametrize("chart", [PAY, COUNTS, DIFFERENCE, NIGHTS], ids=lambda c: c.title)
def test_a_specification_is_vega_lite(chart: Chart, size: vega_rows.Size) -> None:
    validate(vega_specs.specification(chart, size))


def test_a_low_sample_is_below_the_others_and_grey() -> None:
    layers: list[dict[str, Any]] = vega_specs.specification(PAY, vega.WIDE)["layer"]
    rows = {row["row"]: row for layer in layers for row in layer["data"]["values"]}
    assert [rows[n].get("heading") or rows[n]["label"][:7] for n in sorted(rows)] == [
        "PyTorch",
        "Low sample",
        "<script",
    ]
    assert rows[2]["colour"] == vega_rows.GREY


@pytest.mark.parametrize("size", [vega.WIDE, vega.NARROW])
def test_a_line_over_many_nights_keeps_its_points(size: vega_rows.Size) -> None:
    days = [f"2026-01-{day:02}" for day in range(1, 21)]
    marks = tuple(Mark(day, day, 100.0 + len(day) + n % 3, "x") for n, day in enumerate(days))
    drawn = vega.draw(replace(NIGHTS, marks=marks), size)
    assert max(path.count("L") for path in re.findall(r' d="([^"]*)"', drawn)) == len(days) - 1


def test_a_missed_night_is_a_gap() -> None:
    layers = vega_specs.specification(NIGHTS, vega.WIDE)["layer"]
    assert [p["value"] for p in layers[0]["data"]["values"]] == [5.0, None, 7.0]


def test_text_from_outside_is_only_text_and_fits() -> None:
    svg = vega.draw(PAY, vega.WIDE)
    assert "<script" not in svg + vega.draw(PAY, vega.NARROW)
    assert re.search(r"&lt;script&gt;alert\(1\)[^<]*…", svg)
    assert "longer than any label" not in svg
    assert vega_rows._cut("AI-related listings (broad)", 20) == "AI-related…(broad)"
    assert vega_rows._cut("AI-related listings with Spark", 21) == "AI-related…Spark"
    assert not re.search(r"\b(href|onload|NaN|undefined)\b", svg)


def test_a_part_of_a_page_has_the_colours_of_the_page() -> None:
    svg = vega.draw(PAY, vega.WIDE)
    assert vega_rows.ACCENT in svg
    part = str(vega.inline(svg))
    assert "var(--accent)" in part
    assert not [colour for colour in vega.COLOURS if colour in part]
    assert "font-family" not in part


def test_differences_are_on_both_sides_of_a_line_at_zero() -> None:
    zero = vega_specs.specification(DIFFERENCE, vega.NARROW)["layer"][0]
    assert zero["encoding"].keys() == {"x"}, "a line through all rows, not a dot in each"
    assert zero["encoding"]["x"]["datum"] == 0


def test_the_same_chart_has_the_same_bytes() -> None:
    assert vega.draw(PAY, vega.WIDE) == vega.draw(PAY, vega.WIDE)
    specified = [json.dumps(vega_specs.specification(PAY, vega.WIDE)) for _ in range(2)]
    assert specified[0] == specified[1]


@pytest.mark.parametrize(
    ("chart", "ticks"),
    [(COUNTS, (0, 1, 2, 3)), (DIFFERENCE, (-10_000, 0, 10_000))],
    ids=["from zero", "around zero"],
)
def test_ticks_are_round(chart: Chart, ticks: tuple[float, ...]) -> None:
    assert vega_specs.chart_ticks(chart) == ticks


def test_ticks_hold_every_value() -> None:
    found = vega_specs.chart_ticks(PAY)
    assert found[0] <= 150_000
    assert found[-1] >= 240_000
    assert len(found) <= vega_specs.TICKS + 2


@pytest.mark.parametrize("size", [vega.WIDE, vega.NARROW])
@pytest.mark.parametrize("outline", list(vega_maps.OUTLINES))
def test_a_map_is_vega_lite(outline: str, size: vega_rows.Size) -> None:
    """But for most lines of the outline: they are data, which the schema takes in any form, and
    looking at each in each layer takes seconds."""
    areas = replace(MAP, outline=outline, areas=(Area("CA", "", "low", 9e4, "$90K"),))
    specification = json.loads(json.dumps(vega_maps.specification(areas, size)))
    for layer in specification["layer"]:
        if isinstance(values := layer.get("data", {}).get("values"), dict):
            assert len(values["arcs"]) > 50
            values["arcs"] = values["arcs"][:3]
    validate(specification)


def test_a_map_has_a_colour_per_class_and_grey_for_what_is_suppressed() -> None:
    svg = vega.draw(MAP, vega.WIDE)
    assert len(svg) < 120_000
    assert svg.count(f'fill="{vega_maps.SUPPRESSED}"') == 2, "one area, and the legend"
    dashed = [path for path in re.findall(r"<path[^>]*>", svg) if "stroke-dasharray" in path]
    assert len(dashed) == 2, "an area of a low sample, and the legend"
    steps = vega_specs.scale_ticks(MAP.values, "money", len(vega_maps.CLASSES) - 1)
    assert len(steps) - 1 <= len(vega_maps.CLASSES)
    shades = {vega_maps._shade(at, len(steps) - 1) for at in range(len(steps) - 1)}
    assert len(shades) == len(steps) - 1, "two classes have one colour"
    assert svg.count(vega_maps._shade(len(steps) - 2, len(steps) - 1)) == 2
    for words in ("$160K to $180K", "low sample", "suppressed", "no pay disclosed"):
        assert words in svg


def test_a_map_without_a_value_has_an_outline() -> None:
    alone = replace(MAP, areas=MAP.areas[2:3])
    svg = vega.draw(alone, vega.NARROW)
    assert "suppressed" in svg
    assert not [colour for colour in vega_maps.CLASSES if colour in svg]


def test_a_country_that_is_too_small_for_the_map_is_named() -> None:
    row = {"salary_publish_status": "ok", "mean_salary_usd": 9e4, "with_salary_count": 60}
    rows = [
        {**row, "segment_id": f"country={c}", "country_code": c, "label": n}
        for c, n in (("SG", "Singapore"), ("DE", "G"))
    ]
    drawn = charts.pay_map("t", "countries", rows, "country_code")
    assert drawn is not None
    assert drawn.description.endswith("Too small for the map: Singapore.")
    assert charts.pay_map("t", "countries", [{**rows[0], "with_salary_count": 0}], "code") is None


def test_a_map_on_a_page_has_the_colours_of_the_page() -> None:
    svg = vega.draw(MAP, vega.NARROW)
    assert svg == vega.draw(MAP, vega.NARROW)
    part = str(vega.inline(svg))
    assert not re.search(r"#[0-9a-f]{6}", part)
    assert HOSTILE not in part
