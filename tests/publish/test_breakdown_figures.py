"""Counts of a segment's listings by one column: each bar of an explore page is a figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.publish import (
    breakdown_figures,
    breakdown_passports,
    breakdown_rows,
    bundle,
    explore,
    figure,
    figure_lines,
    member_samples,
    passports,
)
from orchestration.publish.report import addresses, breakdown_ids, queries, segment_names
from orchestration.settings import Settings
from tests.publish.figure_reader import figures, is_same, marts, wrong
from tests.publish.page_reader import Reader, bars, words
from tests.publish.small_release import MANIFEST, release
from tests.publish.test_explore import EXPLORED

CITY = "O'Brien</td><script>alert(1)</script>; drop table x --/listing_count:place=,/report"
COMPANY = "c'1/<b>&,\u202e%2C"
BAND = "technology=python/listing_count:salary=100000-125000/report"
Bars = dict[str, float]


def render(marts: Path) -> Path:
    """A data directory with the explore pages and passports of a database."""
    folder = marts.parent
    (folder / "explore").mkdir()
    subjects = explore.render(marts, folder / "explore", MANIFEST)
    passports.render(marts, folder, MANIFEST, subjects)
    manifest = {**MANIFEST, "night": "2026-01-02", "release_id": "r", "notice": None}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder.parent


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small release, whose cities and one company have hostile names and ids."""
    folder = tmp_path_factory.mktemp("home") / "current"
    folder.mkdir()
    file = release(folder / "marts.duckdb", EXPLORED)
    with duckdb.connect(str(file)) as db:
        db.execute("update core.fct_listings set city_name = ? where city_name = 'Berlin'", [CITY])
        for table in ("fct_listings", "dim_companies"):
            db.execute(f"update core.{table} set company_id = ? where company_id = 'c1'", [COMPANY])
    return render(file)


@pytest.fixture(scope="module")
def sample_bars(sample_home: Path) -> Bars:
    """The number of every bar of every explore page of the sample, by its id."""
    return bars(sample_home / "current")


def test_explain_gives_the_number_of_every_bar(home: Path) -> None:
    """By the passport, and by its SQL on the database of the release."""
    shown, settings = bars(home / "current"), Settings(home, contact="")
    assert len(shown) > 80
    parsed = [b for name in shown if (b := breakdown_ids.parsed(name))]
    assert {b.column for b in parsed} == {*breakdown_ids.COLUMNS} - {"foreign_salary"}
    differ = []
    with duckdb.connect(str(marts(home)), read_only=True) as db:
        for name, number in shown.items():
            passport = figure.passport(settings, name)
            (computed, *_) = db.execute(passport.sql).fetchone() or (None,)
            if {passport.figure["value"], computed, len(passport.members)} != {number}:
                differ.append((name, number, passport.figure["value"], computed))
    assert differ == []


def test_every_bar_of_a_release_is_its_figure(sample_home: Path, sample_bars: Bars) -> None:
    rows = figures(sample_home, sample_bars)
    assert {row["figure_id"]: row["value"] for row in rows} == sample_bars
    assert len(rows) > 3_000
    some = sorted(rows, key=lambda row: str(row["figure_id"]))[::40]
    assert {row["base"] for row in some} >= {breakdown_figures.BASE, "listing", "together"}
    assert wrong(sample_home, [row for row in some if row["value"]]) == []


def test_a_part_that_is_a_segment_has_the_figure_of_the_segment(
    sample_home: Path, sample_bars: Bars
) -> None:
    """The same counts, sample and status as `core.fct_estimates` has them."""
    parts = [name for name in sample_bars if breakdown_ids.of_figure(name) and " & " in name]
    dimensions = {addresses.parts(name)[0].partition("=")[0] for name in parts}
    assert dimensions == {"technology", "company"}
    with queries.opened(marts(sample_home)) as query:
        counted = breakdown_rows.of(query, parts, segment_names.of(query)).rows
    published = {row["figure_id"]: row for row in figures(sample_home, parts)}
    names = ("value", *breakdown_rows.SAMPLE, "publish_status", "status_reason")
    differ = [
        row["figure_id"]
        for row in counted
        if any(row[name] != published[row["figure_id"]][name] for name in names)
    ]
    assert len(counted) == len(parts) > 100
    assert differ == []


def test_a_sample_is_rounded_as_the_models_round() -> None:
    """81 / 32 effective companies: Python would round the half to even."""
    with duckdb.connect() as db:
        (by_duckdb,) = db.execute("select round((81 / 32)::double, 4)").fetchone() or (None,)
    assert member_samples.rounded(81 / 32, 4) == by_duckdb == 2.5313
    assert member_samples.rounded(11 / 18, 6) == 0.611111


def test_one_query_gives_all_counts_of_a_page(sample_home: Path, sample_bars: Bars) -> None:
    """The SQL of the page, for each dimension that has pages."""
    with queries.opened(marts(sample_home)) as query:
        tables = breakdown_passports.of(query, sample_bars, segment_names.of(query))
        for segment_id in ("technology=python", "country=US", "state=CA", "industry=saas"):
            text = breakdown_passports.sql(tables[segment_id])
            counts = {row["counted"]: row["figure_value"] for row in query(text)}
            rows = [row for table in tables[segment_id] for row in table.rows if row["unit_count"]]
            assert len(rows) > 20
            for row in rows:
                measure = breakdown_figures.of_row(row).measure
                assert counts[measure.partition(":")[2]] == row["unit_count"], row["figure_id"]


def test_a_row_of_a_page_says_what_explain_says(home: Path) -> None:
    page = (home / "current/explore/technology/python.html").read_text("utf-8")
    assert f'href="../../{addresses.passport(BAND)}"' in page
    address, _, anchor = addresses.passport(BAND).partition("#")
    assert (address, anchor) == ("passports/technology/python.html", "salary.100000-125000")
    text = (home / "current" / address).read_text("utf-8")
    row = text.partition(f'<tr id="{anchor}">')[2].partition("</tr>")[0]
    facts = dict(figure_lines.facts(figure.passport(Settings(home, contact=""), BAND)))
    assert facts["n"] == "15 listings, 15 roles, 2 companies (1.8 effective)"
    assert facts["status"].startswith("suppressed: fewer than 20 roles; fewer than 10 companies")
    assert words(row).startswith(f"$100K to $125K {BAND} 15 15 2 (1.8)")
    assert "67% too small" in words(row)
    assert row.count("<a href=") == breakdown_passports.SHOWN_MEMBERS


def test_a_band_without_a_listing_is_a_zero_and_a_misspelt_place_is_no_figure(home: Path) -> None:
    settings = Settings(home, contact="")
    passport = figure.passport(settings, "technology=python/listing_count:salary=400000-/report")
    assert dict(figure_lines.facts(passport))["value"] == "0"
    assert passport.members == []
    with pytest.raises(ValueError, match="no figure"):
        figure.passport(settings, "technology=python/listing_count:place=Berlim,DE/report")


def test_hostile_names_are_only_text(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In ids, addresses, pages, SQL and on a terminal."""
    place = breakdown_ids.Breakdown("country=DE", "place", (CITY, "DE")).figure_id
    employer = breakdown_ids.Breakdown("country=DE", "company", (COMPANY,)).figure_id
    assert bars(home / "current")[place] == 80
    for name in (place, employer):
        assert set(name) <= set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%=:/,._-"
        )
        address, _, anchor = addresses.passport(name).partition("#")
        assert address == "passports/country/de.html"
        assert anchor.startswith(("place.~", "company.~"))
        assert f'id="{anchor}"' in (home / "current" / address).read_text("utf-8")
    for page in (home / "current").rglob("*.html"):
        text = page.read_text("utf-8")
        assert text.count("<script") == 1
        assert {a for tag, a in Reader(text).elements if tag == "b"} == set()
    assert main(["explain", place, "--home", str(home)]) == 0
    printed = capsys.readouterr().out
    assert f"place: {CITY}, Germany" in printed
    assert "listings.city_name = 'O''Brien</td>" in printed


def test_a_bundle_of_a_count_computes_it_alone(sample_home: Path, tmp_path: Path) -> None:
    """Also where its sample is small: a count is never withheld."""
    settings = Settings(sample_home, contact="")
    with queries.opened(marts(sample_home)) as query:
        (row, *_) = query(
            "select city_name, country_code from core.fct_listings as l "
            "inner join core.fct_segment_listings as m using (listing_id) "
            "where segment_id = 'technology=python' and city_name is not null "
            "group by city_name, country_code having count(*) < 10 "
            "order by count(*) desc, city_name, country_code"
        )
    values = (row["city_name"], row["country_code"])
    name = breakdown_ids.Breakdown("technology=python", "place", values).figure_id
    folder = bundle.write(settings, name, tmp_path / "bundle")
    (published,) = figures(sample_home, [name])
    assert published["publish_status"] == "suppressed"
    sql = (folder / "figure.sql").read_text("utf-8")
    with duckdb.connect() as db:
        found = db.execute(
            sql.replace("'members.parquet'", f"'{folder / 'members.parquet'}'")
        ).fetchone()
    assert found is not None
    assert is_same(published, found)


@pytest.mark.parametrize(
    "text",
    [
        "country=DE/listing_count:place=Berlin/report",
        "country=DE/listing_count:place=a,b,c/report",
        "country=DE/listing_count:place=San Jose,US/report",
        "country=DE/listing_count:place=M%c3%bcnchen,DE/report",
        "country=DE/listing_count:place=%FF,DE/report",
        "country=DE/listing_count:place=%00,DE/report",
        "country=DE/listing_count:place=\udcff,DE/report",
        "country=DE/listing_count:salary=5-5/report",
        "country=DE/listing_count:salary=01-5/report",
        "country=DE/listing_count:salary=1-9999999999/report",
        "country=DE/listing_count:salary=' or 1=1/report",
        "country=DE/listing_count:title=x/report",
        "country=DE/listing_count:seniority=senior/robust",
        "country=DE/mean_salary_usd:seniority=senior/report",
        f"country={'D' * 1_000}/listing_count:seniority=senior/report",
        "/listing_count:seniority=senior/report",
    ],
)
def test_another_spelling_is_no_id(text: str) -> None:
    assert breakdown_ids.parsed(text) is None


@pytest.mark.parametrize(
    ("segment_id", "column", "values"),
    [
        ("country=DE", "place", ("Berlin", "DE")),
        ("country=DE", "place", ("", "")),
        ("company=a/b/listing_count:place=x,y/report", "company", (COMPANY,)),
        ("technology=python", "place", (CITY, "")),
        ("index", "salary", ("0-25000",)),
        ("index", "workplace", ("not stated",)),
    ],
)
def test_an_id_is_read_as_it_was_written(
    segment_id: str, column: str, values: tuple[str, ...]
) -> None:
    breakdown = breakdown_ids.Breakdown(segment_id, column, values)
    assert breakdown_ids.parsed(breakdown.figure_id) == breakdown


def test_values_have_anchors_of_their_own() -> None:
    def anchor(column: str, *values: str) -> str:
        return breakdown_ids.Breakdown("index", column, values).anchor

    places: list[tuple[str, str]] = [
        ("a,b", ""),
        ("a", "b"),
        ("", "a"),
        ("a", ""),
        ("A", ""),
        ("ä", ""),
    ]
    anchors = {anchor("place", *of) for of in places}
    assert len(anchors) == len(places)
    assert not anchors & {anchor("company", a.partition(".")[2]) for a in anchors}


def test_a_pair_and_a_segment_keep_their_ids() -> None:
    known: Any = {
        "technology=go & seniority=senior/listing_count/report",
        "company=x & technology=go/listing_count/report",
    }

    def of(segment_id: str, column: str, value: str) -> str:
        return breakdown_ids.figure_id(segment_id, column, (value,), known)

    assert of("technology=go", "seniority", "senior") in known
    assert of("technology=go", "company", "x") in known
    assert of("company=x", "technology", "go") in known
    assert (
        of("technology=rust", "technology", "go")
        == "technology=go & technology=rust/listing_count/report"
    )
    assert of("technology=go", "seniority", "intern") == (
        "technology=go/listing_count:seniority=intern/report"
    )
    assert of("country=DE", "technology", "go") == "country=DE/listing_count:technology=go/report"
