"""The coverage page: what was read of each source, and on which days."""

from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import report
from orchestration.publish.report import coverage_page
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import EMPTY, MANIFEST

DATED = {"recorded_first": "2025-10-28", "recorded_last": "2025-10-28"}


def test_funds_are_named_as_not_ranked(tmp_path: Path) -> None:
    report.render_coverage(tmp_path, {**MANIFEST, "funds": ["A <b>fund</b>", "Pear VC"]})
    text = (tmp_path / "index.html").read_text("utf-8")
    assert "<b>fund" not in text
    assert "openings of other companies: A <b>fund</b>, Pear VC (venture capital)" in words(text)
    report.render_coverage(tmp_path, MANIFEST)
    assert "Not ranked" not in (tmp_path / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([None], None),
        ([("2026-01-02", "2026-01-02")], None),  # the night itself
        ([("2025-10-28", "2025-10-28")], "The answers were recorded on 28 October 2025."),
        (
            [("2026-01-02", "2026-01-02"), ("2023-08-08", "2026-01-02"), ("2026", "2026"), None],
            "The answers were recorded on different days: s0: "
            "2 January 2026; s1: 8 August 2023 to 2 January 2026; s2: 2026.",
        ),
    ],
)
def test_a_night_made_of_several_days_says_so(days: list[Any], shown: str | None) -> None:
    sources = [
        {"ats": f"s{n}", "recorded_first": pair and pair[0], "recorded_last": pair and pair[1]}
        for n, pair in enumerate(days)
    ]
    assert coverage_page.dates({"night": "2026-01-02", "sources": sources}) == shown


def coverage(tmp_path: Path, manifest: dict[str, Any]) -> str:
    report.render_coverage(tmp_path, manifest)
    return (tmp_path / "index.html").read_text("utf-8")


def test_the_coverage_page_says_what_was_read(tmp_path: Path) -> None:
    (source,) = MANIFEST["sources"]
    text = coverage(tmp_path, {**MANIFEST, "sources": [{**source, **DATED}]})
    shown = words(text)
    assert "The text of 60 (86%) was read" in shown
    assert "8 detail pages are pending" in shown
    assert "acme 70 60 86% 8 35 3 1 1 0 1 0 28 October 2025" in shown
    assert "The answers were recorded on 28 October 2025." in shown
    assert shown.count("acme 50% 50% 50% 50%") == 2
    reader = Reader(text)
    assert text.count("<table") == text.count("<caption") == 4
    assert all(th.get("scope") for th in reader.of("th"))
    assert not reader.of("img", "form")
    assert "acme 2 boards without a complete answer 3 1 0 1 1 0" in shown
    assert "two: 3 of 9 sent" in shown


def test_the_coverage_page_of_nothing(tmp_path: Path) -> None:
    shown = words(coverage(tmp_path, EMPTY))
    assert "No source has an open listing." in shown
    assert "No source was crawled for this release." in shown


def test_the_coverage_page_holds_hostile_text(tmp_path: Path) -> None:
    (source,) = MANIFEST["sources"]
    hostile = {
        **source,
        "ats": "<script>alert(1)</script>",
        "recorded_first": "<b>",
    }
    text = coverage(tmp_path, {**MANIFEST, "sources": [hostile], "notice": "<img src=x>"})
    assert text.count("<script") == 1
    assert "<b>" not in text
    assert "<img" not in text
