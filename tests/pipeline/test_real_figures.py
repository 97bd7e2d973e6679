"""Five figures of a real night's report, numerator and denominator each worked out again.

By SQL of its own over the raw files and core's tables, never over a segment, a measure or a mart.
Skipped where no folder of real recordings lies beside the checkout.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.report import rounding
from tests.browser import needs_browser, started
from tests.command import run_command
from tests.paths import REAL
from tests.publish.test_phone import PHONE, SCREENS, TEXTS, height, tall

pytestmark = [
    pytest.mark.night,
    pytest.mark.skipif(not (REAL / "index.jsonl").is_file(), reason="no real recordings"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after `hiring-ledger refresh` on the real recording, which takes minutes."""
    home = tmp_path_factory.mktemp("real") / "home"
    run_command("refresh", "--recording", str(REAL), "--home", str(home))
    return home


@needs_browser
def test_the_pages_of_real_boards_are_short_on_a_phone(home: Path) -> None:
    """They have more panels and longer names than the sample."""
    file = home / "current" / "report" / "index.html"
    assert file.stat().st_size <= 1_500_000
    with started() as browser:
        assert height(file, browser) <= SCREENS * PHONE["height"]
        for folder in ("explore", "passports"):
            assert tall(home / "current", folder, browser) == {}
        for width in (375, 1440):
            page = browser.new_page(viewport={"width": width, "height": 812})
            page.goto(file.resolve().as_uri())
            assert page.evaluate(TEXTS) == []


@pytest.fixture(scope="module")
def db(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release's core tables, and beside them the texts as the boards sent them."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home}/current/marts.duckdb' as release (read_only)")
        connection.execute(
            "create table texts as select ats || ':' || board || ':' || native_id as listing_id, "
            "bool_or(length(trim(regexp_replace(description_html, '<[^>]*>|&[#a-z0-9]+;', '', 'g'))"
            ") > 0) as is_there "
            f"from read_parquet('{home}/raw/*/night=*/postings.parquet', union_by_name = true) "
            "group by all"
        )
        connection.execute(
            "create table software as "
            "select listings.*, coalesce(texts.is_there, false) as is_read "
            "from release.core.fct_listings as listings left join texts using (listing_id) "
            "where listings.software_class in ('core', 'adjacent')"
        )
        yield connection


@pytest.fixture(scope="module")
def said(home: Path) -> str:
    """The words of the front page and of the report."""
    pages = ("index.html", "report/index.html")
    text = " ".join((home / "current" / page).read_text("utf-8") for page in pages)
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


PAID = (
    "listing_id in (select listing_id from release.core.fct_listing_pay_ranges "
    "where exclusion_reason is null and annual_salary_usd is not null)"
)


def counts(db: duckdb.DuckDBPyConnection, numerator: str, denominator: str) -> tuple[int, int]:
    row = db.execute(
        f"select count(*) filter (where ({numerator}) and ({denominator})), "
        f"count(*) filter (where {denominator}) from software"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def test_the_share_of_listings_that_publish_pay(db: duckdb.DuckDBPyConnection, said: str) -> None:
    paid, read = counts(db, PAID, "is_read")
    assert counts(db, PAID, "not is_read")[0] == 0, "no list of these boards gives pay"
    assert f"{paid / read:.0%}" == "44%"
    assert (
        f"disclose base pay {rounding.share(paid / read)} {paid:,} of {read:,} whose text was read"
        in said
    )


def test_the_share_of_remote_listings(db: duckdb.DuckDBPyConnection, said: str) -> None:
    remote, read = counts(db, "workplace = 'remote'", "is_read")
    assert 0.3 < remote / read < 0.7, "these boards are about half remote"
    assert (
        f"are remote {rounding.share(remote / read)} {remote:,} of {read:,} whose text was read"
        in said
    )


def test_the_number_of_texts_that_were_read(db: duckdb.DuckDBPyConnection, said: str) -> None:
    read, software = counts(db, "is_read", "true")
    assert read < software
    assert f"texts read {read:,} of {software:,} software listings" in said


def test_the_remote_share_of_an_industry(db: duckdb.DuckDBPyConnection, said: str) -> None:
    row = db.execute(
        "select count(*) filter (where workplace = 'remote'), count(*), "
        "count(distinct company_id) from software where is_read and company_id in ("
        "select company_id from release.core.dim_companies "
        "where list_contains(industries, 'fintech'))"
    ).fetchone()
    assert row is not None
    remote, read, companies = row
    share = rf"(?:{rounding.share(remote / read)}|suppressed)"
    row_of_page = rf"Fintech (?:low sample )?{share} .{{0,60}} {read:,} "
    assert re.search(row_of_page, said)
    assert companies


def test_the_mean_of_a_technology(db: duckdb.DuckDBPyConnection, said: str) -> None:
    """The mean over listings of the mean over their ranges; its n, and all that name it."""
    row = db.execute(
        "with tagged as (select listing_id from release.core.fct_listing_technologies "
        "where technology_id = 'python' and class in ('build', 'use')), "
        "paid as (select listing_id, "
        "avg((annual_salary_min_usd + annual_salary_max_usd) / 2) as pay "
        "from release.core.fct_listing_pay_ranges where exclusion_reason is null "
        "group by listing_id) "
        "select avg(pay), count(pay), count(*) from software semi join tagged using (listing_id) "
        "left join paid using (listing_id)"
    ).fetchone()
    assert row is not None
    mean, paid, named = row
    companies = db.execute(
        "select count(distinct company_id) from software where has_salary and listing_id in ("
        "select listing_id from release.core.fct_listing_technologies "
        "where technology_id = 'python' and class in ('build', 'use'))"
    ).fetchone()
    assert companies is not None
    assert re.search(
        rf"Python (?:low sample )?{re.escape(rounding.money(mean))} "
        rf"\$\d+K to \$\d+K \$[\d,]+ .{{0,60}} {paid:,} {companies[0]} {named:,} ",
        said,
    )


@pytest.mark.parametrize("company", ["Databricks", "Anthropic", "Stripe"])
def test_a_company_whose_texts_were_not_read_has_no_disclosure(
    db: duckdb.DuckDBPyConnection, said: str, company: str
) -> None:
    row = db.execute(
        "select count(*), count(*) filter (where is_read) from software "
        "where company_id = lower($company)",
        {"company": company},
    ).fetchone()
    assert row is not None
    listings, read = row
    assert listings > 100
    assert read == 0
    row_of_page = rf"{company} {listings} \d+ 0 (\d+|not read) not read not read not read "
    assert re.search(row_of_page, said)


def test_the_report_names_the_days_of_the_recording(said: str) -> None:
    assert "The answers were recorded on different days" in said
    assert "Ashby: 28 October 2025" in said
    assert "Greenhouse: 8 August 2023 to 22 August 2026" in said
