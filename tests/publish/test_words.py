"""What a careful reader would complain of: plurals, names, bases, and words that contradict."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.explore import pages
from orchestration.publish.report import (
    combinations,
    figure_files,
    hiring,
    names,
    parts,
    queries,
    sentences,
    vega_rows,
)
from tests.publish.figure_reader import marts
from tests.publish.page_reader import words

PLURALS = (
    "boards|checks|companies|counts|countries|figures|groups|listings|measures|months|nights|pages|"
    "pairs|postings|ranges|roles|rows|sources|tables|targets|technologies|texts|units|values"
)
ONE = re.compile(rf"(?<![\d,.$−+–-])\b1 (?:{PLURALS})\b")


def said(page: Path) -> str:
    """The words of a page, without its script, styles and SQL."""
    text = page.read_text("utf-8")
    for tag in ("script", "style", "pre"):
        text = re.sub(rf"<{tag}\b.*?</{tag}>", " ", text, flags=re.DOTALL)
    return words(re.sub(r"<(?:td|th|dd|dt)\b[^>]*>", " | ", text))


def test_one_of_a_kind_is_no_plural(sample_home: Path) -> None:
    site = sample_home / "current"
    found = [
        (page.relative_to(site), match[0])
        for page in site.rglob("*.html")
        if page.relative_to(site).parts[0] != "docs"
        for match in ONE.finditer(said(page))
    ]
    assert found == []


def test_a_plural_of_one_is_found() -> None:
    assert ONE.search("n | 1 companies (1.0 effective)")
    assert not ONE.search("21 companies, 1,001 roles, $1 listings, 1 company")


@pytest.mark.parametrize(
    ("city", "country", "name"),
    [
        ("Singapore", "SG", "Singapore"),
        (None, "SG", "Singapore, no city"),
        ("London", "CA", "London, Canada"),
        (None, None, "No country"),
    ],
)
def test_a_place_is_named_once(city: str | None, country: str | None, name: str) -> None:
    assert names.place(city, country) == name


def test_a_rule_has_words() -> None:
    assert names.rule("pay_range_uninformative") == names.EXCLUSIONS["range_uninformative"]
    assert names.rule("not_a_date") == "Not a date"


def test_an_employer_has_its_top_city_with_its_country(sample_home: Path) -> None:
    with queries.opened(marts(sample_home)) as query:
        rows = hiring.companies(query, {})
        counted = query(
            "select company_id, city_name, country_code, count(*) as n from core.fct_listings "
            "where is_software and city_name is not null group by all"
        )
    assert len(rows) > 10
    for row in rows:
        of_company = [c for c in counted if c["company_id"] == row["company_id"]]
        most = max(c["n"] for c in of_company)
        tops = [c for c in of_company if c["n"] == most]
        assert row["top_city"] in {names.place(c["city_name"], c["country_code"]) for c in tops}
        assert row["top_city_share"] == pytest.approx(most / row["listing_count"])


def test_types_of_company_count_those_with_ai_listings(sample_home: Path) -> None:
    """The companies of the bars are those of all AI-related listings."""
    with queries.opened(marts(sample_home)) as query:
        panel = combinations.company_types(query)
        (row,) = query(
            "select company_count from core.fct_segments where segment_id = 'segment=ai_union'"
        )
    (chart,) = panel.charts
    assert isinstance(chart, parts.Chart)
    notes = [int(re.sub(r"\D", "", mark.note)) for mark in chart.marks]
    assert sum(notes) == row["company_count"]
    (table,) = panel.tables
    at = [column.name for column in table.columns].index("Companies with AI-related listings")
    assert [row.cells[at].text for row in table.rows][: len(notes)] == [f"{n:,}" for n in notes]


def test_a_status_is_that_of_the_figures_of_a_table() -> None:
    """And not of another figure of the same row of the mart."""
    column = parts.Column("Remote", "share", "share", status="remote_publish_status")
    row = {"share": 0.5, "salary_publish_status": "suppressed", "remote_publish_status": "ok"}
    table = parts.table("Caption", "Head", [column], [{"label": "A", **row}])
    assert figure_files._status([table]) == "1 published"
    header, _ = figure_files.csv_rows(table)
    assert "remote_publish_status" in header
    assert "salary_publish_status" not in header


@pytest.mark.parametrize("low_samples", [[True, True], [True, False]])
def test_grey_rows_are_under_a_heading(low_samples: list[bool]) -> None:
    marks = [parts.Mark("A", "n 1", 1.0, "1", is_low_sample=is_low) for is_low in low_samples]
    rows = vega_rows.rows_of(marks, vega_rows.WIDE)
    assert [row["heading"] for row in rows if "heading" in row] == ["Low sample"]


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (25, "The text of each was read, and none discloses base pay."),
        (24, "The text of 24 was read, and none discloses base pay."),
        (0, "No text of them was read, so their pay and technologies are unknown."),
    ],
)
def test_a_page_without_pay_says_why(read: int, told: str) -> None:
    counts = {"listing_count": 25, "role_count": 1, "with_salary_count": 0}
    subject: dict[str, Any] = {"dimension": "company", "key": "acme", "industries": [], **counts}
    lead = pages._lead({**subject, "with_text_count": read})
    assert sentences.plain(lead) == f"25 listings for software work, 1 role. {told}"


def test_an_employer_without_pay_discloses_none(sample_home: Path) -> None:
    """Nobody who discloses nothing has "no data" beside a share of 0%."""
    text = (sample_home / "current" / "report" / "index.html").read_text("utf-8")
    (names_at, *_) = [at for at, c in enumerate(hiring.EMPLOYER) if c.name == "Pay disclosed"]
    rows = re.findall(r'<tr data-segment="company=[^"]*">.*?</tr>', text, re.DOTALL)
    cells = [re.findall(r"<td\b.*?</td>", row, re.DOTALL)[names_at] for row in rows]
    assert cells
    assert not [cell for cell in cells if "no data" in cell]
