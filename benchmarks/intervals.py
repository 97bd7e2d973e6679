"""How often a 95 % interval of a mean holds the true mean, by the number of companies.

`python -m benchmarks.intervals [--samples N]` draws companies from an invented market whose mean is
known, and asks the models of `core.fct_estimates` for their intervals. A percentile bootstrap by
company, the usual way, is computed beside them.
"""

from __future__ import annotations

import argparse

import duckdb
import jinja2
import numpy as np
import pyarrow as pa

from orchestration.settings import DBT_PROJECT

COMPANIES = (10, 20, 30, 50, 100)
SIZES = {"even": 0.6, "uneven": 1.0}
"""Spread of the logarithm of the listings per company."""
MARKET = 20_000
DRAWS = 1_000


def market(spread: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float]:
    """Listings and mean pay of each company, and the mean pay of all listings."""
    sizes = np.minimum(np.ceil(rng.lognormal(0.7, spread, MARKET)), 60).astype(int)
    means = np.exp(np.log(180_000) + rng.normal(0, 0.26, MARKET) + 0.04 * np.log(sizes))
    return sizes, means, float((sizes * means).sum() / sizes.sum() * np.exp(0.2**2 / 2))


def sample(
    sizes: np.ndarray, means: np.ndarray, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The sum of pay and the number of listings of some companies, drawn at random."""
    drawn = rng.integers(0, len(sizes), count)
    totals = [np.exp(rng.normal(0, 0.2, sizes[i])).sum() * means[i] for i in drawn]
    return np.array(totals), sizes[drawn].astype(float)


def bootstrap(totals: np.ndarray, counts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The percentile interval of a Poisson bootstrap by company."""
    weights = rng.poisson(1, (DRAWS, len(totals)))
    return np.quantile((weights @ totals) / np.maximum(weights @ counts, 1), [0.025, 0.975])


def model(name: str) -> str:
    """The SQL of a model; it reads tables of the same names as its inputs."""
    (file,) = DBT_PROJECT.glob(f"models/*/{name}.sql")
    macros = DBT_PROJECT / "macros" / "estimates.sql"
    text = macros.read_text("utf-8") + file.read_text("utf-8")
    night = {"night": "2026-11-02"}
    return jinja2.Template(text).render(ref=lambda table: table, var=night.get)


def covered(count: int, spread: float, samples: int, rng: np.random.Generator) -> list[float]:
    """Shares of samples whose interval holds the true mean: ours, and the bootstrap's."""
    sizes, means, truth = market(spread, rng)
    drawn = [sample(sizes, means, count, rng) for _ in range(samples)]
    held = sum(low <= truth <= high for low, high in (bootstrap(*one, rng) for one in drawn))
    rows = pa.table(
        {
            "segment_id": np.repeat(np.arange(samples), count).astype(str),
            "company_id": np.tile(np.arange(count), samples).astype(str),
            "unit_total": np.concatenate([totals for totals, _ in drawn]),
            "unit_count": np.concatenate([counts for _, counts in drawn]),
        }
    )
    with duckdb.connect() as db:
        db.register("rows", rows)
        db.execute(COMPANY_ROWS)
        db.execute(
            "create table fct_segments as select distinct segment_id, "
            "segment_id as dimension, segment_id as key, null::varchar as within_key from rows"
        )
        db.execute(RULES)
        ours = db.execute(
            "select avg((? between interval_low and interval_high)::integer) "
            f"from ({model('fct_estimates')}) where measure = 'mean_salary_usd'",
            [truth],
        ).fetchone()
    return [float(ours[0]) if ours else 0.0, held / samples]


RULES = """
create table publication_rules as
select
    unnest(['ok', 'low']) as publish_status, 1 as min_roles, 1 as min_companies,
    1 as min_effective_companies, 1.0 as max_top_company_share;
create table dim_nights as select date '2026-11-02' as as_of_date, false as is_settled
"""
COMPANY_ROWS = """
create table fct_segment_companies as
select
    segment_id, company_id, 'report' as method, [unit_total / unit_count] as salaries_usd,
    unit_count::bigint as salary_role_count, unit_count::bigint as salary_unit_count,
    unit_total::decimal(18, 4) as salary_unit_total,
    0 as listing_role_count, 0 as listing_unit_count,
    0 as workplace_role_count, 0 as workplace_unit_count, 0 as workplace_unit_total,
    0 as disclosure_role_count, 0 as disclosure_unit_count, 0 as disclosure_unit_total
from rows
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--samples", type=int, default=2_000)
    samples = parser.parse_args().samples
    print(f"{'companies':>9} {'sizes':8} {'interval':>9} {'percentile bootstrap':>21}")
    for count in COMPANIES:
        for name, spread in SIZES.items():
            rng = np.random.default_rng([count, int(spread * 10)])
            ours, usual = covered(count, spread, samples, rng)
            print(f"{count:9} {name:8} {ours:9.1%} {usual:21.1%}")


if __name__ == "__main__":
    main()
