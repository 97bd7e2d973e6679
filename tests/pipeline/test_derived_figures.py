"""Figures of one sample night that follow from other published tables, computed again from them."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean, median

import duckdb
import pytest

from tests.csv_rows import seed_rows
from tests.pipeline import ground_truth
from tests.pipeline.expected_measures import is_mean_published
from tests.pipeline.test_pipeline import NIGHT, mart


@pytest.fixture(scope="module")
def marts(sample_home: Path) -> Path:
    return sample_home / "current" / "marts.duckdb"


def test_figures_are_those_of_the_marts(marts: Path) -> None:
    """Each figure of the report equals the mart cell it is taken from."""
    with duckdb.connect(str(marts), read_only=True) as db:
        figures = db.execute(
            "select report_figure_id, figure_value, listing_count from mart_figures_by_report_line"
        ).fetchall()
    value = {figure: v for figure, v, _ in figures}
    technology = mart(marts, "mart_salary_by_technology")
    assert len(figures) == len(seed_rows("report_figures"))
    assert value["F12"] == technology["python"]["mean_salary_usd"]
    assert value["F6b"] == technology["pytorch"]["median_salary_usd"]
    gap = technology["openai"]["mean_salary_usd"] - technology["python"]["mean_salary_usd"]
    assert value["F5c"] == pytest.approx(gap)
    by_size = mart(marts, "mart_remote_by_company_size")
    assert value["F14a"] == by_size["ai_union", "<50"]["remote_share"]
    assert value["F3a"] == mart(marts, "mart_totals_by_night")["report"]["listing_count"]


def test_only_published_groups_have_a_rank(sample_home: Path, marts: Path) -> None:
    """A suppressed group has no rank, and takes none from another."""
    industries = mart(marts, "mart_salary_by_industry")
    file = sample_home / "sample" / NIGHT.isoformat() / "truth.parquet"
    market = ground_truth.listings(file, NIGHT)
    shown = {
        name: row["mean_salary_usd"]
        for name, row in industries.items()
        if is_mean_published(x for x in market if name in x.industries)
    }
    assert 1 < len(shown) < len(industries)
    ordered = sorted(shown, key=lambda name: -shown[name])
    with duckdb.connect(str(marts), read_only=True) as db:
        ranks = db.execute(
            "select segment_id, value_rank from core.fct_estimate_ranks "
            "where method = 'report' and measure = 'mean_salary_usd' "
            "and starts_with(segment_id, 'industry=') and not contains(segment_id, ' & ')"
        ).fetchall()
    assert dict(ranks) == {f"industry={name}": place for place, name in enumerate(ordered, 1)}


def test_states_have_the_listings_that_name_them(marts: Path) -> None:
    """Counted again in Python, from the published listings and places."""
    with duckdb.connect(str(marts), read_only=True) as db:
        named = set(
            db.execute(
                "select region_code, listing_id from core.fct_listing_places "
                "where country_code = 'US' and region_code is not null"
            ).fetchall()
        )
        pay = dict(
            db.execute(
                "select listing_id, annual_salary_usd from core.fct_listings where is_software"
            ).fetchall()
        )
        published = db.execute(
            "select state_code, listing_count, with_salary_count, mean_salary_usd "
            "from mart_salary_by_state"
        ).fetchall()
    states: dict[str, list[float | None]] = {}
    for state, listing in named:
        if listing in pay:
            states.setdefault(state, []).append(pay[listing])
    assert len(states) > 3
    assert {row[0] for row in published} == states.keys()
    for state, count, paid_count, mean in published:
        paid = [amount for amount in states[state] if amount is not None]
        assert (count, paid_count) == (len(states[state]), len(paid)), state
        expected = sum(paid) / len(paid) if paid else None
        assert mean == (None if expected is None else pytest.approx(expected, abs=0.01)), state


def test_the_size_bands_add_up_to_the_group(marts: Path) -> None:
    """With the unknown size, and by work arrangement, too."""
    columns = ("listing_count", "with_text_count", "remote_count", "with_text_remote_count")
    bands: dict[str, list[int]] = {}
    for (segment, _), row in mart(marts, "mart_remote_by_company_size").items():
        sums = bands.setdefault(segment, [0] * len(columns))
        bands[segment] = [total + row[name] for total, name in zip(sums, columns, strict=True)]
    whole = mart(marts, "mart_remote_by_segment")
    assert bands == {segment: [row[name] for name in columns] for segment, row in whole.items()}
    assert all(listings for listings, *_ in bands.values())


def test_the_parts_of_a_comparison_share_no_listing(marts: Path) -> None:
    """Only a, only b and both add up to the segments of the comparison."""
    with duckdb.connect(str(marts), read_only=True) as db:
        parts: dict[str, dict[str, int]] = {}
        for comparison, part, count in db.execute(
            "select comparison_id, part, listing_count from mart_salary_by_comparison_part"
        ).fetchall():
            parts.setdefault(comparison, {})[part] = count
        whole = db.execute(
            "select comparison_id, listing_a_count, listing_b_count, listing_count "
            "from mart_salary_by_comparison"
        ).fetchall()
    assert len(whole) > 5
    for comparison, a, b, both in whole:
        found = parts[comparison]
        assert found.get("both", 0) == both
        assert (found.get("only a", 0) + both, found.get("only b", 0) + both) == (a, b)


def test_a_variant_of_a_mean_changes_one_rule(marts: Path) -> None:
    """Counted again in Python for all software listings."""
    with duckdb.connect(str(marts), read_only=True) as db:
        listings = db.execute(
            "select company_id, country_code, annual_salary_usd from core.fct_listings "
            "where is_software and has_salary"
        ).fetchall()
        variants = dict(
            db.execute(
                "select variant, variant_salary_usd from mart_sensitivity_by_figure "
                "where segment_id = 'index'"
            ).fetchall()
        )
        (top,) = db.execute(
            "select top_company_id from core.fct_estimates "
            "where figure_id = 'index/mean_salary_usd/report'"
        ).fetchone() or ("",)
    companies: dict[str, list[float]] = {}
    for company, _, pay in listings:
        companies.setdefault(company, []).append(pay)
    expected = {
        "mean": fmean(pay for _, _, pay in listings),
        "median": median(pay for _, _, pay in listings),
        "company equal": fmean(fmean(pays) for pays in companies.values()),
        "headline country": fmean(pay for _, country, pay in listings if country == "US"),
        "without the top employer": fmean(pay for company, _, pay in listings if company != top),
    }
    for variant, value in expected.items():
        assert variants[variant] == pytest.approx(value, abs=0.01), variant


def test_requirements_are_those_that_the_texts_state(sample_home: Path, marts: Path) -> None:
    """Counted in the raw texts, by the sentences that the simulator writes for them."""
    files = str(sample_home / "raw" / "*" / f"night={NIGHT}" / "postings.parquet")
    with duckdb.connect() as db:
        written = db.execute(
            "select ats || ':' || board || ':' || native_id, "
            "if(contains(description_html, 'or equivalent experience'), "
            "'equivalent accepted', 'not stated'), "
            "nullif(regexp_extract(description_html, '(\\d+)(\\+|&#43;) years (of|in) ', 1), '') "
            "from read_parquet($files, hive_partitioning = false) where text_id is not null",
            {"files": files},
        ).fetchall()
    with duckdb.connect(str(marts), read_only=True) as db:
        read = db.execute(
            "select listing_id, degree, experience_years::varchar from core.fct_listings "
            "where has_text"
        ).fetchall()
    assert len(read) > 1_000
    assert sorted(read) == sorted(written)


def test_shares_of_requirements_are_of_the_listings_read(marts: Path) -> None:
    """Counted again in Python, by level."""
    with duckdb.connect(str(marts), read_only=True) as db:
        read = db.execute(
            "select seniority, degree, company_id from core.fct_listings "
            "where is_software and has_text"
        ).fetchall()
        rows = db.execute(
            "select key, answer, listing_count, answer_count, answer_company_count, answer_share "
            "from mart_requirements_by_segment "
            "where dimension = 'seniority' and requirement = 'degree'"
        ).fetchall()
    assert {row[0] for row in rows} == {seniority for seniority, _, _ in read}
    for seniority, answer, listings, answers, companies, share in rows:
        stated = [company for s, degree, company in read if (s, degree) == (seniority, answer)]
        assert listings == sum(s == seniority for s, _, _ in read)
        assert (answers, companies) == (len(stated), len(set(stated)))
        assert share is None or share == pytest.approx(answers / listings, abs=1e-6)


def test_members_are_the_listings_behind_a_number(marts: Path) -> None:
    with duckdb.connect(str(marts), read_only=True) as db:
        wrong = db.execute(
            "select segment_id from core.fct_segments anti join ("
            "select segment_id, count(*) as listing_count from core.fct_segment_listings "
            "group by segment_id) using (segment_id, listing_count)"
        ).fetchall()
    assert wrong == []
