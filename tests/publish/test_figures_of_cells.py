"""Each number that leads to a passport is what the passport says, in cells and in charts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import figure_rows
from orchestration.publish.report import (
    addresses,
    charts,
    compare,
    hiring,
    names,
    queries,
    rounding,
    segment_names,
    software,
)
from orchestration.publish.report import page as page_module
from orchestration.publish.report.parts import Map, Panel, cell, figure_id
from tests.publish.page_reader import Reader

COUNTS = {
    "role_count": "role_count",
    "robust_role_count": "role_count",
    "company_count": "company_count",
    "ai_company_count": "company_count",
    "with_salary_company_count": "company_count",
    "other_company_count": "company_count",
    "answer_count": "answer_count",
    "answer_company_count": "answer_company_count",
}
"""The column of a figure that a count is; any other sample is its units."""
Figures = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def shown(sample_home: Path) -> tuple[list[Panel], Figures]:
    """The panels of the report and of the front page, and all figures by their ids."""
    with queries.opened(sample_home / "current" / "marts.duckdb") as query:
        technologies = names.technologies(query)
        panels = page_module.panels(
            query,
            technologies,
            compare.all_of(query),
            query(queries.SEGMENTS),
            hiring.companies(query, technologies),
        )
        panels += software.panels(query)
        ids = {cell.figure_id for p in panels for t in p.tables for r in t.rows for cell in r.cells}
        marks = [
            mark for p in panels for c in p.charts if not isinstance(c, Map) for mark in c.marks
        ]
        ids |= {figure_id for mark in marks for _, figure_id in mark.figures}
        ids |= {
            a.figure_id for p in panels for c in p.charts if isinstance(c, Map) for a in c.areas
        }
        figures = figure_rows.of(query, sorted(ids), segment_names.of(query)).rows
        assert len(figures) > 500
        return panels, {row["figure_id"]: row for row in figures}


def test_a_number_of_a_table_is_that_of_its_passport(shown: tuple[list[Panel], Figures]) -> None:
    panels, figures = shown
    checked, wrong = set(), []
    for panel in panels:
        for table in panel.tables:
            for record in table.records:
                for column in table.columns:
                    name = figure_id(record, column)
                    text = cell(record, column).text
                    if not name or column.share_of or text in (rounding.NO_DATA, rounding.NOT_READ):
                        continue  # shares of several figures: `test_every_number`
                    figure = figures.get(name)
                    number = record[column.key]
                    if figure is None and not number:
                        continue  # nothing was counted
                    kind = COUNTS.get(column.key, "unit_count") if column.is_sample else "value"
                    if text == rounding.SUPPRESSED:
                        number = None
                    if figure is None or figure[kind] != pytest.approx(number, abs=1e-6):
                        wrong.append((panel.panel_id, column.key, name, number, figure))
                    checked.add((panel.panel_id, column.key))
    assert wrong == []
    assert len(checked) > 100
    leading = {key for _, key in checked}
    assert {"listing_count", "role_count", "company_count", "with_text_count"} <= leading
    assert {"with_salary_count", "with_salary_company_count", "other_listing_count"} <= leading


def test_an_interval_is_that_of_the_figure_before_it(shown: tuple[list[Panel], Figures]) -> None:
    panels, figures = shown
    wrong, compared = [], 0
    for panel in panels:
        for table in panel.tables:
            for record, row in zip(table.records, table.rows, strict=False):
                for column, shown_cell in zip(table.columns, row.cells, strict=True):
                    if not column.ends or not any(map(str.isdigit, shown_cell.text)):
                        continue
                    figure = figures[shown_cell.figure_id]
                    ends = (figure["interval_low"], figure["interval_high"])
                    if ends != pytest.approx([record[end] for end in column.ends], abs=1e-6):
                        wrong.append((panel.panel_id, column.ends, shown_cell, ends))
                    compared += 1
    assert wrong == []
    assert compared > 200


def test_a_mark_of_a_chart_is_the_value_of_its_passport(
    shown: tuple[list[Panel], Figures],
) -> None:
    panels, figures = shown
    wrong, counts = [], dict.fromkeys(("areas", "marks"), 0)
    for panel in panels:
        for chart in panel.charts:
            if isinstance(chart, Map):
                counts["areas"] += len(chart.areas)
                wrong += [
                    (panel.panel_id, area)
                    for area in chart.areas
                    if figures[area.figure_id]["value"] != pytest.approx(area.value, abs=1e-6)
                ]
                continue
            for mark in chart.marks:
                values = [figures[name]["value"] for _, name in mark.figures]
                if values:
                    counts["marks"] += 1
                    if values[0] != pytest.approx(mark.value, abs=1e-6):
                        wrong.append((panel.panel_id, mark))
    assert wrong == []
    assert counts["areas"] > 20
    assert counts["marks"] > 60


def test_what_two_groups_have_in_common_leads_to_its_passport(
    shown: tuple[list[Panel], Figures],
) -> None:
    """Tables of comparisons have texts, and no rows of a mart."""
    panels, figures = shown
    cells = {
        cell.figure_id: cell.text
        for panel in panels
        for table in panel.tables
        if not table.records
        for row in table.rows
        for cell in row.cells
        if cell.figure_id.startswith("comparison=")
    }
    assert len({addresses.parts(name)[1] for name in cells}) == 9
    for name, text in cells.items():
        row = figures.get(name)
        value = row["value"] if row else 0
        if name.endswith("_count/report"):
            assert text in (rounding.count(value), f"{rounding.count(value)} in both")
        elif value is None or row is None:
            assert text in (rounding.SUPPRESSED, rounding.NO_DATA)
        else:
            words = rounding.signed_share if "_share/" in name else rounding.signed_money
            assert text.startswith(words(value))


def test_a_difference_leads_to_its_passport() -> None:
    row = {
        "segment_id": "comparison=ai-rust",
        "segment_a_id": "technology=rust",
        "segment_b_id": "industry=ai-ml",
        "with_salary_a_count": 40,
        "with_salary_b_count": 60,
        "mean_difference_usd": 5_000.0,
        "mean_difference_low_usd": -1_000.0,
        "mean_difference_high_usd": 11_000.0,
        "mean_difference_status": "not distinguishable",
    }
    chart = charts.differences("t", [("Rust and AI", row)])
    assert chart is not None
    figure_id = "comparison=ai-rust/mean_difference_usd/report"
    assert chart.marks[0].figures == (("Rust and AI", figure_id),)


def test_a_page_lists_the_passports_of_a_chart(sample_home: Path) -> None:
    """By links in the part below the drawing, which a keyboard reaches."""
    text = (sample_home / "current" / "report" / "index.html").read_text("utf-8")
    panel = text.partition('<section id="ai-salary-stack"')[2].partition("</section>")[0]
    links = Reader(panel.partition('<dd class="marks">')[2].partition("</dd>")[0]).of("a")
    assert {
        "data-figure": "technology=python/mean_salary_usd/report",
        "href": "../passports/technology/python.html#mean_salary_usd.report",
    } in links


@pytest.mark.parametrize("page", ["report/index.html", "index.html"])
def test_pages_stay_within_their_budget(sample_home: Path, page: str) -> None:
    assert (sample_home / "current" / page).stat().st_size < 1_500_000


def test_passports_are_bounded_by_the_rows_of_pages(sample_home: Path) -> None:
    """A page for each segment that a page shows, whatever number of figures leads to it."""
    pages = list((sample_home / "current" / "passports").rglob("*.html"))
    assert 50 < len(pages) < 300
