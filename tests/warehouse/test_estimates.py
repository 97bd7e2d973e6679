"""Estimates of segments against an independent implementation: means, errors, medians, ranks."""

from __future__ import annotations

import random
from collections import defaultdict
from math import sqrt
from statistics import median

import duckdb
import pytest

from benchmarks.intervals import RULES, model

T_95 = {4: 2.7764, 5: 2.5706, 6: 2.4469, 7: 2.3646, 8: 2.3060, 9: 2.2622}
"""Quantiles of Student's t from a table, by degrees of freedom."""
Pays = dict[str, dict[str, list[float]]]


def drawn(seed: int) -> Pays:
    """Pay by segment and company. Each company has as many units in a segment as the others."""
    draw = random.Random(seed)
    pays: Pays = {}
    for segment in range(6):
        level = draw.uniform(100_000, 140_000)
        companies = draw.sample(range(12), draw.randint(5, 10))
        units = draw.randint(1, 3)
        pays[f"s{segment}"] = {
            f"c{company}": [round(draw.gauss(level, 20_000), 2) for _ in range(units)]
            for company in companies
        }
    return pays


def error(moves: dict[str, float]) -> float:
    return sqrt(sum(move**2 for move in moves.values()))


def moves(companies: dict[str, list[float]]) -> dict[str, float]:
    """How the mean moves without each company, scaled for the number of companies."""
    every = [pay for pays in companies.values() for pay in pays]
    mean = sum(every) / len(every)
    scale = sqrt((len(companies) - 1) / len(companies))
    found = {}
    for left_out in companies:
        others = [pay for name, pays in companies.items() if name != left_out for pay in pays]
        found[left_out] = scale * (sum(others) / len(others) - mean)
    return found


def estimates(pays: Pays) -> dict[tuple[str, str], tuple[float, float, float, int, int, int]]:
    rows = [
        (segment, company, len(own), sum(own), sorted(own))
        for segment, companies in pays.items()
        for company, own in companies.items()
    ]
    with duckdb.connect() as db:
        db.execute(RULES)
        db.execute(
            "create table fct_segments as select unnest(?) as segment_id, "
            "'technology' as dimension, segment_id as key, null::varchar as within_key",
            [list(pays)],
        )
        db.execute(
            "create table fct_segment_companies (segment_id varchar, company_id varchar, "
            "method varchar default 'report', salaries_usd decimal(18, 4)[], "
            "salary_role_count bigint default 1, salary_unit_count bigint, "
            "salary_unit_total decimal(18, 4), "
            "listing_role_count bigint default 0, listing_unit_count bigint default 0, "
            + ", ".join(
                f"{base}_role_count bigint default 0, {base}_unit_count bigint default 0, "
                f"{base}_unit_total decimal(18, 4) default 0"
                for base in ("workplace", "disclosure")
            )
            + ")"
        )
        db.executemany(
            "insert into fct_segment_companies (segment_id, company_id, salary_unit_count, "
            "salary_unit_total, salaries_usd) values (?, ?, ?, ?, ?)",
            rows,
        )
        db.execute(f"create table fct_estimates as {model('fct_estimates')}")
        found = db.execute(
            "select segment_id, measure, value, interval_low, interval_high, value_rank, "
            f"rank_low, rank_high from fct_estimates left join ({model('fct_estimate_ranks')}) "
            "using (segment_id, measure)"
        ).fetchall()
    return {(segment, measure): tuple(values) for segment, measure, *values in found}


@pytest.mark.parametrize("seed", range(5))
def test_estimates_equal_an_independent_computation(seed: int) -> None:
    pays = drawn(seed)
    found = estimates(pays)
    means = {
        s: sum(sum(p) for p in c.values()) / sum(len(p) for p in c.values())
        for s, c in pays.items()
    }
    higher = defaultdict(int)
    lower = defaultdict(int)
    for segment, companies in pays.items():
        value, low, high, rank, *_ = found[segment, "mean_salary_usd"]
        half = T_95[len(companies) - 1] * error(moves(companies))
        assert value == pytest.approx(means[segment], abs=1e-6)
        # The model's quantile of t is exact to 0.01 from three degrees of freedom on.
        assert low == pytest.approx(means[segment] - half, rel=1e-3)
        assert high == pytest.approx(means[segment] + half, rel=1e-3)
        assert rank == 1 + sum(mean > means[segment] for mean in means.values())
        every = [pay for own in companies.values() for pay in own]
        value, low, high, *_ = found[segment, "median_salary_usd"]
        assert value == pytest.approx(median(every), abs=1e-4)
        assert min(every) - 1 <= low <= value <= high <= max(every) + 1
        for other, others in pays.items():
            mine, theirs = moves(companies), moves(others)
            both = {c: mine.get(c, 0) - theirs.get(c, 0) for c in mine.keys() | theirs.keys()}
            bound = T_95[min(len(companies), len(others)) - 1] * error(both)
            higher[segment] += means[other] - means[segment] > bound
            lower[segment] += means[segment] - means[other] > bound
    for segment in pays:
        *_, rank_low, rank_high = found[segment, "mean_salary_usd"]
        assert rank_low == 1 + higher[segment]
        assert rank_high == len(pays) - lower[segment]
