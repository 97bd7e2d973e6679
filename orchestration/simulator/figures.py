"""Fits a market to published figures.

First the owners of openings and the industries of companies, here; then the content of listings, in
`changes`; last their pay, in `fit`.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from orchestration.simulator import targets as published
from orchestration.simulator.changes import Change
from orchestration.simulator.companies import INDUSTRY_IDS, NAMED, copying
from orchestration.simulator.draws import Ints, bits
from orchestration.simulator.market import Market, draw
from orchestration.simulator.sequence import Firms, Sequence, sequence
from orchestration.simulator.targets import Target

log = logging.getLogger(__name__)
Met = list[tuple[str, str, str, str]]


def fit_market(
    seed: int, until: int, listings: int, firm: Firms, path: Path, vendors: int
) -> tuple[Market, Met]:
    """The listings [0, until), of which [0, listings) meet the figures, and the comparison of each
    figure. Changes `firm`."""
    targets = published.read(path, listings)
    openings = sequence(seed, until, firm)
    _assign_named_companies(seed, openings, listings, firm, targets)
    _assign_industries(openings, listings, firm, targets)
    whole = draw(seed, openings, 0, until, firm)
    market = whole.take(slice(0, listings))
    change = Change(seed, market, firm, targets)
    change.technologies()
    change.pay_stated()
    change.workplaces()
    change.countries()
    change.pay()
    for name in ("priced", "exact", "mid", "workplace", "place", "second", "uses"):
        getattr(whole, name)[:listings] = getattr(market, name)
    met = published.compare(targets, market, firm, vendors)
    missed = [f"{figure} ({true}, not {target})" for figure, target, true, ok in met if ok != "yes"]
    if missed:
        log.warning("figures not met: %s", "; ".join(missed))
    return whole, met


def _assign_named_companies(
    seed: int, openings: Sequence, listings: int, firm: Firms, targets: list[Target]
) -> None:
    """Give each named company its published number of listings."""
    ends = openings.ends
    inside = np.flatnonzero(ends <= listings)
    shuffled = inside[np.argsort(bits(seed, "moved", inside), kind="stable")]
    shuffled = shuffled[np.argsort(openings.copies[shuffled] == 1, kind="stable")]  # copies first
    others = np.arange(len(NAMED), min(len(NAMED) + 40, len(firm.weight)))
    copiers = others[
        copying(seed, others)
    ]  # copies at other companies may be at a vendor without a field for pay
    for target in targets:
        name = target.segment.removeprefix("company=")
        if name not in NAMED or target.measure != "listing_count":
            continue
        own, copies = NAMED[name], openings.copies
        have = int((np.repeat(openings.company, copies)[:listings] == own).sum())
        have += (
            int(listings - ends[inside[-1]]) if openings.company[inside[-1] + 1 :][:1] == own else 0
        )
        missing = int(target.value) - have
        for opening in shuffled:
            mine = openings.company[opening] == own
            size = int(copies[opening])
            if missing > 0 and size <= missing and openings.company[opening] >= len(NAMED):
                openings.company[opening] = own
                missing -= size
            elif missing < 0 and mine and size <= -missing:
                takers = others if size == 1 else copiers
                if len(takers):
                    openings.company[opening] = takers[opening % len(takers)]
                    missing += size
            if not missing:
                break


def _assign_industries(
    openings: Sequence, listings: int, firm: Firms, targets: list[Target]
) -> None:
    """Move companies into or out of an industry until it has its published number of listings."""
    owner = np.repeat(openings.company, openings.copies)[:listings]
    size = np.bincount(owner, minlength=len(firm.weight))
    for target in targets:
        name = target.segment.removeprefix("industry=")
        if name not in INDUSTRY_IDS or target.measure != "listing_count":
            continue
        number, other = INDUSTRY_IDS.index(name), INDUSTRY_IDS.index("healthcare")
        inside = (firm.industry == number) | (firm.second == number)
        missing = int(target.value) - int(size[inside].sum())
        for _ in range(8):
            missing -= _move(firm, size, number, other, missing)
            if not missing:
                break
            # no company fits: overshoot by the smallest one, then correct
            missing -= _move(firm, size, number, other, missing, beyond=True)


def _move(
    firm: Firms, size: Ints, number: int, other: int, missing: int, *, beyond: bool = False
) -> int:
    """Move companies into an industry, or out of it for a negative count; the listings moved."""
    inside = (firm.industry == number) | (firm.second == number)
    movable = np.flatnonzero((size > 0) & (inside == (missing < 0)))
    movable = movable[movable >= len(NAMED)]
    ordered = movable[np.argsort(-size[movable], kind="stable")]
    if beyond:
        ordered = ordered[size[ordered] > abs(missing)][-1:]
    moved, sign = 0, 1 if missing > 0 else -1
    for company in ordered:
        if beyond or size[company] <= abs(missing) - moved:
            firm.industry[company] = number if missing > 0 else other
            firm.second[company] = -1
            moved += int(size[company])
    return moved * sign
