"""The listings that the simulator made, as its truth file has them.

Not here: what the marts must say of them (expected_marts.py, expected_coverage.py).
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

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

    `salary` is its yearly midpoint in USD: that of the tier of its country, or the mean of all.
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
    currencies: frozenset[str]
    is_foreign: bool = False
    """It publishes pay in a currency of another country, which is not counted."""
    has_text: bool = True
    """The simulator's postings all have a text, and its boards all show it."""

    @property
    def in_its_country(self) -> Listing:
        """The same listing; without its pay if that is not in the currency of its country."""
        own = self.country == "unknown" or self.currencies == {CURRENCY.get(self.country)}
        return self if own or self.salary is None else replace(self, salary=None, is_foreign=True)

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
        home = COUNTRIES.get(row["country_code"], "no name of a tier")
        of_home = [tier for tier in row["pay_tiers"] if tier["title"] == home]
        counted = [
            tier
            for tier in of_home or row["pay_tiers"]
            if tier["minimum"] is not None and tier["maximum"] is not None
        ]
        tiers = [
            rates.convert(
                (tier["minimum"] + tier["maximum"]) / 2 * PERIODS_PER_YEAR[tier["interval"]],
                tier["currency"],
                "USD",
                date=night,
            )
            for tier in counted
        ]
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
                salary=statistics.fmean(tiers) if tiers else None,
                currencies=frozenset(tier["currency"] for tier in counted),
            )
        )
    return found
