"""Which postings tell what they pay, in a field and in their text: the truth for pay.

A posting is drawn where every salary of the vendor's field has both bounds and its text contains
all of them, in any usual spelling: 150000, 150,000, 150.000, 150 000, 150'000, with or without
decimals, 150k, 0.15M, and the 150 of "150-180k"; never as part of a longer number, and below 1,000
only beside a currency or as an end of a range ("50 states" spells no pay). Of postings with the
same title and text the first is drawn.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.quality._data import Given
from orchestration.sources._toolkit.listing import Listing, Pay

MONEY = re.compile(
    r"[$€£¥₹₪₩₱₺₽฿₫₴]|zł\b|Kč|\b(?:kr|RM|Rs|Ft)\b|(?i:\b(?:euros?|dollars?|pounds?|francs?)\b)|\d\s?[kK]\b|"
    r"\b(?:USD|EUR|GBP|CAD|AUD|NZD|SGD|HKD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|INR|JPY|CNY|KRW|BRL|MXN|"
    r"ZAR|ILS|TRY|PHP|THB|MYR|IDR|AED|SAR|RUB|BGN|VND|TWD|UAH|COP|CLP|ARS|PEN|EGP|NGN|KES)\b"
)
_AMOUNT = r"(?:\d{1,3}(?:[.,' ’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
_CURRENCY = r"(?:[A-Z]{0,3}[$€£₹¥]|\b[A-Z]{3}\b)"
RANGE = re.compile(
    rf"({_CURRENCY})?\s?({_AMOUNT})\s?([kK])?\s?({_CURRENCY})?(?:\s?/\s?\w+|\s(?:per|an?)\s\w+)?"
    rf"\s?(?:[-–—‑−~]|to|and|bis|à|a|y|und|et)\s?"
    rf"({_CURRENCY})?\s?({_AMOUNT})\s?([kK])?\s?({_CURRENCY})?"
)
INTERVALS = {
    "year": re.compile(r"year|annual|yr"), "half_month": re.compile(r"0\.5 month|semi-?month"),
    "month": re.compile(r"month"), "two_weeks": re.compile(r"2 week|bi-?week|two_weeks"),
    "week": re.compile(r"week"), "day": re.compile(r"day|daily"), "hour": re.compile(r"hour"),
}  # fmt: skip
"""The first that is found in a vendor's word for the period is what it means."""
Range = tuple[float | None, float | None, str | None, str | None]
"""Minimum, maximum, currency, interval; None where not stated."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A posting with the ranges of its field, and whether its text has one plausible range."""

    row: Given
    ranges: frozenset[Range]
    is_single: bool


def priced(recorded: Iterable[Given]) -> Iterator[Priced]:
    """The postings whose text contains every bound of every salary of their field."""
    seen = set()
    for ats, board, listing in recorded:
        salaries = [pay for pay in listing.pays if pay.kind in (None, "Salary")]
        text = plain(listing)
        known = (ats, board, listing.title, text)
        if not salaries or known in seen or not all(_stands_in(pay, text) for pay in salaries):
            continue
        seen.add(known)
        ranges = frozenset(map(_range, salaries))
        yield Priced((ats, board, listing), ranges, len(plausible_ranges(text)) == 1)


def unpriced(recorded: Iterable[Given]) -> Iterator[Given]:
    """The postings with no pay field at all and no money pattern in their text."""
    for ats, board, listing in recorded:
        has_field = listing.pays or listing.pay_text
        if listing.description_html and not has_field and not MONEY.search(plain(listing)):
            yield ats, board, listing


def plain(listing: Listing) -> str:
    """The text of a posting without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", " ", listing.description_html or ""))


def _stands_in(pay: Pay, text: str) -> bool:
    return bool(
        pay.minimum
        and pay.maximum
        and contains_amount(pay.minimum, text)
        and contains_amount(pay.maximum, text)
    )


def _range(pay: Pay) -> Range:
    word = (pay.interval or "").lower()
    interval = next((name for name, words in INTERVALS.items() if words.search(word)), None)
    return pay.minimum, pay.maximum, pay.currency, interval


def contains_amount(amount: float, text: str) -> bool:
    """Whether a text contains an amount, in any usual spelling."""
    whole, cents = divmod(round(amount * 100), 100)
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", r"[.,'’\\s]?", str(whole))
    tail = rf"[.,]{cents:02d}" if cents else r"(?:[.,]00?)?"
    if cents and cents % 10 == 0:
        tail = rf"[.,]{cents // 10}0?"
    alone = r"(?<![\d.,])"
    plain = grouped + tail + r"(?!\s?[kKmM]\b)"
    sign = r"(?:[$€£₹¥]|\b[A-Z]{3}\b)"
    spellings = [alone + plain]
    if whole < 1_000:
        before = rf"(?:{sign}|[-–—]|\b(?:to|and|bis|à|a|y)\b)\s?"
        spellings = [before + plain, rf"{alone}{plain}\s?{sign}"]
    for unit, letters in ((1_000, "kK"), (1_000_000, "mM")):
        short = f"{amount / unit:.10f}".rstrip("0").rstrip(".")
        if amount >= unit and len(short) <= 6:
            number = alone + re.escape(short).replace(r"\.", "[.,]")
            number += "" if "." in short else "(?:[.,]0)?"
            shared = rf"(?=\s?[-–—]\s?[$€£]?\s?\d+(?:[.,]\d+)?\s?[{letters}]\b)"
            spellings += [rf"{number}\s?[{letters}]\b", number + shared]
    return any(re.search(spelling + r"(?!\d|[.,]\d)", text) for spelling in spellings)


def plausible_ranges(text: str) -> set[tuple[float, float]]:
    """The distinct pairs of amounts in a text that may be a pay range."""
    found = set()
    for match in RANGE.finditer(text):
        first, low, low_k, second, third, high, high_k, fourth = match.groups()
        around = text[max(0, match.start() - 80) : match.end() + 30]
        if not any((first, second, third, fourth, low_k, high_k)) and not re.search(
            r"(?i)salary|\bpay\b|compensation|gehalt|salaire|salario", around
        ):
            continue
        ends = [_number(low, low_k or high_k), _number(high, high_k or low_k)]
        if 5 <= ends[0] <= ends[1] <= min(5_000_000, 6 * ends[0]):
            found.add((ends[0], ends[1]))
    return found


def _number(digits: str, k: str | None) -> float:
    parts = re.match(r"^(.*?)(?:[.,](\d{1,2}))?$", digits)
    assert parts is not None
    value = float(re.sub(r"\D", "", parts[1]) + "." + (parts[2] or "0"))
    return value * 1000 if k and value < 1000 else value
