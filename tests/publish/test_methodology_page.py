"""The methodology page: its sentences, and a rule or check for each inconsistency."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.publish import report
from orchestration.publish.report import methodology_page, pay
from orchestration.settings import PROJECT
from tests.publish.page_reader import Reader, row_of, words
from tests.publish.small_release import EMPTY, MANIFEST, ROWS, release


@pytest.fixture
def text(tmp_path: Path) -> str:
    report.render_methodology(release(tmp_path / "marts.duckdb", ROWS), tmp_path, MANIFEST)
    return (tmp_path / "index.html").read_text("utf-8")


def test_each_inconsistency_has_an_answer_and_a_file_that_exists(text: str) -> None:
    rows = methodology_page.inconsistencies()
    assert [row["number"] for row in rows] == [f"I{n}" for n in range(1, 34)]
    assert [row["number"] for row in rows if not (PROJECT / row["check"]).is_file()] == []
    assert {row["number"] for row in rows} <= {e.get("id") for e in Reader(text).of("tr")}


def test_the_sentences_have_the_numbers_of_the_release(text: str) -> None:
    shown = words(text)
    assert pay.CONVERTED in shown
    assert "2 listings of 90 that are open are software work" in shown
    assert "AI application The 1 technologies of this family LLMs" in shown
    assert "2026-01-02-abcd1234, built by version 0.1.0+abcd1234 from 1 tables" in shown


def test_a_figure_of_the_reference_report_is_beside_that_of_the_release(text: str) -> None:
    assert row_of(text, "company=openai").endswith("279 none no data no data no data no data 39")


def test_a_rank_has_its_interval(text: str) -> None:
    assert row_of(text, "industry=gaming").endswith("2 none 1 (1 to 4 of 6) 50 25 12 33")


def test_a_methodology_of_nothing(tmp_path: Path) -> None:
    report.render_methodology(release(tmp_path / "marts.duckdb", []), tmp_path, EMPTY)
    shown = words((tmp_path / "index.html").read_text("utf-8"))
    assert "No pay range was published." in shown
    assert "No figure of the reference report is compared." in shown
