"""Pay as employers write it: ranges in local currency, and sentences that state them."""

from __future__ import annotations

from orchestration.simulator.draws import Random
from orchestration.simulator.places import USD_PER
from orchestration.simulator.posting import Tier

PER_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
SYMBOL = {
    "USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "INR": "₹", "JPY": "¥",
    "BRL": "R$",
}  # fmt: skip
_MONTHLY = {"PLN": 0.7, "BRL": 0.6, "CZK": 0.8, "SEK": 0.5, "RON": 0.8, "ILS": 0.8, "DKK": 0.4}
_COARSE = {"JPY": 100_000, "INR": 50_000, "CZK": 10_000, "SEK": 6_000, "DKK": 5_000}
_ZONES = (
    ("Zone 1", 1.0, "USD"), ("Zone 2", 0.92, "USD"), ("Zone 3", 0.85, "USD"),
)  # fmt: skip
_LEVELS = (("Level 1", 0.86, ""), ("Level 2", 1.0, ""), ("Level 3", 1.16, ""))
_COUNTRIES = (("United States", 1.0, "USD"), ("Canada", 0.8, "CAD"), ("Europe", 0.75, "EUR"))


def _interval(rng: Random, currency: str, employment: str) -> str:
    if rng.chance(_MONTHLY.get(currency, 0.0)):
        return "month"
    if employment != "full" and currency in ("USD", "CAD", "EUR", "GBP", "AUD"):
        return "day" if currency == "GBP" and employment == "contract" else "hour"
    return "hour" if currency == "USD" and rng.chance(0.025) else "year"


def _step(rng: Random, currency: str, interval: str) -> float:
    if interval == "year":
        return _COARSE.get(currency) or rng.choice((1000, 1000, 1000, 1000, 5000, 500, 100))
    if interval == "month":
        return 1000 if currency in ("CZK", "SEK", "DKK") else rng.choice((100, 500))
    return 10 if interval == "day" else rng.choice((1, 1, 0.5))


def _range(rng: Random, usd: float, currency: str, interval: str, title: str | None) -> Tier:
    middle = usd / USD_PER[currency] / PER_YEAR[interval]
    half = 0.07 + rng.randrange(17) / 100
    step = _step(rng, currency, interval)
    low = round(middle * (1 - half) / step) * step
    high = round(middle * (1 + half) / step) * step
    return Tier(float(low), float(max(high, low)), currency, interval, title)


def exact(rng: Random, usd: float) -> tuple[Tier, ...]:
    """One yearly range in dollars with the midpoint `usd`, a multiple of 50."""
    half = round(usd * (0.07 + rng.randrange(17) / 100) / 100) * 100
    low = round((usd - half) / 100) * 100
    return (Tier(float(low), float(round(2 * usd - low)), "USD", "year"),)


def tiers(
    rng: Random, usd: float, currency: str, employment: str, most: int, *, one_sided: bool
) -> tuple[Tier, ...]:
    """The ranges of a posting whose base pay is about `usd` a year."""
    if rng.chance(0.04) and currency != "USD":
        currency = "USD"
    interval = _interval(rng, currency, employment)
    if most > 1 and interval == "year" and rng.chance(0.16):
        scheme = _LEVELS if currency != "USD" else rng.choice((_ZONES, _ZONES, _LEVELS, _COUNTRIES))
        chosen = scheme[: 2 + rng.randrange(2)]
        return tuple(
            _range(rng, usd * factor, code or currency, interval, title)
            for title, factor, code in chosen
        )
    tier = _range(rng, usd, currency, interval, None)
    if one_sided and rng.chance(0.03):
        if rng.chance(0.6):
            return (Tier(tier.minimum, None, tier.currency, tier.interval),)
        return (Tier(None, tier.maximum, tier.currency, tier.interval),)
    return (tier,)


def money(amount: float, currency: str) -> str:
    """An amount as in $150,000, €70,000 or PLN 18,000."""
    digits = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{SYMBOL[currency]}{digits}" if currency in SYMBOL else f"{currency} {digits}"


_PER = {"year": "per year", "month": "per month", "week": "per week", "day": "per day",
        "hour": "per hour"}  # fmt: skip
_ADVERB = {"year": "annually", "month": "monthly", "week": "weekly", "day": "daily",
           "hour": "hourly"}  # fmt: skip


def sentence(rng: Random, tier: Tier, *, foreign: bool) -> str:
    """One unambiguous sentence that states a range; `foreign` is outside the United States."""
    text = _sentence(rng, tier)
    return text.replace("$", "US$") if foreign and tier.currency == "USD" else text


def _sentence(rng: Random, tier: Tier) -> str:
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
    return rng.choice(forms)
