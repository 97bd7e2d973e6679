"""Pay as employers write it: ranges in local currency, and sentences that state them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from orchestration.simulator.draws import Bools, Floats, Ints, Texts, below, chance
from orchestration.simulator.places import CURRENCIES, USD_PER
from orchestration.simulator.posting import EMPLOYMENTS, Tier

PER_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
SYMBOL = {
    "USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "INR": "₹", "JPY": "¥",
    "BRL": "R$",
}  # fmt: skip
INTERVALS = list(PER_YEAR)
_YEAR, _MONTH, _WEEK, _DAY, _HOUR = range(len(INTERVALS))
_AT = {name: number for number, name in enumerate(CURRENCIES)}
_USD = _AT["USD"]
_CURRENCIES: Texts = np.array(CURRENCIES, dtype=np.object_)
_INTERVALS: Texts = np.array(INTERVALS, dtype=np.object_)
_UNIT, _UNITS_A_YEAR = (
    np.array([USD_PER[name] for name in CURRENCIES]),
    np.array([*PER_YEAR.values()]),
)
_MONTHLY, _COARSE = (
    np.array([shares.get(name, 0.0) for name in CURRENCIES])
    for shares in (
        {"PLN": 0.7, "BRL": 0.6, "CZK": 0.8, "SEK": 0.5, "RON": 0.8, "ILS": 0.8, "DKK": 0.4},
        {"JPY": 100_000, "INR": 50_000, "CZK": 10_000, "SEK": 6_000, "DKK": 5_000},
    )
)
"""The share of monthly pay, and what yearly pay is a multiple of if not of a usual number."""
_HOURLY = np.isin(CURRENCIES, ("USD", "CAD", "EUR", "GBP", "AUD"))
_THOUSANDS = np.isin(CURRENCIES, ("CZK", "SEK", "DKK"))
_STEPS = {
    _YEAR: np.array([1000.0, 1000, 1000, 1000, 5000, 500, 100]),
    _MONTH: np.array([100.0, 500]),
    _DAY: np.array([10.0]),
    _HOUR: np.array([1.0, 1, 0.5]),
}
_ZONES = (("Zone 1", 1.0, ""), ("Zone 2", 0.92, ""), ("Zone 3", 0.85, ""))
_LEVELS = (("Level 1", 0.86, ""), ("Level 2", 1.0, ""), ("Level 3", 1.16, ""))
_COUNTRIES = (("United States", 1.0, "USD"), ("Canada", 0.8, "CAD"), ("Europe", 0.75, "EUR"))
_SCHEMES = (((None, 1.0, ""),) * 3, _LEVELS, _ZONES, _ZONES, _COUNTRIES)
"""One range without a title, and several. Those after the second are only of pay in dollars."""
_MOST = 3
_TITLE: Texts = np.array([[title for title, _, _ in rows] for rows in _SCHEMES], np.object_)
_FACTOR = np.array([[factor for _, factor, _ in rows] for rows in _SCHEMES])
_CURRENCY = np.array([[_AT.get(code, -1) for _, _, code in rows] for rows in _SCHEMES])


class Ranges(NamedTuple):
    """The ranges of some rows as columns, one row after another; a side that is open is NaN."""

    row: Ints
    minimum: Floats
    maximum: Floats
    currency: Ints
    interval: Ints
    title: Texts

    def tiers(self) -> list[Tier]:
        """The ranges as records."""
        sides = (
            [None if amount != amount else amount for amount in side.tolist()]
            for side in (self.minimum, self.maximum)
        )
        currency = _CURRENCIES[self.currency].tolist()
        interval = _INTERVALS[self.interval].tolist()
        rows = zip(*sides, currency, interval, self.title.tolist(), strict=True)
        return list(map(Tier._make, rows))


class Pay(NamedTuple):
    """What the pay of listings is drawn from; columns of the same length.

    `usd` is the middle of the base pay in dollars a year. An `exact` pay is one yearly range in
    dollars with that middle, a multiple of 50. `most` is how many ranges the vendor can publish.
    """

    opening: Ints
    usd: Floats
    currency: Ints
    employment: Ints
    exact: Bools
    most: Ints
    one_sided: Bools


def ranges(seed: int, pay: Pay) -> Ranges:
    """The ranges of each row."""
    is_foreign = (pay.currency != _USD) & ~chance(seed, "dollars", pay.opening, 0.04) & ~pay.exact
    currency = np.where(is_foreign, pay.currency, _USD)
    interval = np.where(pay.exact, _YEAR, _intervals(seed, pay, currency))
    several = (pay.most > 1) & (interval == _YEAR) & ~pay.exact
    several &= chance(seed, "several ranges", pay.opening, 0.16)
    scheme = 1 + np.where(currency == _USD, below(seed, "scheme", pay.opening, 4), 0)
    scheme = np.where(several, scheme, 0)
    count = np.where(several, 2 + below(seed, "count of ranges", pay.opening, _MOST - 1), 1)
    row, number = np.nonzero(np.arange(_MOST) < count[:, None])
    own = _CURRENCY[scheme[row], number]
    currency = np.where(own < 0, currency[row], own)
    interval = interval[row]
    key = pay.opening[row] * 4 + number
    usd = pay.usd[row] * _FACTOR[scheme[row], number]
    half = 0.07 + below(seed, "half of range", key, 17) / 100
    step = _step(seed, key, currency, interval)
    middle = usd / _UNIT[currency] / _UNITS_A_YEAR[interval]
    low = np.round(middle * (1 - half) / step) * step
    high = np.maximum(np.round(middle * (1 + half) / step) * step, low)
    exact = pay.exact[row]
    exact_low = np.round((usd - np.round(usd * half / 100) * 100) / 100) * 100
    low = np.where(exact, exact_low, low)
    high = np.where(exact, np.round(2 * usd - exact_low), high)
    open_side = pay.one_sided[row] & ~several[row] & ~exact & chance(seed, "one side", key, 0.03)
    is_from = chance(seed, "which side", key, 0.6)
    return Ranges(
        row,
        np.where(open_side & ~is_from, np.nan, low),
        np.where(open_side & is_from, np.nan, high),
        currency,
        interval,
        _TITLE[scheme[row], number],
    )


def _intervals(seed: int, pay: Pay, currency: Ints) -> Ints:
    interval = np.full(len(currency), _YEAR)
    interval[(currency == _USD) & chance(seed, "hourly", pay.opening, 0.025)] = _HOUR
    by_hour = (pay.employment != EMPLOYMENTS.index("full")) & _HOURLY[currency]
    interval[by_hour] = _HOUR
    is_contract = pay.employment == EMPLOYMENTS.index("contract")
    interval[by_hour & is_contract & (currency == _AT["GBP"])] = _DAY
    interval[chance(seed, "monthly", pay.opening, _MONTHLY[currency])] = _MONTH
    return interval


def _step(seed: int, key: Ints, currency: Ints, interval: Ints) -> Floats:
    """What both sides of a range are multiples of."""
    step = np.ones(len(key))
    for kind, usual in _STEPS.items():
        rows = np.flatnonzero(interval == kind)
        step[rows] = usual[below(seed, "step of range", key[rows], len(usual))]
    step[(interval == _MONTH) & _THOUSANDS[currency]] = 1000
    coarse = np.where(interval == _YEAR, _COARSE[currency], 0)
    return np.where(coarse > 0, coarse, step)


def money(amount: float, currency: str) -> str:
    """An amount as in $150,000, €70,000 or PLN 18,000."""
    digits = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{SYMBOL[currency]}{digits}" if currency in SYMBOL else f"{currency} {digits}"


_PER = {"year": "per year", "month": "per month", "week": "per week", "day": "per day",
        "hour": "per hour"}  # fmt: skip
_ADVERB = {"year": "annually", "month": "monthly", "week": "weekly", "day": "daily",
           "hour": "hourly"}  # fmt: skip


def sentence(drawn: int, tier: Tier, *, foreign: bool) -> str:
    """One unambiguous sentence that states a range; `foreign` is outside the United States."""
    text = _sentence(drawn, tier)
    return text.replace("$", "US$") if foreign and tier.currency == "USD" else text


def _sentence(drawn: int, tier: Tier) -> str:
    low, high, code, per = tier.minimum, tier.maximum, tier.currency, _PER[tier.interval]
    if low is None or high is None:
        word, amount = ("from", low) if low is not None else ("up to", high)
        return f"Base salary: {word} {money(amount or 0, code)} {per}."
    a, b = money(low, code), money(high, code)
    forms = [
        f"The base salary range for this role is {a} - {b} {per}.",
        f"The base pay for this position is between {a} and {b} {per}.",
        f"Base salary: {a} – {b} {per}, plus equity and benefits.",
        f"We offer a salary of {code} {low:,.0f} to {high:,.0f} {_ADVERB[tier.interval]}."
        if low == int(low) and high == int(high)
        else f"Pay range: {a} to {b} {per}.",
    ]
    if tier.interval == "year" and low % 1000 == 0 == high % 1000 and code in SYMBOL:
        mark, k, m = SYMBOL[code], low / 1000, high / 1000
        if code == "USD":
            forms += [f"Salary: ${k:.0f}K - ${m:.0f}K base, plus equity."]
            forms += [f"The annual base salary range is ${low:,.0f} to ${high:,.0f} USD."]
        if code == "GBP":
            forms += [f"Salary: £{k:.0f}k–£{m:.0f}k per annum."] * 2
        if code == "EUR":
            german = f"€{low:,.0f} – €{high:,.0f} brutto pro Jahr".replace(",", ".")
            forms += [f"Gehalt: {german}", f"Salary: {mark}{k:.0f}k - {mark}{m:.0f}k per year."]
    return forms[drawn % len(forms)]
