"""The market company by company, some tens of thousands of listings at a time, so that memory
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

CHUNK = 50_000
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
    """Companies by number, and their listings, about `size` at a time; noise comes last."""
    listings = software.edges + noise.edges
    marks = np.arange(size, int(listings[-1]), size)
    inner = np.unique(np.searchsorted(listings, marks))
    bounds = np.unique([0, *inner.tolist(), len(firm.weight)]).tolist()
    for first, end in pairwise(bounds):
        parts = [
            draw_some(seed, own.openings, own.ends, own.order[own.edges[first] : own.edges[end]],
                      firm, noise=own is noise)
            for own in (software, noise)
        ]  # fmt: skip
        yield range(first, end), parts[0].join(parts[1])


def companies(seed: int, firm: Firms, vendors: dict[str, Vendor]) -> Iterator[Company]:
    """All companies by number."""
    names = sorted(vendors)
    shares = {name: vendor.share for name, vendor in vendors.items()}
    without_pay_field = [name for name, vendor in vendors.items() if vendor.text_pay >= 1]
    chosen = firms.vendors(seed, len(firm.weight), shares, without_pay_field)
    columns = (chosen, firm.industry, firm.second, firm.band, firm.city)
    for number, (ats, first, second, band, city) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        yield firms.company(seed, number, names[ats], (first, second), band, CITIES[city].code)


def with_listings(
    companies: Iterator[Company], chunks: Iterator[tuple[range, Market]]
) -> Iterator[tuple[Company, Market]]:
    """Each company with its listings. Chunks have some companies each, in their order."""
    for numbers, market in chunks:
        market = market.take(np.argsort(market.company, kind="stable"))
        edges = np.searchsorted(market.company, np.arange(numbers.start, numbers.stop + 1)).tolist()
        for first, end, company in zip(edges, edges[1:], companies, strict=False):
            yield company, market.take(slice(first, end))
