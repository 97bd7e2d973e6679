"""A market made to have given figures has them at the end of the pipeline, each of them.

What a simulated posting says and what the rules read in it drift apart when either grows. This is
where it shows: bent listings lose technologies that their sentences must not bring back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import DataSource, bind_data_source, default_night
from orchestration.crawl.night_crawl import company_facts, open_night_crawl
from orchestration.reference import tables
from orchestration.settings import Settings
from orchestration.simulator import simulate, vendor_formats
from orchestration.sources import all_sources
from tests.conftest import SAMPLE_NIGHT
from tests.csv_rows import csv_rows
from tests.pipeline import ground_truth
from tests.pipeline.expected_measures import is_mean_published, salary

GIVEN = Path(__file__).parent / "market_figures.csv"
LISTINGS = 5_000
pytestmark = pytest.mark.night


def figures() -> dict[str, dict[str, str]]:
    return {row["figure"]: row for row in csv_rows(GIVEN)}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("market") / "recording"
    simulate(out, LISTINGS, figures=GIVEN)
    return out


@pytest.fixture(scope="module")
def warehouse(
    market: Path, run_dbt: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The market crawled and built, without gates and release: they have the sample night."""
    settings = Settings(tmp_path_factory.mktemp("bent") / "home", contact="")
    origin = bind_data_source(settings, DataSource("recording", market))
    night = default_night(origin)
    with open_night_crawl(origin, settings, night) as crawl:
        for ats in vendor_formats.of_market():
            boards = [board for board in crawl.boards if board.ats == ats]
            crawl_source(all_sources()[ats], boards, crawl, crawl.raw_night(ats))
    facts = settings.raw_night("companies", night) / "companies.parquet"
    tables.write(tables.companies(*company_facts(origin, settings, night)), facts)
    for name, table in tables.PACKAGED.items():
        tables.write(table(), settings.raw / name / f"{name}.parquet")
    assert night.isoformat() == SAMPLE_NIGHT
    chosen = ["--select", "+mart_figures_by_report_line", "+fct_listing_technologies"]
    command = ["build", *chosen, "--exclude-resource-type", "test", "unit_test"]
    failed = [r for r in run_dbt(command, settings.home, settings.raw) if r.status == "error"]
    assert [(r.node.name, r.message) for r in failed] == []
    return settings.warehouse


def rank(industry: str, market: Path) -> int | None:
    """An industry's rank by mean pay in the ground truth, among those whose mean is published.

    It is no given figure, because in a small market most industries have only a few companies.
    """
    groups: dict[str, list[ground_truth.Listing]] = {}
    for listing in ground_truth.listings(
        market / "truth.parquet", date.fromisoformat(SAMPLE_NIGHT)
    ):
        for name in listing.industries:
            groups.setdefault(name, []).append(listing)
    means = {
        name: salary(group)["mean_salary_usd"]
        for name, group in groups.items()
        if is_mean_published(group)
    }
    return 1 + sum(m > means[industry] for m in means.values()) if industry in means else None


def test_the_ground_truth_has_the_given_figures(market: Path) -> None:
    met = {row["figure"]: row["met"] for row in csv_rows(market / "figures_met.csv")}
    assert met == dict.fromkeys(figures(), "yes")


def test_the_pipeline_finds_the_given_figures(market: Path, warehouse: Path) -> None:
    """Counts exactly, dollars to the dollar, shares to a tenth of a point."""
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute(
            "select report_figure_id, figure_value, with_salary_count, listing_count "
            "from marts.mart_figures_by_report_line"
        ).fetchall()
    found = {figure: value for figure, value, *_ in rows}
    assert found.pop("F3c") == len(vendor_formats.of_market()), (
        "every simulated system is one of the index"
    )
    assert found.pop("F16a") == rank("ai-ml", market)
    given = figures()
    assert found.keys() == given.keys()
    wrong = {
        figure: (value, given[figure]["value"])
        for figure, value in found.items()
        if value is None
        or abs(value - float(given[figure]["value"])) > float(given[figure]["rounding"]) / 2 + 1e-6
    }
    assert wrong == {}
    counted = {figure: counts for figure, _, *counts in rows}
    for figure, row in given.items():
        assert not row["n"] or int(row["n"]) in counted[figure], figure


def test_each_listing_equals_its_ground_truth(market: Path, warehouse: Path) -> None:
    """The figures are of few technologies; a sentence may say too much of any."""
    with duckdb.connect(str(warehouse), read_only=True) as db:
        listings = db.execute(
            "select listing_id, is_software, seniority, workplace, country_code "
            "from core.fct_listings"
        ).fetchall()
        tags: dict[str, set[str]] = {}
        for listing, technology in db.execute(
            "select listing_id, technology_id from core.fct_listing_technologies where is_counted"
        ).fetchall():
            tags.setdefault(listing, set()).add(technology)
    read = {row[0]: (*row[1:], tags.get(row[0], set())) for row in listings}
    meant = {
        f"{row['ats']}:{row['board']}:{row['native_id']}": (
            row["is_software"],
            row["seniority"],
            {"unknown": "not stated"}.get(row["workplace"], row["workplace"]),
            row["country_code"],
            set(row["technologies"]),
        )
        for row in pq.read_table(market / "truth.parquet").to_pylist()
    }
    assert read.keys() == meant.keys()
    assert {k: (read[k], meant[k]) for k in read if read[k] != meant[k]} == {}
