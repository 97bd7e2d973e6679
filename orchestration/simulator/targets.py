"""Published figures as data: reading them, selecting their listings, and comparing the values.

The segments are small expressions (`technology=llm & seniority>=senior & has_salary`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from orchestration.simulator.companies import BANDS, INDUSTRY_IDS, NAMED
from orchestration.simulator.draws import Bools
from orchestration.simulator.market import LEVELS, Market
from orchestration.simulator.places import COUNTRY
from orchestration.simulator.sequence import Firms
from orchestration.simulator.technologies import AI_UNION, COLUMN, FAMILY_TAGS

SENIOR = ("senior", "staff", "principal", "lead")
_COUNTS = ("listing_count", "ats_count", "country_count")


@dataclass(frozen=True, slots=True)
class Target:
    """One published figure. Counts are scaled to the size of the market."""

    figure: str
    segment: str
    measure: str
    value: float
    n: int | None
    rounding: float

    def met_by(self, value: float) -> bool:
        """Whether a value equals the figure within its rounding."""
        return bool(abs(value - self.value) <= self.rounding / 2 + 1e-6 * self.rounding)


def read(path: Path, listings: int) -> list[Target]:
    """The figures of a file, for a market of `listings` listings."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    index = next(
        (float(row["value"]) for row in rows
         if row["segment"] == "index" and row["measure"] == "listing_count"), float(listings)
    )  # fmt: skip
    scale = listings / index
    targets = []
    for row in rows:
        value, n = float(row["value"]), int(row["n"]) if row["n"] else None
        if row["measure"] == "listing_count":
            value = float(round(value * scale))
        targets.append(
            Target(
                row["figure"], row["segment"], row["measure"], value,
                None if n is None else round(n * scale), float(row["rounding"]),
            )
        )  # fmt: skip
    return targets


def members(segment: str, market: Market, firm: Firms) -> Bools:
    """The listings of a segment."""
    mask = np.ones(len(market.number), bool)
    for term in segment.split(" & "):
        mask &= _term(term.strip(), market, firm)
    return mask


def industry(name: str, market: Market, firm: Firms) -> Bools:
    """The listings of companies whose first or second industry this is."""
    number = INDUSTRY_IDS.index(name)
    return np.asarray(((firm.industry == number) | (firm.second == number))[market.company])


def _term(term: str, market: Market, firm: Firms) -> Bools:
    if term == "index":
        return np.ones(len(market.number), bool)
    if term == "has_salary":
        return market.priced
    if term == "workplace=remote":
        return np.asarray(market.workplace == 0)
    if term == "segment=ai_union":
        tags = market.uses[:, [COLUMN[name] for name in AI_UNION]].any(axis=1)
        return np.asarray(industry("ai-ml", market, firm) | tags)
    if term == "seniority>=senior":
        return np.isin(market.seniority, [LEVELS.index(name) for name in SENIOR])
    if term.startswith("company_size"):
        band = BANDS.index(term.removeprefix("company_size").removeprefix("="))
        return np.asarray(firm.band[market.company] == band)
    kind, _, name = term.partition("=")
    if kind == "industry":
        return industry(name, market, firm)
    if kind == "technology":
        return np.asarray(market.uses[:, COLUMN[name]])
    if kind == "family":
        return np.asarray(market.uses[:, [COLUMN[tag] for tag in FAMILY_TAGS[name]]].any(axis=1))
    if kind == "company":
        return np.asarray(market.company == NAMED[name])
    raise ValueError(f"unknown segment {term!r}")


def value(target: Target, market: Market, firm: Firms, vendors: int) -> tuple[float, int | None]:
    """The value of a figure in a market, and its n for a mean, a median or a share."""
    if target.measure == "ats_count":
        return float(vendors), None
    if target.measure == "country_count":
        return float(len(np.unique(COUNTRY[market.place[market.place >= 0]]))), None
    if target.measure == "salary_rank":
        return _rank(target.segment.removeprefix("industry="), market, firm), None
    if " / " in target.segment or " - " in target.segment:
        return _compare(target, market, firm), None
    mask = members(target.segment, market, firm)
    count = int(mask.sum())
    if target.measure == "listing_count":
        return float(count), None
    if target.measure == "remote_share":
        return float((market.workplace[mask] == 0).mean()), count
    pays = market.mid[mask]
    return float(pays.mean() if target.measure == "mean_usd" else np.median(pays)), count


def _compare(target: Target, market: Market, firm: Firms) -> float:
    sign = " / " if " / " in target.segment else " - "
    one, other = (
        market.mid[members(f"{side} & has_salary", market, firm)]
        for side in target.segment.split(sign)
    )
    if target.measure == "count_ratio_minus_1":
        return len(one) / len(other) - 1
    if target.measure == "mean_ratio_minus_1":
        return float(one.mean() / other.mean() - 1)
    return float(one.mean() - other.mean())


def _rank(name: str, market: Market, firm: Firms) -> float:
    means = {
        other: market.mid[industry(other, market, firm) & market.priced].mean()
        for other in INDUSTRY_IDS
        if other
    }
    return float(1 + sum(mean > means[name] for mean in means.values()))


def compare(
    targets: list[Target], market: Market, firm: Firms, vendors: int
) -> list[tuple[str, str, str, str]]:
    """Figure, target, value in the market, and `yes`, or `no` with the reason if it is known."""
    rows = []
    for target in targets:
        true, count = value(target, market, firm, vendors)
        met = target.met_by(true) and (target.n is None or target.n == count)
        reason = "yes" if met else "no"
        if target.measure == "ats_count" and not met:
            reason = f"no: {vendors} sources exist"
        rows.append((target.figure, _shown(target.value, target.n), _shown(true, count), reason))
    return rows


def _shown(number: float, n: int | None) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if n is None else f"{text} (n={n})"
