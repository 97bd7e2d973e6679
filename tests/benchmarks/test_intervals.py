"""The benchmark of intervals computes them with the SQL of the models."""

from __future__ import annotations

import numpy as np

from benchmarks.intervals import covered


def test_the_intervals_of_a_known_market_hold_its_mean_most_times() -> None:
    ours, usual = covered(30, 0.6, 100, np.random.default_rng(1))
    assert 0.85 < ours <= 1
    assert 0.8 < usual <= 1
