"""The market as columns: open listings, their companies, technologies, places and pay.

An endless sequence of openings, each with one or several listings (one per city). A listing is a
function of the seed and its number, so overlapping windows agree. No text here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from orchestration.simulator import companies as firms
from orchestration.simulator.draws import Bools, Floats, Ints, normal, uniform
from orchestration.simulator.places import CITIES, COUNTRY, CUMULATED, LEVEL
from orchestration.simulator.sequence import NOISE_FROM, Firms, Sequence
from orchestration.simulator.technologies import FAMILIES, FAMILY_PAY, FAMILY_WEIGHT, IDS, PAY, USE

SENIORITY = {
    "intern": (0.03, -0.55), "junior": (0.05, -0.28), "unspecified": (0.36, 0.0),
    "senior": (0.32, 0.12), "staff": (0.09, 0.27), "principal": (0.03, 0.37),
    "lead": (0.05, 0.18), "manager": (0.05, 0.22), "director": (0.02, 0.40),
}  # fmt: skip
"""Share of listings and effect on the logarithm of pay."""
LEVELS = list(SENIORITY)
WORKPLACES = ("remote", "hybrid", "onsite", "unknown")
NOISE_KINDS = 12
"""The number of families of listings that are not software (see `titles`)."""

_REMOTE = {
    "saas": 0.29, "fintech": 0.34, "developer-tools": 0.32, "ai-ml": 0.22, "gaming": 0.20,
    "automotive": 0.10, "robotics": 0.08, "defense": 0.08, "healthcare": 0.30,
}  # fmt: skip
_FAMILY_TILT = {
    "ai-ml": {"ml": 9.0, "ai": 8.0}, "gaming": {"game": 30.0, "systems": 2.0},
    "automotive": {"embedded": 6.0, "ml": 3.0}, "robotics": {"embedded": 5.0, "ml": 3.0},
    "defense": {"embedded": 4.0, "systems": 2.0}, "cybersecurity": {"security": 4.0},
    "data-infrastructure": {"data": 3.0, "systems": 3.0}, "e-commerce": {"frontend": 1.5},
}  # fmt: skip
_HABITS = {
    "OpenAI": {"python": 0.6, "go": 0.35, "kubernetes": 0.45, "javascript": 0.3, "openai": 0.25},
    "Databricks": {"spark": 0.5, "scala": 0.45, "python": 0.5, "java": 0.4, "mlflow": 0.12},
    "Speechify": {"python": 0.45, "react": 0.35, "nodejs": 0.35, "llm": 0.08},
}
"""The technologies of the companies in the published figures."""
_, _FIRSTS, _WHICH, _SIZES = np.unique(
    COUNTRY[: len(CITIES)], return_index=True, return_inverse=True, return_counts=True
)
_FIRST, _SIZE = _FIRSTS[_WHICH], _SIZES[_WHICH]


@dataclass
class Market:
    """Listings as columns of equal length, in the order of the sequence; noise comes last."""

    number: Ints
    opening: Ints
    company: Ints
    family: Ints
    seniority: Ints
    copy: Ints
    copies: Ints
    place: Ints
    """Index into PLACES; -1 when the posting names no place."""
    second: Ints
    workplace: Ints
    noise: Bools
    priced: Bools
    exact: Bools
    """Pay has to be exact: one range, in dollars a year."""
    mid: Floats
    """Midpoint of the base pay, in dollars a year."""
    uses: Bools
    """A row per listing and a column per technology."""

    def take(self, rows: Ints | slice) -> Market:
        """The listings of some rows."""
        return Market(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})

    def join(self, other: Market) -> Market:
        """These listings, then the others."""
        both = {
            item.name: np.concatenate([getattr(self, item.name), getattr(other, item.name)])
            for item in fields(self)
        }
        return Market(**both)


def draw(
    seed: int, openings: Sequence, first: int, count: int, firm: Firms, *, noise: bool = False
) -> Market:
    """The listings [first, first + count) of the software sequence, or of the noise sequence."""
    number = np.arange(first, first + count)
    return draw_some(seed, openings, openings.ends, number, firm, noise=noise)


def draw_some(
    seed: int, openings: Sequence, ends: Ints, number: Ints, firm: Firms, *, noise: bool = False
) -> Market:
    """The listings of a sequence with these numbers; `ends` are those of its openings."""
    start = NOISE_FROM if noise else 0
    row = np.searchsorted(ends, number, side="right")  # opening of each listing
    copies = openings.copies[row].astype(np.int64)
    copy = copies - (ends[row] - number)
    numbers = (number + start, row + start, copy, copies)
    return _describe(seed, numbers, openings.company[row].astype(np.int64), firm, noise)


def _describe(
    seed: int, numbers: tuple[Ints, Ints, Ints, Ints], company: Ints, firm: Firms, noise: bool
) -> Market:
    number, opening, copy, copies = numbers
    size = len(number)
    industry, band = firm.industry[company], firm.band[company]
    family = (
        (uniform(seed, "kind", opening) * NOISE_KINDS).astype(np.int64)
        if noise
        else _families(seed, opening, industry)
    )
    shares = np.cumsum([share for share, _ in SENIORITY.values()])
    seniority = np.searchsorted(shares / shares[-1], uniform(seed, "seniority", opening))
    uses = _uses(seed, opening, company, family, noise)
    place, second = _places(seed, opening, copy, copies, firm.city[company])
    market = Market(
        number=number, opening=opening, company=company, family=family, seniority=seniority,
        copy=copy, copies=copies, place=place, second=second,
        workplace=_workplaces(seed, opening, industry, band), noise=np.full(size, noise),
        priced=np.zeros(size, bool), exact=np.zeros(size, bool), mid=np.zeros(size), uses=uses,
    )  # fmt: skip
    paid_at = np.where(place < 0, firm.city[company], place)
    market.mid[:] = _mids(seed, market, industry, LEVEL[paid_at])
    likely = np.where(COUNTRY[paid_at] == "US", 0.62, 0.38) + 0.1 * (industry == _ai())
    market.priced[:] = uniform(seed, "priced", opening) < likely
    return market


def _ai() -> int:
    return firms.INDUSTRY_IDS.index("ai-ml")


def _families(seed: int, opening: Ints, industry: Ints) -> Ints:
    table = np.tile([FAMILY_WEIGHT[name] for name in FAMILIES], (len(firms.INDUSTRY_IDS), 1))
    for name, tilt in _FAMILY_TILT.items():
        for family, factor in tilt.items():
            table[firms.INDUSTRY_IDS.index(name), FAMILIES.index(family)] *= factor
    edges = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    drawn = uniform(seed, "family", opening)
    return np.asarray((edges[industry] < drawn[:, None]).sum(axis=1))


def _uses(seed: int, opening: Ints, company: Ints, family: Ints, noise: bool) -> Bools:
    """Technologies by the shares of the family, higher or lower for each company."""
    uses = np.zeros((len(opening), len(IDS)), bool)
    if noise:
        return uses
    different, which = np.unique(company, return_inverse=True)
    for column, name in enumerate(IDS):
        share = USE[family, column]
        taste = uniform(seed, f"taste {name}", different)
        factor = np.where(taste < 0.3, 1.7, np.where(taste < 0.6, 0.35, 1.0))[which]
        share = np.where(share >= 1, 1.0, np.minimum(share * factor, 0.97))
        for own, habits in _HABITS.items():
            if name in habits:
                share = np.where(company == firms.NAMED[own], habits[name], share)
        uses[:, column] = uniform(seed, f"uses {name}", opening) < share
    return uses


def _places(seed: int, opening: Ints, copy: Ints, copies: Ints, home: Ints) -> tuple[Ints, Ints]:
    """First and second place: the home city, another city of its country, or any city."""
    where = uniform(seed, "where", opening)
    other = uniform(seed, "which city", opening)
    near = _FIRST[home] + (other * _SIZE[home]).astype(np.int64)
    place = np.where(
        where < 0.40, home, np.where(where < 0.65, near, np.searchsorted(CUMULATED, other))
    )
    fits = _SIZE[place] >= copies
    place = np.where(
        fits,
        _FIRST[place] + (place - _FIRST[place] + copy) % _SIZE[place],
        (place + 7 * copy) % len(CITIES),
    )
    draw = uniform(seed, "odd place", opening)
    second = np.where((copies == 1) & (draw > 0.90), (place + 3) % len(CITIES), -1)
    return np.where((copies == 1) & (draw < 0.025), -1, place), second


def _workplaces(seed: int, opening: Ints, industry: Ints, band: Ints) -> Ints:
    share = np.array([_REMOTE.get(name, 0.26) for name in firms.INDUSTRY_IDS])[industry]
    share = share * np.array([1.35, 1.0, 0.85, 1.0])[band]
    drawn = uniform(seed, "workplace", opening)
    rest = (drawn - share) / (1 - share)
    return np.where(drawn < share, 0, 1 + np.digitize(rest, (0.40, 0.72)))


def _mids(seed: int, market: Market, industry: Ints, level: Floats) -> Floats:
    pay = np.log(158_000 * level)
    pay += np.array([effect for _, effect in SENIORITY.values()])[market.seniority]
    pay += np.array([effect for _, effect in firms.INDUSTRIES.values()])[industry]
    if not market.noise.any():
        pay += np.array([FAMILY_PAY[name] for name in FAMILIES])[market.family]
        pay += np.clip(market.uses @ PAY, -0.2, 0.2)
    else:
        pay -= 0.25
    pay += 0.06 * normal(seed, "generous", market.company)
    pay += 0.09 * normal(seed, "mid", market.opening)
    return np.clip(np.exp(pay), 46_000, 440_000)
