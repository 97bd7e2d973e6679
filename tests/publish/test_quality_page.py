"""The quality page: figures over the nights, and warnings apart from failures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import quality_page
from orchestration.publish.measure_history import Series
from orchestration.publish.report import accuracy, night_lines
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import MANIFEST

LAST = date.fromisoformat(MANIFEST["night"])
HOSTILE = "<img src=x onerror=alert(1)>"


def point(days_ago: int, figure: float | None, **other: Any) -> dict[str, Any]:
    return {
        "as_of_date": LAST - timedelta(days_ago),
        "measure": "listings",
        "category": "",
        "label": "listings",
        "figure_kind": "count",
        "figure": figure,
        "n": 53,
        "usual": 53.0,
        "least": 37.1,
        "most": None,
        "failure_text": None,
        "warning_text": None,
        "is_quarantined": False,
        **other,
    }


def test_a_chart_needs_two_nights() -> None:
    assert night_lines.chart([point(0, 53)]) is None
    assert night_lines.chart([]) is None


def test_a_missed_night_is_a_gap_and_a_quarantined_one_a_ring() -> None:
    points = [point(5, 50), point(4, 52), point(2, 27, is_quarantined=True), point(0, 53)]
    found = night_lines.chart(points)
    assert found is not None
    assert len(found.lines) == 1, "the line ends before the missed night"
    assert [kind for _, _, kind in found.circles] == ["refused", "alone"]
    assert found.about == "4 nights: 50, 52, 27, 53"
    assert found.band is not None
    assert found.band[0] == 0.0, "without an upper limit the band reaches the top"
    for place in " ".join(found.lines).split():
        x, y = map(float, place.split(","))
        assert 0 <= x <= night_lines.WIDTH
        assert 0 <= y <= night_lines.HEIGHT


def test_only_figures_of_the_night_are_rows() -> None:
    old, new = Series("a", [point(1, 5)]), Series("b", [point(0, 5)])
    rare = Series("*", [point(0, 0.01, measure="technology", figure_kind="share")])
    far = Series("*", [point(0, 0.01, measure="technology", warning_text="far")])
    rows = night_lines.by_source([old, new, rare, far], MANIFEST["night"])
    assert [(source, len(found)) for source, found in rows] == [("b", 1), ("all sources", 1)]


@pytest.fixture
def text(tmp_path: Path) -> str:
    """A page of a source that was quarantined, with words that a board could have chosen."""
    check = {"name": "c", "kind": "table", "passed": False, "detail": HOSTILE}
    results = {
        "raw/acme": [{**check, "severity": "warning"}],
        "raw/other": [{**check, "severity": "failure"}, {**check, "passed": True}],
        "core/old": [check],
    }
    row = point(0, 27, failure_text="listings 27", label=HOSTILE, is_quarantined=True)
    series = {"sources": [Series("acme", [point(2, 53), point(1, 53), row])]}
    quality_page.render(tmp_path, results, MANIFEST, series)
    names = ("index", "checks", "nights")
    return "".join((tmp_path / f"{name}.html").read_text("utf-8") for name in names)


def test_warnings_are_told_from_failures(text: str) -> None:
    assert "4 checks, 2 failed, 1 with a warning." in text
    assert 'raw/acme: 1 checks, <span class="warning">1 with a warning</span>' in text
    assert 'raw/other: 2 checks, <span class="failed">1 failed</span>' in text


def test_hostile_words_are_only_text(text: str) -> None:
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_the_chart_of_a_figure_is_drawn(text: str) -> None:
    (drawn,) = [svg for svg in Reader(text).of("svg") if svg.get("class") == "spark"]
    assert drawn["aria-label"] == "3 nights: 53, 53, 27"
    assert text.count('class="refused"') == 1
    assert "≥ 37" in words(text)
    assert "1 far from usual" in text


def test_a_measure_has_the_words_of_readers() -> None:
    for inference in accuracy.measured()["inferences"]:
        for row in inference["measures"]:
            title = accuracy.title(row["measure"])
            assert not re.search(r"T[01]|_|labelled/|is_|precision", title), title
            assert title[0].isupper() or title.split(":")[0] in ("scikit-learn",), title
    assert accuracy.title("technology precision: cpp").startswith("C++: ")
    assert accuracy.title("workplace: words say it (ashby)") == "Ashby: words say it"
