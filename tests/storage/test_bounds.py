"""Texts are cut to the bounds of the settings, between words and outside of tags."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.crawl.shorten import truncate, truncate_html
from orchestration.settings import Bounds, Settings
from orchestration.sources._toolkit.listing import Place
from tests.storage.given_night import GOOD, crawl_night, rows, set_aside_rows


def test_texts_are_cut_between_words_and_outside_of_tags() -> None:
    assert truncate("one two three", 9) == "one two"
    assert truncate("one two three", 7) == "one two"
    assert truncate("o" * 20, 9) == "o" * 9
    assert truncate_html("<p>one two</p><p>three</p>" + "<i></i>" * 9, 10) == "<p>one two</p><p>"
    assert truncate_html("<script>" + "x" * 50 + "</script >abc", 40) == "abc"
    assert truncate_html("a<!-- " + "x" * 50 + " -->b<STYLE>" + "y" * 50, 40) == "ab"
    assert truncate_html("x" * 9 + "<b", 10) == "x" * 9
    assert truncate_html("<b title='" + "x" * 500, 10) == ""


@pytest.mark.parametrize(
    "piece",
    ["<p>word</p>", "<", "<script ", "<!-- ", "<script></script>", "&amp;", "word ", "x", ">"],
)
def test_ten_million_characters_are_cut_within_seconds(piece: str) -> None:
    html = piece * (10_000_000 // len(piece))
    start = time.process_time()
    assert len(truncate_html(html, 200_000)) <= 800_000
    assert time.process_time() - start < 10


def test_a_text_of_60_megabytes_affects_no_other_posting(tmp_path: Path) -> None:
    listing = replace(GOOD[0], native_id="long", description_html="<p>word</p>" * 5_000_000)
    folder = crawl_night(tmp_path, {"b": [*GOOD, listing]})
    assert [(f, r) for _, f, r, _ in set_aside_rows(folder)] == [
        ("description_html", "text_too_long"),
        ("payload", "payload_too_long"),
    ]
    lengths = rows(folder, "postings", "length(description_html)")
    assert 500_000 < lengths[-1][0] <= 800_000


def test_bounds_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HIRING_LEDGER_TITLE_LIMIT", "20")
    monkeypatch.setenv("HIRING_LEDGER_PLACES_LIMIT", "1")
    bounds = Settings.from_environment().bounds
    assert bounds == replace(Bounds(), title_limit=20, places_limit=1)
    long = replace(GOOD[0], title="Engineer for very many things", places=(Place("A"), Place("B")))
    folder = crawl_night(tmp_path, {"b": [long]}, bounds=bounds)
    assert rows(folder, "postings", "title, len(places)") == [("Engineer for very", 1)]
    monkeypatch.setenv("HIRING_LEDGER_TITLE_LIMIT", "many")
    with pytest.raises(ValueError, match="HIRING_LEDGER_TITLE_LIMIT is not a whole number: many"):
        Settings.from_environment()
