"""The parts fit: one sample night, published, equals the ground truth to the listing."""

from __future__ import annotations

import html
import json
import math
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.simulator import tasks, vendor_formats
from orchestration.storage import ledger
from tests.command import run_command
from tests.pipeline import expected_coverage, expected_marts, ground_truth

NIGHT = date(2026, 11, 2)
KEYS = {
    "mart_salary_by_technology": ["technology_id"],
    "mart_salary_by_technology_family": ["technology_family"],
    "mart_salary_by_industry": ["industry"],
    "mart_salary_by_seniority": ["seniority"],
    "mart_salary_by_country": ["country_code"],
    "mart_salary_by_technology_and_seniority": ["technology_id", "seniority"],
    "mart_salary_by_technology_and_level_group": ["technology_id", "level_group"],
    "mart_salary_by_company_size": ["company_size"],
    "mart_salary_by_segment_and_seniority": ["segment", "seniority"],
    "mart_salary_by_technology_pair": ["technology_a_id", "technology_b_id"],
    "mart_salary_by_comparison": ["comparison_id"],
    "mart_remote_by_technology": ["technology_id"],
    "mart_remote_by_technology_family": ["technology_family"],
    "mart_remote_by_industry": ["industry"],
    "mart_remote_by_segment": ["segment"],
    "mart_remote_by_company_size": ["segment", "company_size"],
    "mart_listings_by_company": ["company_name"],
    "mart_listings_by_vendor": ["vendor_name"],
    "mart_totals_by_night": ["method"],
    "mart_coverage_by_source": ["ats"],
}
ELSEWHERE = (
    "mart_figures_by_report_line",
    "mart_set_aside_by_source",
    "mart_measures_by_source",
    *("mart_listing_flow_by_night", "mart_pay_changes", "mart_workplace_changes"),
    *("mart_editions_by_night", "mart_figures_by_night"),
    *("mart_matched_index_by_night", "mart_revisions_by_figure"),
    *("mart_time_open_by_role_family", "mart_time_open_by_seniority"),
    *("mart_salary_by_state", "mart_sensitivity_by_figure", "mart_premium_by_step"),
    *("mart_salary_by_comparison_part", "mart_pay_disclosure_by_state"),
    "mart_requirements_by_segment",
    "mart_listings_by_company_type",
)
"""Marts that tests of their own compare: below, in `test_derived_figures.py`, in
`tests/publish/test_overlap_figures.py`, and in `tests/warehouse`: `test_lifecycle.py`,
`test_ledger.py`, `test_premiums.py`."""


def mart(marts: Path, name: str) -> dict[Any, dict[str, Any]]:
    """A published mart as {key: {column: value}}."""
    with duckdb.connect(str(marts), read_only=True) as db:
        relation = db.sql(f"from {name}")
        rows = [dict(zip(relation.columns, r, strict=True)) for r in relation.fetchall()]
    keys = KEYS[name]
    return {row[keys[0]] if len(keys) == 1 else tuple(row[k] for k in keys): row for row in rows}


def differences(
    published: dict[Any, dict[str, Any]], expected: dict[Any, dict[str, Any]]
) -> list[str]:
    """Every cell that differs from its expected value: counts exactly, means within a dollar."""
    wrong = [f"missing {key}" for key in expected.keys() - published.keys()]
    wrong += [f"unexpected {key}" for key in published.keys() - expected.keys()]
    for key in expected.keys() & published.keys():
        for column, value in expected[key].items():
            found = published[key][column]
            within = 1.0 if column.endswith("_usd") else 1e-9
            same = (
                found is value
                if None in (found, value)
                else math.isclose(found, value, rel_tol=0, abs_tol=within)
            )
            if not same:
                wrong.append(f"{key} {column}: published {found}, expected {value}")
    return wrong


@pytest.fixture(scope="module")
def expected(sample_home: Path) -> dict[str, dict[Any, dict[str, Any]]]:
    file = sample_home / "sample" / NIGHT.isoformat() / "truth.parquet"
    marts = expected_marts.expected(ground_truth.listings(file, NIGHT))
    coverage = expected_coverage.coverage(sample_home, NIGHT, file)
    return {**marts, "mart_coverage_by_source": coverage}


@pytest.fixture(scope="module")
def marts(sample_home: Path) -> Path:
    return sample_home / "current" / "marts.duckdb"


def test_every_mart_has_expected_values(marts: Path) -> None:
    """No mart can be added without expected values."""
    with duckdb.connect(str(marts), read_only=True) as db:
        rows = db.execute("select table_name from duckdb_tables() where schema_name = 'main'")
        published = {name for (name,) in rows.fetchall()}
    assert published == {*KEYS, *ELSEWHERE}


@pytest.mark.parametrize("name", KEYS)
def test_a_mart_equals_its_expected_values(
    name: str, marts: Path, expected: dict[str, dict[Any, dict[str, Any]]]
) -> None:
    assert expected[name]
    assert differences(mart(marts, name), expected[name]) == []


def test_the_impossible_pay_of_the_market_is_set_aside(sample_home: Path, marts: Path) -> None:
    """Counted in the raw texts, by the sentence that the simulator writes for it."""
    with duckdb.connect() as db:
        impossible = db.execute(
            "select ats, 'pay', 'pay_beyond_any', count(*) "
            "from read_parquet($files, hive_partitioning = false) "
            "where contains(description_html, $sentence) group by ats order by ats",
            {
                "files": str(sample_home / "raw" / "*" / f"night={NIGHT}" / "postings.parquet"),
                "sentence": tasks.IMPOSSIBLE_PAY,
            },
        ).fetchall()
    with duckdb.connect(str(marts), read_only=True) as db:
        published = db.execute(
            "select ats, field, rule, listing_count from mart_set_aside_by_source order by ats"
        ).fetchall()
    assert len(published) > 1
    assert published == impossible


def test_the_measures_of_sources_are_those_of_their_listings(marts: Path) -> None:
    """Counted again in Python, from the published listings."""
    with duckdb.connect(str(marts), read_only=True) as db:
        listings = db.execute(
            "select ats, has_salary, workplace, country_code, annual_salary_usd "
            "from core.fct_listings where is_software"
        ).fetchall()
        published = {
            (ats, measure): (amount, base)
            for ats, measure, amount, base in db.execute(
                "select ats, measure, amount, base_count from mart_measures_by_source "
                "where category = ''"
            ).fetchall()
        }
    sources = {row[0] for row in listings}
    assert len(sources) > 30
    for ats in sources:
        rows = [row for row in listings if row[0] == ats]
        stated = [row for row in rows if row[2] not in ("not stated", "not read")]
        paid = [row[4] for row in rows if row[4] is not None]
        assert published[ats, "with_salary"] == (sum(row[1] for row in rows), len(rows))
        assert published[ats, "with_country"] == (
            sum(row[3] is not None for row in rows),
            len(rows),
        )
        remote = sum(row[2] == "remote" for row in stated)
        assert published[ats, "remote_of_stated"] == (remote, len(stated))
        if paid:
            assert published[ats, "salary"] == (pytest.approx(median(paid), abs=0.01), len(paid))


def test_wrong_values_are_found(
    marts: Path, expected: dict[str, dict[Any, dict[str, Any]]], tmp_path: Path
) -> None:
    """A mean off by two dollars, a count off by one, a lost row."""
    published = mart(marts, "mart_salary_by_technology")
    published["python"]["mean_salary_usd"] += 2
    published["go"]["listing_count"] += 1
    del published["rust"]
    wrong = differences(published, expected["mart_salary_by_technology"])
    assert sorted(w.split()[0] for w in wrong) == ["go", "missing", "python"]


def test_a_release_is_complete(sample_home: Path) -> None:
    current = sample_home / "current"
    manifest = json.loads((current / "manifest.json").read_text("utf-8"))
    assert manifest["night"] == NIGHT.isoformat()
    assert manifest["data_source"] == "sample"
    assert {s["ats"] for s in manifest["sources"]} == vendor_formats.of_market().keys()
    assert all(t["failed"] == 0 for t in manifest["tables"])
    for page in ("report", "coverage", "docs", "quality"):
        text = html.unescape((current / page / "index.html").read_text("utf-8"))
        assert manifest["notice"] in text, f"{page} does not say what it was made from"
    with duckdb.connect() as db:
        for name in KEYS:
            rows = db.read_parquet(str(current / "parquet" / f"{name}.parquet")).shape[0]
            assert rows == len(mart(current / "marts.duckdb", name))


def test_the_release_is_the_first_edition_of_its_night(sample_home: Path, marts: Path) -> None:
    """The ledger has its figures, and the sums of its boards are its totals."""
    (edition,) = ledger.editions(Settings(sample_home, contact=""))
    assert edition.release_id == (sample_home / "current").resolve().name
    assert (edition.night, edition.number, edition.known_date) == (NIGHT, 1, NIGHT)
    totals = mart(marts, "mart_totals_by_night")["report"]
    with duckdb.connect(str(marts), read_only=True) as db:
        columns = "segment_id, measure, sample_count, figure_value"
        published = db.execute(f"select {columns} from core.fct_figures order by all").fetchall()
        figures = f"read_parquet('{edition.folder}/figures.parquet', hive_partitioning = false)"
        assert db.execute(f"select {columns} from {figures} order by all").fetchall() == published
        sums = db.execute(
            "select sum(listing_count), sum(with_salary_count), sum(with_text_count), "
            "sum(with_text_remote_count), sum(salary_total_usd) / sum(with_salary_count) "
            f"from read_parquet('{edition.folder}/board_figures.parquet')"
        ).fetchone()
    assert len(published) > 100
    assert sums is not None
    assert sums[:4] == (
        totals["listing_count"],
        totals["with_salary_count"],
        totals["with_text_count"],
        totals["with_text_remote_count"],
    )
    assert sums[4] == pytest.approx(totals["mean_salary_usd"])


def test_the_same_night_again_changes_nothing(sample_home: Path) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in sample_home.glob("releases/*/*"))
    output = run_command("refresh", "--home", str(sample_home))
    assert output.startswith("nothing to do: ")
    assert sorted((p, p.stat().st_mtime_ns) for p in sample_home.glob("releases/*/*")) == before
