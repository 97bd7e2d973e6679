"""The endless sequence of openings: the company and the number of listings of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.simulator import companies as firms
from orchestration.simulator.draws import Floats, Ints, uniform
from orchestration.simulator.places import CUMULATED

NOISE_SHARE = 0.08
"""The number of listings that are not software for each one that is."""
NOISE_FROM = 1 << 40
"""Noise listings are numbered from here, so that no two listings share a number."""
_BLOCK = 1_000_000
"""Openings that are drawn at a time: a draw needs several times the memory of its result."""


@dataclass
class Firms:
    """Companies as columns, by number."""

    weight: Floats
    industry: Ints
    second: Ints
    band: Ints
    city: Ints


def draw_firms(seed: int, listings: int) -> Firms:
    """All companies that can own one of the first `listings` listings."""
    count = int(_born(np.array([listings]))[0]) + 1
    weight = firms.weights(seed, count)
    industry = firms.primary_industry(seed, count)
    city = np.searchsorted(CUMULATED, uniform(seed, "home", np.arange(count)))
    city[: len(firms.NAMED)] = 0
    second = firms.second_industry(seed, industry)
    return Firms(weight, industry, second, firms.size_band(seed, weight), city)


def _born(opening: Ints) -> Ints:
    """The number of companies that exist when an opening is posted."""
    return np.asarray(opening // 11 + 24)


def owners(seed: int, opening: Ints, when: Ints, firm: Firms) -> Ints:
    """The company of each opening: any that exists, by weight."""
    total = np.cumsum(firm.weight)
    drawn = uniform(seed, "owner", opening) * total[_born(when) - 1]
    return np.searchsorted(total, drawn, side="right")


def _copies(seed: int, opening: Ints, company: Ints) -> Ints:
    copying = firms.copying(seed, company)
    many = uniform(seed, "many", opening)
    count = 2 + (uniform(seed, "how many", opening) ** 2 * 6).astype(np.int64)
    copied = (copying & (many < 0.35)) | ((company == firms.NAMED["Speechify"]) & (many < 0.6))
    return np.where(copied, count, 1)


@dataclass
class Sequence:
    """The openings by number, from the first, and the number of listings of each."""

    company: Ints
    copies: Ints

    @property
    def ends(self) -> Ints:
        """The number of listings up to and including each opening."""
        return np.cumsum(self.copies)


def sequence(seed: int, until: int, firm: Firms, *, noise: bool = False) -> Sequence:
    """Enough openings for `until` listings."""
    blocks = [
        _block(seed, np.arange(first, min(first + _BLOCK, until)), firm, noise)
        for first in range(0, max(until, 1), _BLOCK)
    ]
    company, copies = (np.concatenate(columns) for columns in zip(*blocks, strict=True))
    return Sequence(company, copies)


def _block(seed: int, opening: Ints, firm: Firms, noise: bool) -> tuple[Ints, Ints]:
    if noise:
        when = (opening / NOISE_SHARE).astype(np.int64)
        return owners(seed, opening + NOISE_FROM, when, firm), np.ones_like(opening)
    company = owners(seed, opening, opening, firm)
    return company, _copies(seed, opening, company)
