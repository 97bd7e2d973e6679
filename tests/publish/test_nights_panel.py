"""The panel of the nights: absent before the second night; missed nights are shown as missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import report
from orchestration.publish.report.typography import NO_BREAK
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import MANIFEST, ROWS, release

Rows = list[tuple[str, dict[str, Any]]]


def night(day: int, state: str = "published", **values: Any) -> tuple[str, dict[str, Any]]:
    row = {"night_state": state, "is_settled": False, "as_of_date": f"2026-01-{day:02}"}
    return "mart_editions_by_night", {**row, **values}


def figure(day: int, measure: str, then: float, now: float, n: int) -> tuple[str, dict[str, Any]]:
    row = {"segment_id": "index", "measure": measure, "as_of_date": f"2026-01-{day:02}"}
    values = {"known_then_value": then, "known_now_value": now, "known_now_sample_count": n}
    return "mart_figures_by_night", {**row, **values}


def index(day: int, boards: int, value: float) -> tuple[str, dict[str, Any]]:
    row = {"measure": "listing_count", "as_of_date": f"2026-01-{day:02}"}
    return "mart_matched_index_by_night", {
        **row,
        "matched_board_count": boards,
        "matched_index": value,
    }


TWO_NIGHTS: Rows = [
    night(2, is_settled=True, settled_date="2026-01-04"),
    night(3, "missed", is_settled=None),
    night(4, has_rule_change=True),
    figure(2, "listing_count", 1200, 1210, 1210),
    figure(2, "mean_salary_usd", 150_000, 151_000, 80),
    figure(4, "listing_count", 1300, 1300, 1300),
    figure(4, "remote_of_read_share", 0.25, 0.25, 400),
    index(2, 0, 100),
    index(4, 31, 98.44),
]


@pytest.fixture
def page(tmp_path: Path, drawn_once: None) -> Callable[[Rows], str]:
    def made(rows: Rows) -> str:
        report.render(release(tmp_path / "marts.duckdb", [*ROWS, *rows]), tmp_path, MANIFEST)
        return (tmp_path / "index.html").read_text("utf-8")

    return made


def test_one_night_has_no_trend(page: Callable[[Rows], str]) -> None:
    text = page(
        [night(2), night(3, "missed", is_settled=None), figure(2, "listing_count", 9, 9, 9)]
    )
    assert 'id="nights"' not in text


def row(text: str, label: str) -> list[str]:
    """The cells of the row of a night, its heading first."""
    panel = text[text.index('<section id="nights"') :]
    joined = label.replace(" ", NO_BREAK, 1)  # the day and its month
    start = panel.index(f'<th scope="row">{joined}')
    cells = panel[start : panel.index("</tr>", start)].split("<td")
    return [words(f"<td{cell}") for cell in cells]


def test_each_night_has_both_values_its_index_and_its_state(page: Callable[[Rows], str]) -> None:
    text = page(TWO_NIGHTS)
    assert "nights" in [section["id"] for section in Reader(text).of("section")]
    first = row(text, "2 January 2026")
    assert first[1:] == [
        *("1,210", "1,200", "0", "100.0", "$151,000", "80"),
        *("no data", "no data", "settled on 4 January 2026"),
    ]
    last = row(text, "4 January 2026")
    assert "rules changed" in last[0]
    assert {"1,300", "31", "98.4", "25%", "provisional"} <= set(last)


def test_a_missed_night_has_no_value(page: Callable[[Rows], str]) -> None:
    cells = row(page(TWO_NIGHTS), "3 January 2026")
    assert cells[-1] == "missed"
    assert set(cells[1:-1]) == {"no data"}
