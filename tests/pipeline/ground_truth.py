"""The listings that the simulator made, as its truth file has them.

Not here: what the marts must say of them (expected_marts.py, expected_coverage.py).
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from currency_converter import CurrencyConverter

from orchestration.simulator.places import CITIES

PERIODS_PER_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
COUNTRIES = {"US": "United States", "CA": "Canada"}
CURRENCY = {place.code: place.currency for place in CITIES}
AI_UNION = {"llm", "pytorch", "tensorflow", "openai", "mlflow"}


@dataclass(frozen=True)
class Listing:
    """A listing as the simulator made it.

    `salary` is its yearly midpoint in USD: that of the tiers of its countries, or the mean of all.
    """

    company: str
    role: tuple[str, str]
    industries: tuple[str, ...]
    size: str
    seniority: str
    workplace: str
    country: str
    ats: str
    technologies: frozenset[str]
    salary: float | None
    pays: tuple[tuple[str | None, str, float], ...] = ()
    """Country, where the tier names one, currency and yearly midpoint in USD of each tier."""
    countries: tuple[str, ...] = ()
    """Of all places; `country` is that of the first."""
    is_foreign: bool = False
    """It publishes pay, but none for its country."""
    has_text: bool = True
    """The simulator's postings all have a text, and its boards all show it."""

    @property
    def in_its_countries(self) -> list[Listing]:
        """The same listing in each of its countries, with the pay that it states there."""
        return [self._in(country) for country in self.countries] or [self]

    def _in(self, country: str) -> Listing:
        pays = [
            usd
            for named, currency, usd in self.pays
            if named in (None, country) and currency == CURRENCY.get(country)
        ]
        salary = statistics.fmean(pays) if pays else None
        is_foreign = self.salary is not None and salary is None
        return replace(self, country=country, salary=salary, is_foreign=is_foreign)

    @property
    def is_ai(self) -> bool:
        return "ai-ml" in self.industries or bool(self.technologies & AI_UNION)


def listings(path: Path, night: date) -> list[Listing]:
    """The software listings of a truth file."""
    rates = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_wrong_date=True)
    found = []
    for row in pq.read_table(path).to_pylist():
        if not row["is_software"]:
            continue
        named = {name: code for code, name in COUNTRIES.items() if code in row["country_codes"]}
        of_home = [tier for tier in row["pay_tiers"] if tier["title"] in named]
        pays = tuple(
            (named.get(tier["title"]), tier["currency"], _yearly_usd(tier, rates, night))
            for tier in of_home or row["pay_tiers"]
            if tier["minimum"] is not None and tier["maximum"] is not None
        )
        found.append(
            Listing(
                company=row["company"],
                role=(row["company"], row["role_key"]),
                industries=tuple(row["company_industries"] or ()),
                size=row["company_size_band"],
                seniority=row["seniority"],
                workplace=row["workplace"],
                country=row["country_code"] or "unknown",
                ats=row["ats"],
                technologies=frozenset(row["technologies"]),
                salary=statistics.fmean(usd for _, _, usd in pays) if pays else None,
                pays=pays,
                countries=tuple(row["country_codes"]),
            )
        )
    return found


def _yearly_usd(tier: dict[str, Any], rates: CurrencyConverter, night: date) -> float:
    """The yearly midpoint of a tier."""
    yearly = (tier["minimum"] + tier["maximum"]) / 2 * PERIODS_PER_YEAR[tier["interval"]]
    return float(rates.convert(yearly, tier["currency"], "USD", date=night))
