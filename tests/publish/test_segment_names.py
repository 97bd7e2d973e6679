"""What readers call a segment, and that no page of passports is headed by an id."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import duckdb
import pytest

from expectations import _rules
from orchestration import sources
from orchestration.publish import figure, figure_lines
from orchestration.publish.report import names, queries, segment_names
from orchestration.settings import Settings
from tests.publish.page_reader import words

TECHNOLOGIES = {"pytorch": "PyTorch"}
COMPANIES = {"openai": "OpenAI", "odd": "A & B=<c>"}


@pytest.mark.parametrize(
    ("segment_id", "name"),
    [
        ("index", "All software listings"),
        ("technology=pytorch", "PyTorch"),
        ("company=openai", "OpenAI"),
        ("company=no-such-company", "No Such Company"),
        ("company=odd & technology=pytorch", "A & B=<c>, PyTorch"),
        ("technology=pytorch & seniority>=senior", "PyTorch, Senior or above (level)"),
        (
            "technology=pytorch & seniority=staff & country=US",
            "PyTorch, Staff (level), United States",
        ),
        (
            "segment=ai_union & workplace=remote",
            "AI-related listings (broad), Remote (work arrangement)",
        ),
        (
            "vendor=openai & company<>openai",
            "AI technologies of OpenAI, at companies other than OpenAI",
        ),
        ("company_size=unknown", "Companies of unknown size"),
        ("technology=new", "new"),
        ("later=thing", "thing (later)"),
        ("no relation", "no relation"),
    ],
)
def test_a_segment_has_the_names_of_its_parts(segment_id: str, name: str) -> None:
    assert segment_names.name(segment_id, TECHNOLOGIES, COMPANIES) == name


def test_passports_are_headed_by_names(sample_home: Path) -> None:
    titles = {}
    for page in sorted((sample_home / "current" / "passports").rglob("*.html")):
        text = page.read_text("utf-8")
        title = words(text.partition("<h1>")[2].partition("</h1>")[0])
        titles[title.removeprefix("Passports: ")] = page.parent.name
    assert len(titles) > 50
    assert [title for title in titles if re.search(r"=|<>|_|unspecified", title)] == []
    assert "OpenAI" in titles
    assert "Python, Senior or above (level)" in titles


def test_the_largest_company_has_its_published_name(sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "current" / "marts.duckdb"), read_only=True) as db:
        found = db.execute(
            "select figure_id, company_name from core.fct_estimates inner join core.dim_companies "
            "on top_company_id = company_id where company_id = 'openai' "
            "and dimension = 'technology' order by figure_id"
        ).fetchone()
    assert found is not None
    figure_id, name = found
    passport = figure.passport(Settings(sample_home, contact=""), figure_id)
    facts = dict(figure_lines.facts(passport))
    assert facts["largest"].startswith(f"{name}, ")
    assert "openai" not in facts["largest"]


def test_a_city_is_named_with_its_country() -> None:
    assert names.place("Toronto", "CA") == "Toronto, Canada"
    assert names.place("", "US") == names.place(None, "US") == "United States, no city"
    assert names.place("Atlantis", "") == "Atlantis"
    assert names.place("", "") == "No country"


def test_each_reason_of_excluded_pay_has_words() -> None:
    assert set(names.EXCLUSIONS) == set(_rules.REFUSALS)


def test_every_source_has_a_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(sources.__path__)} - {"_toolkit"}
    assert modules == set(names.SOURCES)
    assert names.source("nothing") == "nothing"


def test_a_vendor_without_a_listing_has_its_name(sample_home: Path) -> None:
    with queries.opened(sample_home / "current" / "marts.duckdb") as query:
        (vendor,) = query(
            "select vendor_company_id as key, vendor_name as name from core.dim_technologies "
            "where vendor_company_id not in (select company_id from core.dim_companies) "
            "and vendor_name <> vendor_company_id order by all limit 1"
        )
        assert segment_names.of(query)(f"company={vendor['key']}") == vendor["name"]
