"""The comparisons with others' files: small files in their published layout."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from benchmarks.external import hiring_lab, lca
from benchmarks.external.__main__ import main

LCA = """\
CASE_NUMBER,CASE_STATUS,VISA_CLASS,JOB_TITLE,SOC_CODE,SOC_TITLE,FULL_TIME_POSITION,EMPLOYER_NAME,\
WORKSITE_STATE,WAGE_RATE_OF_PAY_FROM,WAGE_RATE_OF_PAY_TO,WAGE_UNIT_OF_PAY,PREVAILING_WAGE
I-1,Certified,H-1B,Software Engineer,15-1252,Developers,Y,"ACME, INC.",CA,"$150,000.00",,Year,1
I-2,Certified,H-1B,SOFTWARE ENGINEER,15-1252,Developers,Y,Acme Inc,CA,160000,180000,Year,1
I-3,Certified,H-1B,Data Engineer,15-1252,Developers,Y,Acme Inc.,CA,60,,Hour,1
I-4,Certified,H-1B,Software Engineer,15-1252,Developers,Y,Béta L.L.C.,NY,10000,,Month,1
I-5,Denied,H-1B,Software Engineer,15-1252,Developers,Y,Béta LLC,NY,900000,,Year,1
I-6,Certified - Withdrawn,H-1B,Data Engineer,15-1252,Developers,Y,Acme Inc,NY,1,,Year,1
I-7,Certified,H-1B,Data Engineer,15-1252,Developers,N,Acme Inc,NY,999999,,Year,1
I-8,Certified,H-1B,Unknown Title,15-1252,Developers,Y,Nobody Corp,NY,100000,,Year,1
I-9,Certified,H-1B,Data Engineer,15-1252,Developers,Y,Acme Inc,NY,n/a,,Year,1
"""
REMOTE = """\
date,jobcountry,remote_share_postings
2026-10-30,US,20.0
2026-10-31,US,30.0
2026-12-01,US,99.0
2026-10-31,DE,40.0
2026-10-31,GB,10.0
2026-10-31,FR,12.5
"""
SECTORS = """\
date,jobcountry,normtitlecategory_consistent,remote_share_postings
2026-10-31,US,techsoftware,55.0
2026-10-31,US,nursing,1.0
"""
AI = "date,jobcountry,AI_share_postings\n2026-10-31,US,25.0\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data directory with the columns of a release that the comparisons read."""
    (tmp_path / "current").mkdir()
    listings = [
        # listing, company, title, country, workplace, pay, in local currency
        ("a1", "acme", "Software Engineer", "US", "remote", 170_000, True),
        ("a2", "acme", "Software Engineer", "US", "hybrid", 190_000, True),
        ("a3", "acme", "Data Engineer", "US", "onsite", 120_000, True),
        ("a4", "acme", "Data Engineer", "DE", "onsite", 10_000, True),
        ("a5", "acme", "Data Engineer", "US", "not stated", 9_000, False),
        ("b1", "beta", "Software  engineer", "US", "remote", 132_000, None),
        ("b2", "beta", "Designer", "GB", "remote", None, None),
    ]
    with duckdb.connect(str(tmp_path / "current" / "marts.duckdb")) as db:
        db.execute(
            "create schema core;"
            "create table core.dim_nights as select date '2026-11-02' as as_of_date;"
            "create table core.dim_companies as from (values ('acme', 'Acme'), ('beta', 'Béta')) "
            "as t (company_id, company_name);"
            "create table core.fct_segment_listings as from (values "
            "('segment=ai_union', 'a1'), ('index', 'a1'), ('index', 'a2')) "
            "as t (segment_id, listing_id);"
            "create table core.fct_listings (listing_id varchar, company_id varchar, "
            "title varchar, country_code varchar, workplace varchar, annual_salary_usd double, "
            "is_salary_in_local_currency boolean, is_software boolean, has_text boolean)"
        )
        for row in listings:
            db.execute(
                "insert into core.fct_listings values (?, ?, ?, ?, ?, ?, ?, true, true)", row
            )
    return tmp_path


@pytest.fixture
def db(home: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach '{home / 'current' / 'marts.duckdb'}' as release (read_only)")
    return connection


def written(home: Path, name: str, text: str) -> Path:
    (home / name).write_text(text, "utf-8")
    return home / name


def test_advertised_pay_beside_certified_pay(home: Path, db: duckdb.DuckDBPyConnection) -> None:
    found = lca.compare(db, written(home, "lca.csv", LCA))
    by_pair = {(company, title): rest for company, title, *rest in found.pairs}
    # Medians of (150,000, 170,000) and of 60 an hour; 10,000 a month.
    assert by_pair == {
        ("acme", "software engineer"): [2, 2, 180_000, 160_000, 0.125],
        ("acme", "data engineer"): [1, 1, 120_000, 124_800, pytest.approx(-4_800 / 124_800)],
        ("béta", "software engineer"): [1, 1, 132_000, 120_000, pytest.approx(0.1)],
    }
    assert (found.pair_count, found.company_count) == (3, 2)
    assert (found.listing_count, found.filing_count) == (4, 4)
    ours, theirs = np.log([180_000, 120_000, 132_000]), np.log([160_000, 124_800, 120_000])
    assert found.log_correlation == pytest.approx(np.corrcoef(ours, theirs)[0, 1], abs=1e-9)
    assert found.rank_correlation == pytest.approx(0.5)
    assert found.median_difference_share == pytest.approx(0.1)


def test_too_few_pairs_have_no_correlation(home: Path, db: duckdb.DuckDBPyConnection) -> None:
    two = "\n".join(LCA.splitlines()[:3]) + "\n"
    found = lca.compare(db, written(home, "lca.csv", two))
    assert (found.pair_count, found.log_correlation, found.rank_correlation) == (1, None, None)
    none = lca.compare(db, written(home, "lca.csv", LCA.splitlines()[0] + "\n"))
    assert (none.pair_count, none.median_difference_share, none.pairs) == (0, None, ())


def test_shares_beside_the_remote_tracker(home: Path, db: duckdb.DuckDBPyConnection) -> None:
    column, countries = hiring_lab.compare(db, written(home, "remote_postings.csv", REMOTE))
    assert column == "remote_share_postings"
    assert [(c.country_code, c.date, c.with_text_count) for c in countries] == [
        ("US", "2026-10-31", 5),
        ("DE", "2026-10-31", 1),
        ("GB", "2026-10-31", 1),
    ]
    us, de, gb = countries
    assert (us.share, us.remote_only_share, us.their_share) == (0.6, 0.4, 0.3)
    assert us.difference == pytest.approx(0.3)
    assert (de.share, gb.share) == (0.0, 1.0)
    expected = np.corrcoef([0.6, 0.0, 1.0], [0.3, 0.4, 0.1])[0, 1]
    assert hiring_lab.correlation(countries) == pytest.approx(expected)
    assert hiring_lab.correlation(countries[:2]) is None


def test_sectors_and_ai(home: Path, db: duckdb.DuckDBPyConnection) -> None:
    _, (us,) = hiring_lab.compare(db, written(home, "remote_postings_sector.csv", SECTORS))
    assert us.their_share == pytest.approx(0.55)
    column, (us,) = hiring_lab.compare(db, written(home, "AI_posting.csv", AI))
    assert column == "ai_share_postings"
    assert (us.share, us.remote_only_share, us.their_share) == (0.2, None, 0.25)


def test_another_layout_is_an_error(home: Path, db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="no column remote_share_postings"):
        hiring_lab.compare(db, written(home, "x.csv", "date,jobcountry,other\n2026-10-31,US,1\n"))
    with pytest.raises(ValueError, match="no column case_status, employer_name"):
        lca.compare(db, written(home, "x.csv", "date,jobcountry\n2026-10-31,US\n"))


def test_the_command_prints_and_writes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = home / "current" / "marts.duckdb"
    before = database.read_bytes()
    files = [written(home, "lca.csv", LCA), written(home, "r.csv", REMOTE)]
    main(["--home", str(home), "--lca", str(files[0]), "--hiring-lab", str(files[1])])
    shown = capsys.readouterr().out
    assert "3 pairs of 2 companies: 4 listings, 4 filings" in shown
    assert "acme, software engineer: $180,000 (2), $160,000 (2), +12.5%" in shown
    assert (
        "US 2026-10-31: ours 60.0% (remote alone 40.0%), n 5; theirs 30.0%; +30.0 points" in shown
    )
    assert database.read_bytes() == before
