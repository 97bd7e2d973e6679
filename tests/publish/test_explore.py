"""Explore: a page per subject that has enough data, with its figures, neighbours and listings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.publish import explore
from orchestration.publish.explore import pages, pay_words
from orchestration.publish.report import addresses, sentences
from orchestration.publish.report.rounding import MIN_COMPANIES, MIN_LISTINGS
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import MANIFEST, release
from tests.publish.small_rows import estimate

Rows = list[tuple[str, dict[str, Any]]]
LISTINGS = 120
COMPANIES = 12
HOSTILE = "<script>alert(1)</script>"


def listing(number: int) -> Rows:
    """A software listing that names Python; every second one names Rust, too.

    Every third is in New York, and states other pay for the United States than of its own.
    """
    listing_id = f"l{number:03}"
    row = {
        "listing_id": listing_id,
        "company_id": f"c{number // (LISTINGS // COMPANIES)}",
        "role_id": f"r{number}",
        "title": f"{HOSTILE} {number}",
        "url": "javascript:alert(1)" if number == 0 else f"https://jobs.example.org/{number}",
        "is_software": True,
        "has_text": True,
        "has_salary": number < 30,
        "annual_salary_usd": 110_000.0 + 1_000 * number if number < 30 else None,
        "country_code": "DE" if number % 3 else None,
        "city_name": "Berlin" if number % 3 else None,
        "seniority": "senior" if number % 2 else "unspecified",
        "workplace": "remote" if number < 40 else "not stated",
        "first_seen_date": f"2026-01-{1 + number % 28:02}",
    }
    columns = ("listing_id", "country_code", "annual_salary_usd", "has_salary")
    in_country = {name: row[name] for name in columns}
    named = ["python"] if number % 2 else ["python", "rust"]
    return [
        ("core.fct_listings", row),
        *([("core.fct_listing_countries", in_country)] if number % 3 else in_new_york(row)),
        *(
            (
                "core.fct_listing_technologies",
                {"listing_id": listing_id, "technology_id": name, "is_counted": True},
            )
            for name in named
        ),
    ]


def in_new_york(row: dict[str, Any]) -> Rows:
    """The rows of a listing with two places in one state."""
    pay = {**row, "country_code": "US", "annual_salary_usd": 90_000.0, "has_salary": True}
    place = {"listing_id": row["listing_id"], "country_code": "US", "region_code": "NY"}
    columns = ("listing_id", "country_code", "annual_salary_usd", "has_salary")
    in_country = {name: pay[name] for name in columns}
    return [
        ("core.fct_listing_countries", in_country),
        *(("core.fct_listing_places", place) for _ in range(2)),
    ]


SEGMENTS: list[tuple[str, str, Callable[[int], bool]]] = [
    ("technology", "python", lambda _: True),
    ("technology", "rust", lambda number: number % 2 == 0),
    ("country", "DE", lambda number: number % 3 > 0),
    ("country", "US", lambda number: number % 3 == 0),
    ("state", "NY", lambda number: number % 3 == 0),
]
"""The segments that have a page, and which listings are members."""
EXPLORED: Rows = [
    *(row for number in range(LISTINGS) for row in listing(number)),
    *(
        (
            "core.dim_companies",
            {
                "company_id": f"c{n}",
                "company_name": f"{HOSTILE} & {n}",
                "industries": ["ai-ml"] if n < 3 else ["saas"],
            },
        )
        for n in range(COMPANIES)
    ),
    *(
        ("core.dim_technologies", {"technology_id": name, "technology_name": name.capitalize()})
        for name in ("python", "rust")
    ),
    *(
        ("core.fct_estimates", estimate("technology=python", status, value, measure))
        for measure, value, status in (
            ("mean_salary_usd", 124_500.0, "low"),
            ("remote_of_read_share", 0.777, "suppressed"),
        )
    ),
    *(
        (
            "core.fct_segment_listings",
            {
                "segment_id": f"{dimension}={key}",
                "dimension": dimension,
                "key": key,
                "listing_id": f"l{number:03}",
            },
        )
        for dimension, key, is_member in SEGMENTS
        for number in range(LISTINGS)
        if is_member(number)
    ),
    *(
        ("core.fct_segments", {"segment_id": f"{d}={k}", "dimension": d, "key": k})
        for d, k in (("technology", "python"), ("technology", "rust"), ("technology", "zig"))
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explored")
    explore.render(release(folder / "marts.duckdb", EXPLORED), folder / "explore", MANIFEST)
    return folder / "explore"


def test_a_subject_with_enough_data_has_a_page(site: Path) -> None:
    found = {str(p.relative_to(site)) for p in site.rglob("*.html")}
    assert found == {
        "index.html",
        "technology/python.html",
        "technology/rust.html",
        "country/de.html",
        "country/us.html",
        "state/ny.html",
    }
    assert LISTINGS / COMPANIES < MIN_LISTINGS, "no company has a page"
    assert COMPANIES - 3 < MIN_COMPANIES, "no industry has one"
    links = {str(a["href"]) for a in Reader((site / "index.html").read_text("utf-8")).of("a")}
    assert found - {"index.html"} <= links
    said = words((site / "index.html").read_text("utf-8"))
    assert (
        "1 more without a page: too few listings or companies. core.fct_segments has all." in said
    )


def test_a_page_has_every_panel(site: Path) -> None:
    text = (site / "technology" / "python.html").read_text("utf-8")
    said = words(text)
    assert "120 listings for software work, 120 roles at 12 companies." in said
    assert (
        "Mean base pay, a year low sample report $124,500 $112,050 to $136,950 30 12 low sample"
        in said
    )
    assert "$100K to $125K 15 $125K to $150K 15" in said
    assert "No level in the title 60 Senior 60" in said
    assert "Remote 40 Not stated 80" in said
    assert "Berlin, Germany 80 No country 40" in said
    assert "Rust 60" in said
    assert 'href="../technology/rust.html"' in text
    assert 'data-figure="technology=python/mean_salary_usd/report"' in text


def test_a_state_counts_a_listing_once_with_its_pay_for_the_country(site: Path) -> None:
    said = words((site / "state" / "ny.html").read_text("utf-8"))
    assert "New York · Hiring Ledger" in said
    assert "40 listings for software work, 40 roles at 12 companies." in said
    assert "Annual base pay in US dollars Pay Listings $75K to $100K 40" in said


def test_a_suppressed_figure_has_no_value(site: Path) -> None:
    text = (site / "technology" / "python.html").read_text("utf-8")
    assert "Remote, of read report suppressed" in words(text)
    assert "78%" not in text


def test_listings_are_bounded_and_the_newest(site: Path) -> None:
    text = (site / "technology" / "python.html").read_text("utf-8")
    rows = text.partition('id="all"')[2].count('<tr><th scope="row"')
    assert rows == pages.MOST_LISTINGS < LISTINGS
    assert "The 100 that were first seen most recently. 20 more are in" in words(text)
    dates = [day for day in words(text).split() if day.startswith("2026-01-")][1:]
    assert dates[0] == "2026-01-28"
    assert dates[: pages.MOST_LISTINGS] == sorted(dates[: pages.MOST_LISTINGS], reverse=True)


def test_hostile_text_is_only_text(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert text.count("<script") == 1
        assert 'href="javascript:' not in text


@pytest.mark.parametrize(
    ("key", "name"),
    [("pytorch", "pytorch.html"), ("DE", "de.html"), ("next.js", "next.js.html")],
)
def test_a_plain_key_is_its_file(key: str, name: str) -> None:
    assert addresses.file_name(key) == name


@pytest.mark.parametrize("key", ["../x", "a/b", "", ".hidden", "x" * 200, "Ü", "a\x00", "index"])
def test_another_key_is_hashed(key: str) -> None:
    name = addresses.file_name(key)
    assert len(name) == len("0123456789abcdef.html")
    assert addresses.file_name(f"{key}2") != name


def test_members_are_those_of_the_segments(sample_home: Path) -> None:
    """Facts and the table of segments count the same listings of a subject."""
    with duckdb.connect(str(sample_home / "current" / "marts.duckdb"), read_only=True) as db:
        db.execute(pages.sql.PAIRS)
        db.execute(
            pages.sql.SUBJECTS, {"least_listings": 1, "least_companies": 1, "most": 1_000_000}
        )
        counted = db.sql(
            "select count(*), count(*) filter (where s.listing_count <> f.listing_count) "
            "from subjects as s inner join core.fct_segments as f using (dimension, key)"
        ).fetchone()
    assert counted is not None
    assert counted[0] > 100
    assert counted[1] == 0


def test_a_page_of_a_country_says_whose_pay_it_does_not_count() -> None:
    country = {"dimension": "country", "key": "DE", "with_salary_count": 1_300}
    counted = [{"listing_count": 700}, {"listing_count": 300}]
    assert sentences.plain(pay_words.paid_elsewhere(country, counted)) == (
        "Of the 1,300 that disclose pay, 300 state it for another country or in the currency "
        "of another country. They do not count in the pay figures of this page."
    )
    assert pay_words.paid_elsewhere({**country, "with_salary_count": 1_000}, counted) == ""
    assert pay_words.paid_elsewhere({**country, "dimension": "technology"}, counted) == ""


def test_a_page_without_a_chart_of_pay_says_why() -> None:
    place = {"dimension": "country", "key": "JP", "with_salary_count": 5, "with_text_count": 42}
    elsewhere = pay_words.paid_elsewhere(place, [])
    assert elsewhere, "five listings disclose pay"
    assert pay_words.without_pay(place, elsewhere) == "No listing states pay for this place."
    assert pay_words.without_pay(place, "") == "No listing discloses pay."
    assert pay_words.without_pay({**place, "with_text_count": 0}, "").startswith("Unknown")
