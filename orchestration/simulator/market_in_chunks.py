"""The market company by company, some thousands of listings at a time, so that memory
does not follow its size: who owns each listing is held as numbers, and the rest drawn when it is
written. Not here: what is drawn (`market`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from orchestration.simulator import companies as firms
from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Bools, Ints
from orchestration.simulator.market import Market, draw_some
from orchestration.simulator.places import CITIES
from orchestration.simulator.posting import Vendor
from orchestration.simulator.sequence import NOISE_SHARE, Firms, Sequence, sequence

CHUNK = 8_000
"""Listings that are drawn at a time; with those of one company more."""


@dataclass(frozen=True)
class Owned:
    """The open listings of a sequence by company: `order` has their numbers, and `edges` where
    those of each company begin. `is_known`: the company has or had listings."""

    openings: Sequence
    ends: Ints
    order: Ints
    edges: Ints
    is_known: Bools


def owned(
    seed: int, firm: Firms, start: int, first: int, end: int, *, noise: bool = False
) -> Owned:
    """Of the software listings [first, end) are open, and those from `start` were; or as many of
    the noise as belong to them."""
    if noise:
        start, first, end = (int(edge * NOISE_SHARE) for edge in (start, first, end))
    count = len(firm.weight)
    openings = sequence(seed, end, firm, noise=noise)
    ends = openings.ends
    begin = int(np.searchsorted(ends, start, side="right"))
    before = int(ends[begin - 1]) if begin else 0
    owner = np.repeat(openings.company[begin:], openings.copies[begin:])
    owner = owner[start - before : end - before]
    is_known = np.zeros(count, bool)
    is_known[owner] = True
    owner = owner[first - start :]
    order = np.argsort(owner, kind="stable") + first
    return Owned(openings, ends, order, _edges(owner, count), is_known)


def _edges(owner: Ints, companies: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=companies))])


def of_openings(own: Owned, is_chosen: Callable[[Ints], Bools]) -> Owned:
    """The open listings of some openings, which are chosen by their numbers."""
    opening = np.searchsorted(own.ends, own.order, side="right")
    chosen = is_chosen(opening)
    owner = own.openings.company[opening[chosen]]
    edges = _edges(owner, len(own.edges) - 1)
    return replace(own, order=own.order[chosen], edges=edges)


def in_chunks(
    seed: int, firm: Firms, software: Owned, noise: Owned, size: int = CHUNK
) -> Iterator[tuple[range, Market]]:
    """Companies by number, and their listings by company, about `size` at a time; of each company
    the noise comes last."""
    for first, end in _bounds(software.edges + noise.edges, size):
        parts = [
            draw_some(seed, own.openings, own.ends, own.order[own.edges[first] : own.edges[end]],
                      firm, noise=own is noise)
            for own in (software, noise)
        ]  # fmt: skip
        yield range(first, end), _by_company(parts[0].join(parts[1]))


def cut(market: Market, companies: int, size: int = CHUNK) -> Iterator[tuple[range, Market]]:
    """A market that was drawn at once in the same chunks."""
    market = _by_company(market)
    edges = _edges(market.company, companies)
    for first, end in _bounds(edges, size):
        yield range(first, end), market.take(slice(edges[first], edges[end]))


def _by_company(market: Market) -> Market:
    return market.take(np.argsort(market.company, kind="stable"))


def _bounds(edges: Ints, size: int) -> Iterator[tuple[int, int]]:
    """The first company of each chunk, and the first one after it."""
    inner = np.unique(np.searchsorted(edges, np.arange(size, int(edges[-1]), size)))
    return pairwise(np.unique([0, *inner.tolist(), len(edges) - 1]).tolist())


def companies(seed: int, firm: Firms, vendors: dict[str, Vendor]) -> Iterator[Company]:
    """All companies by number, each with its board's name."""
    names = sorted(vendors)
    shares = {name: vendor.share for name, vendor in vendors.items()}
    without_pay_field = [name for name, vendor in vendors.items() if vendor.text_pay >= 1]
    chosen = firms.vendors(seed, len(firm.weight), shares, without_pay_field)
    columns = (chosen, firm.industry, firm.second, firm.band, firm.city)
    for number, (ats, first, second, band, city) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        vendor, code = names[ats], CITIES[city].code
        made = firms.company(seed, number, vendor, (first, second), band, code)
        yield replace(made, board=vendors[vendor].board(made.board))
