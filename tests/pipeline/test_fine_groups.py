"""Groups of two and three keys of one sample night, and technologies named together, counted again.

Groups from the ground truth; intervals of differences from the published listings, in plain Python.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

import duckdb
import numpy as np
import pytest

from tests.pipeline import ground_truth
from tests.pipeline.expected_measures import salary
from tests.pipeline.ground_truth import Listing
from tests.pipeline.test_pipeline import NIGHT

MIN_ROLES, MIN_COMPANIES = 20, 10
"""Of status low in the seed publication_rules."""
Pays = dict[str, list[float]]
"""Pay of the listings of each company."""


@pytest.fixture(scope="module")
def db(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    marts = sample_home / "current" / "marts.duckdb"
    with duckdb.connect(str(marts), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def market(sample_home: Path) -> list[Listing]:
    file = sample_home / "sample" / NIGHT.isoformat() / "truth.parquet"
    return ground_truth.listings(file, NIGHT)


def segments(db: duckdb.DuckDBPyConnection, dimension: str) -> dict[Any, tuple[Any, ...]]:
    rows = db.execute(
        "select key, within_key, listing_count, role_count, company_count, with_salary_count, "
        "mean_salary_usd from core.fct_segments where dimension = $dimension",
        {"dimension": dimension},
    ).fetchall()
    return {(key, within): tuple(measures) for key, within, *measures in rows}


def expected(groups: dict[Any, list[Listing]], least_companies: int) -> dict[Any, tuple[Any, ...]]:
    """The measures of the groups that can be published."""
    found = {}
    for key, group in groups.items():
        row = salary(group)
        if row["role_count"] >= MIN_ROLES and row["company_count"] >= least_companies:
            mean = row["mean_salary_usd"]
            counts = ("listing_count", "role_count", "company_count", "with_salary_count")
            found[key] = (
                *(row[name] for name in counts),
                None if mean is None else pytest.approx(mean, abs=1),
            )
    return found


def test_a_technology_at_a_level_in_a_country(
    db: duckdb.DuckDBPyConnection, market: list[Listing]
) -> None:
    groups = defaultdict(list)
    for listing in (y for x in market for y in x.in_its_countries if x.countries):
        for technology in listing.technologies:
            groups[technology, f"{listing.seniority} & {listing.country}"].append(listing)
    wanted = expected(groups, MIN_COMPANIES)
    assert 10 < len(wanted) < len(groups) / 10
    assert segments(db, "technology & seniority & country") == wanted


def test_a_technology_of_a_company(db: duckdb.DuckDBPyConnection, market: list[Listing]) -> None:
    ids = dict(db.execute("select company_name, company_id from core.dim_companies").fetchall())
    groups = defaultdict(list)
    for listing in market:
        for technology in listing.technologies:
            groups[ids[listing.company], technology].append(listing)
    wanted = expected(groups, 1)
    assert 10 < len(wanted) < len(groups) / 10
    assert segments(db, "company & technology") == wanted
    statuses = db.execute(
        "select count(*), count(interval_low), "
        "count(*) filter (where publish_status <> 'suppressed') from core.fct_estimates "
        "where dimension = 'company & technology' and method = 'report'"
    ).fetchone()
    assert statuses is not None
    assert statuses[1] == 0, "a figure of one company is no estimate for others"
    assert statuses[2] > 0


def difference(first: Pays, second: Pays) -> tuple[float, float]:
    """First minus second mean, and half of its interval, leaving out each company from both."""
    from scipy import stats  # half a second, in each worker

    one, other = moves(first), moves(second)
    both = [one.get(name, 0) - other.get(name, 0) for name in one.keys() | other.keys()]
    effective = min(effective_companies(first), effective_companies(second))
    error = float(np.sqrt(sum(move**2 for move in both)))
    value = mean(first) - mean(second)
    return value, float(stats.t.ppf(0.975, max(effective - 1, 1))) * error


def mean(pays: Pays, left_out: str = "") -> float:
    return fmean(pay for company, own in pays.items() if company != left_out for pay in own)


def moves(pays: Pays) -> dict[str, float]:
    scale = float(np.sqrt(1 - 1 / len(pays)))
    return {company: scale * (mean(pays, company) - mean(pays)) for company in pays}


def effective_companies(pays: Pays) -> float:
    sizes = [len(own) for own in pays.values()]
    return float(sum(sizes) ** 2 / sum(size**2 for size in sizes))


def by_company(listings: set[str], pay: dict[str, tuple[str, float]]) -> Pays:
    found: Pays = defaultdict(list)
    for listing in listings & pay.keys():
        company, amount = pay[listing]
        found[company].append(amount)
    return found


def test_technologies_together_have_the_intervals_of_their_differences(
    db: duckdb.DuckDBPyConnection,
) -> None:
    pay = {
        listing: (company, amount)
        for listing, company, amount in db.execute(
            "select listing_id, company_id, annual_salary_usd from core.fct_listings "
            "where is_software and has_salary"
        ).fetchall()
    }
    members: dict[str, set[str]] = defaultdict(set)
    for technology, listing in db.execute(
        "select key, listing_id from core.fct_segment_listings where dimension = 'technology'"
    ).fetchall():
        members[technology].add(listing)
    relation = db.sql("from mart_salary_by_technology_pair")
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    checked: dict[str, int] = defaultdict(int)
    for row in rows:
        a, b = (members[row[f"technology_{side}_id"]] for side in "ab")
        for name, first, second in (
            ("mean_difference", a, b),
            ("with_b_difference", a & b, a - b),
            ("with_a_difference", a & b, b - a),
        ):
            status = row[f"{name}_status"]
            if status == "suppressed":
                continue
            value, half = difference(by_company(first, pay), by_company(second, pay))
            assert row[f"{name}_usd"] == pytest.approx(value, abs=0.01)
            for end, expected_end in (("low", value - half), ("high", value + half)):
                # The quantile of t is exact to 0.01 from three degrees of freedom on.
                found = row[f"{name}_{end}_usd"]
                assert found == pytest.approx(expected_end, abs=1 + 0.02 * half), (name, row)
            words = (
                "higher" if value > 1.02 * half else "lower" if value < -1.02 * half else None,
                "not distinguishable" if abs(value) < 0.98 * half else None,
            )
            assert words == (None, None) or status in words
            checked[name] += 1
    assert min(checked.values()) > 20
    assert len(checked) == 3
