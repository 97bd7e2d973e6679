"""Premium ladders against regressions of statsmodels, to 1e-6, on invented listings."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pytest

from benchmarks.intervals import model

Listing = dict[str, Any]
CELLS: dict[str, Callable[[Listing], tuple[Any, ...]]] = {
    "raw": lambda x: (),
    "seniority": lambda x: (x["seniority"],),
    "place": lambda x: (x["seniority"], x["place"]),
    "industry": lambda x: (x["seniority"], x["place"], x["industry"]),
    "company": lambda x: (x["seniority"], x["place"], x["company_id"]),
}
"""What each step holds equal."""


def market(seed: int) -> list[Listing]:
    draw = random.Random(seed)
    found = []
    for company in range(14):
        level, industry = draw.gauss(0, 0.2), draw.choice(["saas", "games"])
        for number in range(draw.randint(3, 14)):
            is_member = draw.random() < 0.4
            noise = draw.gauss(0, 0.1) + level + 0.08 * is_member
            found.append(
                {
                    "listing_id": f"l{company}-{number}",
                    "company_id": f"c{company}",
                    "industry": industry,
                    "seniority": draw.choice(["senior", "staff"]),
                    "place": draw.choice(["US CA", "US NY", "DE"]),
                    "annual_salary_usd": round(150_000 * float(np.exp(noise)), 2),
                    "is_member": is_member,
                }
            )
    return found


def ladder(listings: list[Listing], dimension: str = "technology") -> dict[str, dict[str, Any]]:
    """The rows of the model, by step, for a figure of a dimension."""
    with duckdb.connect() as db:
        db.execute(
            "create table fct_estimates as select 'f' as figure_id, 's' as segment_id, "
            "? as dimension, 'report' as method, 'mean_salary_usd' as measure, "
            "'ok' as publish_status, ? as unit_count, date '2026-11-02' as as_of_date",
            [dimension, sum(x["is_member"] for x in listings)],
        )
        for table, columns in (
            ("fct_segment_listings", "segment_id varchar, dimension varchar, listing_id varchar"),
            (
                "fct_listings",
                "listing_id varchar, company_id varchar, seniority varchar, "
                "country_code varchar, annual_salary_usd double, is_software boolean, "
                "has_salary boolean",
            ),
            (
                "fct_listing_places",
                "listing_id varchar, country_code varchar, region_code varchar, "
                "place_number bigint",
            ),
            ("dim_companies", "company_id varchar, industries varchar[]"),
        ):
            db.execute(f"create table {table} ({columns})")
        for x in listings:
            country, _, region = x["place"].partition(" ")
            one = [x["listing_id"], x["company_id"], x["seniority"], country]
            db.execute(
                "insert into fct_listings values (?, ?, ?, ?, ?, true, true)",
                [*one, x["annual_salary_usd"]],
            )
            db.execute(
                "insert into fct_listing_places values (?, ?, ?, 1)",
                [x["listing_id"], country, region or None],
            )
            if x["is_member"]:
                db.execute(
                    "insert into fct_segment_listings values ('s', ?, ?)",
                    [dimension, x["listing_id"]],
                )
        for company, industry in {(x["company_id"], x["industry"]) for x in listings}:
            db.execute("insert into dim_companies values (?, ?)", [company, [industry]])
        relation = db.sql(f"from ({model('mart_premium_by_step')})")
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    return {row["step"]: row for row in rows}


def kept(listings: list[Listing], step: str) -> list[Listing]:
    """The listings of cells that have both kinds."""
    cell = CELLS[step]
    members = {cell(x) for x in listings if x["is_member"]}
    others = {cell(x) for x in listings if not x["is_member"]}
    return [x for x in listings if cell(x) in members & others]


def premium(listings: list[Listing], step: str, pays: list[float]) -> float:
    """The coefficient of membership in a regression with one constant per cell."""
    from statsmodels.regression.linear_model import OLS  # two seconds, in each worker

    cells = sorted({CELLS[step](x) for x in listings})
    design = np.zeros((len(listings), len(cells) + 1))
    for row, listing in enumerate(listings):
        design[row, 0] = listing["is_member"]
        design[row, 1 + cells.index(CELLS[step](listing))] = 1
    return float(OLS(np.array(pays), design).fit().params[0])


def log_premium(listings: list[Listing], step: str) -> float:
    return premium(listings, step, [float(np.log(x["annual_salary_usd"])) for x in listings])


@pytest.mark.parametrize("seed", range(3))
def test_a_ladder_equals_regressions(seed: int) -> None:
    listings = market(seed)
    found = ladder(listings)
    assert found.keys() == CELLS.keys()
    for step, row in found.items():
        of_step = kept(listings, step)
        members = [x for x in of_step if x["is_member"]]
        assert (row["kept_count"], row["other_count"]) == (
            len(members),
            len(of_step) - len(members),
        )
        dollars = premium(of_step, step, [x["annual_salary_usd"] for x in of_step])
        assert row["premium_usd"] == pytest.approx(dollars, abs=1e-3)
        share = float(np.exp(log_premium(of_step, step))) - 1
        assert row["premium_share"] == pytest.approx(share, abs=1e-6)


def test_a_level_is_compared_with_others_of_the_level() -> None:
    """The AI premium of senior listings is that among senior listings."""
    listings = market(3)
    for listing in listings:
        listing["is_member"] &= listing["seniority"] == "senior"
    found = ladder(listings, "segment & seniority")
    assert found.keys() == CELLS.keys() - {"raw"}
    seniors = [x for x in listings if x["seniority"] == "senior"]
    members = [x["annual_salary_usd"] for x in seniors if x["is_member"]]
    others = [x["annual_salary_usd"] for x in seniors if not x["is_member"]]
    row = found["seniority"]
    assert (row["kept_count"], row["other_count"]) == (len(members), len(others))
    difference = float(np.mean(members) - np.mean(others))
    assert row["premium_usd"] == pytest.approx(difference, abs=1e-3)


def test_an_interval_leaves_out_each_company_in_turn() -> None:
    from scipy import stats  # half a second, in each worker

    listings = market(5)
    row = ladder(listings)["seniority"]
    of_step = kept(listings, "seniority")
    companies = sorted({x["company_id"] for x in of_step})
    whole = log_premium(of_step, "seniority")
    moves = []
    for company in companies:
        others = [x for x in of_step if x["company_id"] != company]
        moves.append(log_premium(kept(others, "seniority"), "seniority") - whole)
    k = len(companies)
    error = float(np.sqrt((1 - 1 / k) * sum(move**2 for move in moves)))
    width = np.log(1 + row["premium_high_share"]) - np.log(1 + row["premium_low_share"])
    degrees = row["effective_company_count"] - 1
    assert width / 2 == pytest.approx(stats.t.ppf(0.975, degrees) * error, rel=2e-3)
