"""The front page of a release: what it says, and every page and file it leads to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import index_page
from orchestration.publish.report import pay
from orchestration.publish.report.template import PAGES
from tests.publish.page_reader import Reader, row_of, words
from tests.publish.small_release import EMPTY, MANIFEST, ROWS, release
from tests.publish.test_nights_panel import Rows, figure, night

Page = Callable[..., str]


@pytest.fixture
def page(tmp_path: Path, drawn_once: None) -> Page:
    """The front page in the folder of a release before its index page."""

    def made(rows: Rows, manifest: dict[str, Any]) -> str:
        release(tmp_path / "marts.duckdb", rows)
        index_page.render(
            tmp_path / "marts.duckdb",
            tmp_path,
            manifest,
            parquet=["mart_b.parquet", "mart_a.parquet"],
        )
        return (tmp_path / "index.html").read_text("utf-8")

    return made


def test_it_says_what_this_is_how_fresh_and_how_far_to_trust_it(page: Page) -> None:
    shown = words(page(ROWS, MANIFEST))
    assert (
        "An open record of the job listings that employers publish, as of 2 January 2026: 70 "
        "listings on 3 boards of 1 applicant tracking system. The text of 60 listings was read."
        in shown
    )
    assert "1 of 3 boards gave a complete answer, and 4 of 4 checks of tables passed." in shown
    assert "Of the 70 whose text was read, 50% disclose base pay" in shown
    assert "are remote 25% 18 of 70 whose text was read" in shown


def test_it_leads_to_every_page_and_file(page: Page, tmp_path: Path) -> None:
    links = {str(a["href"]) for a in Reader(page(ROWS, MANIFEST)).of("a")}
    assert {address for address, _ in PAGES} <= links
    files = "marts.duckdb manifest.json changes/chain.jsonl parquet/mart_a.parquet"
    assert set(files.split()) <= links
    drawn = {f"figures/{p.name}" for p in (tmp_path / "figures").iterdir()}
    assert drawn <= links
    assert "figures/salary-by-technology.svg" in drawn
    assert {"api/index.html", "CITATION.cff", "datapackage.json", "release_notes.md"} <= links


def test_it_says_how_large_the_database_is(page: Page, tmp_path: Path) -> None:
    page(ROWS, MANIFEST)
    (tmp_path / "marts.duckdb").write_bytes(b" " * 1_250_000)
    index_page.state_size(tmp_path)
    shown = words((tmp_path / "index.html").read_text("utf-8"))
    assert "as a DuckDB database (1.2 MB)." in shown


def test_an_empty_release_has_a_front_page(page: Page) -> None:
    shown = words(page([], EMPTY))
    assert "0 listings on 0 boards of 0 applicant tracking systems" in shown
    assert "No software listing was open on this night." in shown


def test_unread_texts_are_not_shown_as_zero(page: Page) -> None:
    text = page(ROWS, MANIFEST)
    unread = row_of(text, "company=databricks", 'id="employers"')
    end = "60 50 0 not read not read not read not read no data no data not read"
    assert unread.endswith(end)
    read = row_of(text, "company=evil", 'id="employers"')
    assert "0% 10%" in read
    assert "not read" not in read


def test_a_country_names_how_many_listings_are_excluded(page: Page) -> None:
    text = page(ROWS, MANIFEST)
    assert row_of(text, "country=CA").endswith("12 24 11 48 48 12 1,500")
    assert "Canada" in row_of(text, "country=CA")
    countries = text.partition('<section id="salary-by-country"')[2].partition("</section>")[0]
    assert pay.CONVERTED in words(countries), "countries are compared in dollars"
    assert "that state pay for another one (1,500 listings in all)" in words(text)


def test_a_row_leads_to_the_page_about_it(page: Page, tmp_path: Path) -> None:
    page(ROWS, MANIFEST)
    of = {"state=NY": "explore/state/a b.html"}
    index_page.render(tmp_path / "marts.duckdb", tmp_path, MANIFEST, of)
    text = (tmp_path / "index.html").read_text("utf-8")
    assert '<a href="explore/state/a%20b.html">New York</a>' in text
    assert '<th scope="row">Canada' in text.replace("\n", ""), "it has no page"


def test_movers_need_two_nights(page: Page) -> None:
    assert 'id="movers"' not in page(
        [*ROWS, night(4), figure(4, "listing_count", 9, 90, 9)], MANIFEST
    )


def test_movers_compare_the_newest_nights(page: Page) -> None:
    def listings(day: int, segment_id: str, now: float) -> tuple[str, dict[str, Any]]:
        table, row = figure(day, "listing_count", now, now, 9)
        return table, {**row, "segment_id": segment_id}

    rows = [night(1), night(2), night(3, "missed"), night(4)]
    rows += [listings(1, "index", 900), listings(2, "index", 100), listings(4, "index", 120)]
    rows += [listings(2, "industry=ai-ml", 40), listings(4, "industry=ai-ml", 20)]
    panel = page([*ROWS, *rows], MANIFEST).partition('<section id="movers"')[2]
    shown = words(panel.partition("</section>")[0])
    assert "between 2 January 2026 and 4 January 2026" in shown
    assert "AI and machine learning 40 20 −20 (−50%)" in shown
    assert "All software listings 100 120 +20 (+20%)" in shown
    assert shown.index("AI and machine") < shown.index("All software"), "the largest first"


def test_text_is_escaped_and_nothing_is_loaded(page: Page) -> None:
    text = page(ROWS, {**MANIFEST, "notice": "<img src=x>", "release_id": "<b>"})
    reader = Reader(text)
    assert "&lt;img src=x&gt;" in text
    assert "<b>" not in text
    assert text.count("<script") == 1
    assert not reader.of("img", "form", "iframe")
    assert [a["href"] for a in reader.of("link")] == ["data:,"]
    policy = next(a["content"] for a in reader.of("meta") if a.get("http-equiv"))
    assert policy is not None
    assert "unsafe" not in policy
