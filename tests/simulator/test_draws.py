"""Draws are functions of the seed, a name and a number."""

from __future__ import annotations

import numpy as np

from orchestration.simulator.draws import below, bits, chance, identifier, identifiers


def test_a_draw_does_not_depend_on_the_others() -> None:
    numbers = np.arange(1_000)
    whole = below(3, "a", numbers, 7)
    np.testing.assert_array_equal(below(3, "a", numbers[500:][::-1], 7), whole[500:][::-1])
    assert set(whole.tolist()) == set(range(7))
    assert (bits(3, "a", numbers) != bits(3, "b", numbers)).all()
    assert (bits(3, "a", numbers) != bits(4, "a", numbers)).all()


def test_shares_are_kept() -> None:
    numbers = np.arange(100_000)
    for share in (0.03, 0.5, 0.97):
        assert abs(chance(1, "x", numbers, share).mean() - share) < 0.01
    counts = np.bincount(below(1, "y", numbers, 5))
    assert counts.min() > 19_000


def test_many_identifiers_are_those_of_each_number() -> None:
    numbers = np.array([0, 1, 77, 1 << 41, (1 << 41) + 5])
    for salt in (0, 9):
        assert identifiers(numbers, salt) == [identifier(n, salt) for n in numbers.tolist()]
