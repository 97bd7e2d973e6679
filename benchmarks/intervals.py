"""How often a 95 % interval of a mean holds the true mean, by the number of companies.

`python -m benchmarks.intervals [--samples N]` draws companies from an invented market whose mean is
known, and asks the models of `core.fct_estimates` for their intervals. A percentile bootstrap by
company, the usual way, is computed beside them.
"""

from __future__ import annotations

import argparse
import sys

import duckdb
import numpy as np

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
