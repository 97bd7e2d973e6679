"""Companies: name, board, vendor, industries, size, home. All but three are invented. No postings.

Everything about company `number` is a function of the seed and that number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from orchestration.simulator.draws import Bools, Floats, Ints, Random, mix, uniform

INDUSTRIES: dict[str, tuple[float, float]] = {
    "saas": (0.24, -0.05), "fintech": (0.14, 0.05), "healthcare": (0.10, -0.06),
    "e-commerce": (0.08, -0.04), "developer-tools": (0.08, 0.03), "cybersecurity": (0.07, 0.03),
    "data-infrastructure": (0.04, 0.07), "ai-ml": (0.028, 0.12), "gaming": (0.03, 0.08),
    "automotive": (0.03, 0.06), "robotics": (0.03, 0.03), "defense": (0.03, -0.02),
    "edtech": (0.04, -0.10), "": (0.065, -0.04),
}  # fmt: skip
"""Share of companies and effect on the logarithm of pay; the empty name is 'not known'."""
INDUSTRY_IDS = list(INDUSTRIES)
BANDS = ("<50", "50-500", ">500", "unknown")

# Real names, because published figures are about them. Every page with them has a notice that the
# numbers are invented.
_NAMED = (
    ("OpenAI", "openai", "ashby", ("ai-ml",), 2, 9.0),
    ("Databricks", "databricks", "greenhouse", ("data-infrastructure",), 2, 9.0),
    ("Speechify", "speechify", "greenhouse", ("edtech",), 1, 12.0),
)
NAMED = {name: number for number, (name, *_) in enumerate(_NAMED)}

_A = "Bra Cor Del Fen Gal Har Jun Kel Lor Mar Nor Ost Pel Quen Ros Sel Tam Ul Ver Wil Yar Zel "
_A += "Ard Bel Cal Dor Es Fal Gren Hol"
_B = "vi mo ta le ri ba do ne sa lu go ke fi ra wy zo pe di ha cu"
_C = "rix ndel wick quist mere thorn vane lund brook stead field dale mark ston sby grove ford wyn "
_C += "nnell gate"
_STARTS, _MIDDLES, _ENDS = _A.split(), _B.split(), _C.split()
_BASES = len(_STARTS) * len(_MIDDLES) * len(_ENDS)
_SUFFIXES = (
    ("", "", "", " Labs", " Systems"),
    (" Technologies", " Group"),
    (" Software", " Digital"),
    (" Works", " Studio"),
    (" Networks", " Dynamics"),
    (" Partners", " Collective"),
)


@dataclass(frozen=True, slots=True)
class Company:
    """One company as in companies.csv and the ground truth."""

    number: int
    name: str
    board: str
    ats: str
    industries: tuple[str, ...]
    size_band: str
    home: str


def name_of(number: int) -> str:
    """An invented name, different for each number."""
    if number < len(_NAMED):
        return _NAMED[number][0]
    cycle, base = divmod(number, _BASES)
    base = (base * 7_919 + 4_211) % _BASES
    base, end = divmod(base, len(_ENDS))
    start, middle = divmod(base, len(_MIDDLES))
    suffix = (
        _SUFFIXES[cycle][mix(number) % len(_SUFFIXES[cycle])]
        if cycle < len(_SUFFIXES)
        else f" Holdings {cycle}"
    )
    return _STARTS[start] + _MIDDLES[middle] + _ENDS[end] + suffix


_OWN = 90
"""Among this many first companies, each vendor has a company that uses only it."""


def copying(seed: int, numbers: Ints) -> Bools:
    """Whether each company posts an opening once for each of its cities."""
    copies: Bools = uniform(seed, "copies", numbers) < 0.22
    return copies


def vendors(
    seed: int, count: int, shares: dict[str, float], without_pay_field: Collection[str]
) -> Ints:
    """Each company's vendor, an index into the sorted names.

    The highest weighted draw wins, so a new vendor takes some companies and the others keep theirs.
    Each vendor is assigned one company with many listings, so that a small market has all vendors.
    The copies of an opening share one text, which cannot state the pay of each, so
    companies with copies are not at a vendor in `without_pay_field`.
    """
    numbers, names = np.arange(count), sorted(shares)
    copies = copying(seed, numbers)
    drawn, highest = np.zeros(count, np.int64), np.full(count, -2.0)
    first = []
    for place, ats in enumerate(names):  # one at a time, since there may be a million companies
        draws = uniform(seed, f"vendor {ats}", numbers) ** (1 / shares[ats])
        if ats in without_pay_field:
            draws[copies] = -1
        is_higher = draws > highest
        drawn[is_higher], highest[is_higher] = place, draws[is_higher]
        first.append(draws[:_OWN])
    posting = np.where(numbers[:_OWN] >= len(_NAMED), weights(seed, count)[:_OWN], 0)
    free = posting >= np.sort(posting)[-min(len(posting), 2 * len(names))]
    for place, ats in enumerate(names):
        own = uniform(seed, f"own {ats}", numbers[:_OWN]) * free * (first[place] >= 0)
        chosen = int(np.argmax(own))
        drawn[chosen], free[chosen] = place, False
    for number, entry in enumerate(_NAMED[:count]):
        if entry[2] in names:
            drawn[number] = names.index(entry[2])
    return np.asarray(drawn)


def weights(seed: int, count: int) -> Floats:
    """The share of listings of each of the first `count` companies; heavy-tailed, not
    normalised."""
    drawn = np.minimum((1 - uniform(seed, "weight", np.arange(count))) ** (-1 / 1.25), 30.0)
    for number, entry in enumerate(_NAMED[:count]):
        drawn[number] = entry[5]
    return drawn


def primary_industry(seed: int, count: int) -> Ints:
    """Index into INDUSTRY_IDS of each company's main industry."""
    shares = np.cumsum([share for share, _ in INDUSTRIES.values()])
    drawn = np.searchsorted(shares / shares[-1], uniform(seed, "industry", np.arange(count)))
    for number, entry in enumerate(_NAMED[:count]):
        drawn[number] = INDUSTRY_IDS.index(entry[3][0])
    return drawn.astype(np.int64)


def second_industry(seed: int, primary: Ints) -> Ints:
    """A second industry for about one company in eight, or -1."""
    numbers = np.arange(len(primary))
    other = (uniform(seed, "second", numbers) * 5).astype(np.int64)  # the five most common
    has = (uniform(seed, "has second", numbers) < 0.12) & (other != primary)
    has &= (primary != INDUSTRY_IDS.index("")) & (numbers >= len(_NAMED))
    return np.where(has, other, -1)


def size_band(seed: int, weight: Floats) -> Ints:
    """Index into BANDS. Companies with more listings tend to be larger; some sizes are unknown."""
    numbers = np.arange(len(weight))
    score = weight * np.exp(uniform(seed, "size", numbers) * 3 - 1.2)
    band = np.digitize(score, (1.4, 6.0))
    band = np.where(uniform(seed, "size known", numbers) < 0.12, 3, band)
    for number, entry in enumerate(_NAMED[: len(weight)]):
        band[number] = entry[4]
    return band.astype(np.int64)


def company(
    seed: int, number: int, ats: str, industries: tuple[int, int], band: int, home: str
) -> Company:
    """The record of one company."""
    name = name_of(number)
    board = _NAMED[number][1] if number < len(_NAMED) else name.lower().replace(" ", "")
    if ats == "ashby" and number >= len(_NAMED) and Random(seed, "board", number).chance(0.3):
        board = name.replace(" ", "")  # board names of this vendor are case-sensitive
    ids = tuple(INDUSTRY_IDS[k] for k in industries if k >= 0 and INDUSTRY_IDS[k])
    return Company(number, name, board, ats, ids, BANDS[band], home)
