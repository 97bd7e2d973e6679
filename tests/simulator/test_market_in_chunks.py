"""A market that is drawn in chunks is the market that is drawn at once."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from orchestration.simulator.draws import Bools, Ints
from orchestration.simulator.market import Market, draw
from orchestration.simulator.market_in_chunks import Owned, cut, in_chunks, of_openings, owned
from orchestration.simulator.sequence import NOISE_FROM, NOISE_SHARE, Firms, draw_firms, sequence

SEED, FIRST, END = 3, 1_000, 6_000


@pytest.fixture(scope="module")
def firm() -> Firms:
    return draw_firms(SEED, END)


@pytest.fixture(scope="module")
def both(firm: Firms) -> tuple[Owned, Owned]:
    """Software and noise."""
    software = owned(SEED, firm, 0, FIRST, END)
    return software, owned(SEED, firm, 0, FIRST, END, noise=True)


def _by_number(market: Market) -> Market:
    return market.take(np.argsort(market.number))


def _joined(parts: list[Market]) -> Market:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.join(part)
    return _by_number(whole)


def test_chunks_together_are_the_market_drawn_at_once(
    firm: Firms, both: tuple[Owned, Owned]
) -> None:
    chunks = [market for _, market in in_chunks(SEED, firm, *both, 700)]
    begin, end = int(FIRST * NOISE_SHARE), int(END * NOISE_SHARE)
    openings = sequence(SEED, end, firm, noise=True)
    noise = draw(SEED, openings, begin, end - begin, firm, noise=True)
    whole = draw(SEED, sequence(SEED, END, firm), FIRST, END - FIRST, firm).join(noise)
    drawn = _joined(chunks)
    for item in fields(Market):
        np.testing.assert_array_equal(
            getattr(drawn, item.name), getattr(_by_number(whole), item.name), item.name
        )


def test_a_chunk_has_whole_companies_and_is_bounded(firm: Firms, both: tuple[Owned, Owned]) -> None:
    largest = int(np.diff(both[0].edges + both[1].edges).max())
    next_company = 0
    for numbers, market in in_chunks(SEED, firm, *both, 700):
        assert numbers.start == next_company
        next_company = numbers.stop
        assert set(market.company.tolist()) <= set(numbers)
        assert len(market.number) <= 700 + largest
    assert next_company == len(firm.weight)


def test_a_company_is_known_by_its_open_and_its_earlier_listings(
    firm: Firms, both: tuple[Owned, Owned]
) -> None:
    whole = draw(SEED, sequence(SEED, END, firm), 0, END, firm)
    assert set(np.flatnonzero(both[0].is_known).tolist()) == set(whole.company.tolist())


def test_parts_by_opening_share_nothing_and_are_the_market(
    firm: Firms, both: tuple[Owned, Owned]
) -> None:
    def part(number: int) -> Market:
        def is_chosen(opening: Ints) -> Bools:
            return np.asarray(opening % 3 == number)

        software, noise = (of_openings(own, is_chosen) for own in both)
        return _joined([market for _, market in in_chunks(SEED, firm, software, noise, 700)])

    parts = [part(number) for number in range(3)]
    openings = [set(market.opening.tolist()) for market in parts]
    assert not (openings[0] & openings[1] or openings[0] & openings[2] or openings[1] & openings[2])
    drawn = _joined(parts).number
    noise = np.arange(int(FIRST * NOISE_SHARE), int(END * NOISE_SHARE)) + NOISE_FROM
    np.testing.assert_array_equal(drawn, np.concatenate([np.arange(FIRST, END), noise]))


def test_a_market_drawn_at_once_is_cut_into_the_same_chunks(
    firm: Firms, both: tuple[Owned, Owned]
) -> None:
    chunks = list(in_chunks(SEED, firm, *both, 700))
    whole = chunks[0][1]
    for _, market in chunks[1:]:
        whole = whole.join(market)
    shuffled = whole.take(np.argsort(whole.number % 1009, kind="stable"))
    for (numbers, market), (expected, drawn) in zip(
        cut(_by_number(shuffled), len(firm.weight), 700), chunks, strict=True
    ):
        assert numbers == expected
        for item in fields(Market):
            np.testing.assert_array_equal(
                getattr(market, item.name), getattr(drawn, item.name), item.name
            )
