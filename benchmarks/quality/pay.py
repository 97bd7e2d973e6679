"""Pay read from text, against the employer's own structured field and against labelled sentences.

Ashby (`ashby_boards/*.json.gz`, whole boards). The pipeline gets the title, the places and the
description of a posting; its pay field is hidden.

T1: postings with one tier that holds one Salary component with both bounds above zero, where both
bounds are in the description in any usual spelling: 150000, 150,000, 150.000, 150 000, 150'000,
with or without decimals, 150k, 0.15M, and the 150 of "150-180k"; never as part of a longer number,
and below 1,000 only beside a currency or as an end of a range ("50 states" spells no pay). Of
postings with the same title and the same description the first is kept. Right: minimum, maximum,
currency and interval of what was read all equal the field's. What was read is the base pay; where
a description gives several tiers of one currency and interval, from the lowest minimum to the
highest maximum of them, because the field has one; where it gives no base pay, its on-target or
total pay, because employers put that in the same field. An excluded amount (a bonus, the
tier of another place, out of bounds) is no answer. `exact` is the share of all T1 postings that are
right, `wrong` the share of those answered that are not. Where a description gives base and
on-target pay and the field holds the second, our answer is the base pay, and is wrong here; the
measure "base or on-target" says what the share would be if either were right, and has no bar.

T1 with one plausible range: those T1 postings whose description holds one distinct pair of
amounts written as a range (a dash or a word such as "to" between them) beside a currency, k or a
pay word, both between 5 and 5,000,000, the higher not above six times the lower.

T0: postings with no pay field at all and no money pattern in the description: no currency sign, no
currency name or code, and no number with k. Right: no pay row of any kind.

Labelled (`labelled/{salary,de_salary,fr_salary,es_salary}.jsonl`): a line is one listing whose
description is `text`; it has no place. Where `expect` is null, right is no answer. Otherwise right
is: lowest minimum, highest maximum, the interval, and the currency where the label has one; all
tiers taken together, as the labels do. Labels write a single amount with or without a maximum, so
for those an equal or an absent other end is right.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.quality import Measure
from benchmarks.quality._warehouse import Given, build
from orchestration.sources import ashby
from orchestration.sources._toolkit.listing import Listing

INTERVALS = {
    "1 YEAR": "year", "1 MONTH": "month", "0.5 MONTH": "half_month", "2 WEEK": "two_weeks",
    "1 WEEK": "week", "1 DAY": "day", "1 HOUR": "hour",
}  # fmt: skip
SET_ASIDE = ("other_place", "implausible", "suspected_unit", "suspected_currency")
"""Exclusion codes that mean "not the pay of this listing"; with the others the answer counts."""
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
BARS = {"pay T1": (0.97, 0.01), "pay T1, one plausible range": (0.99, 0.005)}
"""The least share of exact answers, and the highest share of wrong ones."""
Pay = tuple[float | None, float | None, str | None, str | None]
"""Minimum, maximum, currency, interval."""
Sampled = tuple[Given, Pay, bool]
"""Listing without its pay, its pay, and whether its text has one plausible range."""
Answers = dict[str, list[dict[str, Any]]]
"""The pay rows of each listing, by its id."""


def measures(real: Path, work: Path) -> Iterator[Measure]:
    boards = _postings(real / "ashby_boards")
    priced, unpriced = list(_t1(boards)), list(_t0(boards))
    labelled = {
        path.stem: list(_labelled(path))
        for path in sorted((real / "labelled").glob("*salary.jsonl"))
    }
    rows = [row for row, _, _ in priced] + unpriced
    rows += [row for sample in labelled.values() for row, _ in sample]
    if not rows:
        return
    answers = _answers(rows, work)
    if priced:
        yield from _against_field(priced, answers, "pay T1")
        yield from _of_either_kind(priced, answers)
        single = [row for row in priced if row[2]]
        yield from _against_field(single, answers, "pay T1, one plausible range")
    if unpriced:
        answered = sum(bool(answers.get(_id(row))) for row in unpriced)
        yield Measure("pay T0 answered", len(unpriced), answered / len(unpriced), 0, at_most=True)
    for name, sample in labelled.items():
        right = sum(_fits(expect, _answer(answers.get(_id(row), []))) for row, expect in sample)
        yield Measure(f"pay labelled {name}", len(sample), right / len(sample), 0.92)


def _against_field(sample: list[Sampled], answers: Answers, name: str) -> Iterator[Measure]:
    least, most = BARS[name]
    rows = [(truth, answers.get(_id(row), [])) for row, truth, _ in sample]
    answered = [(truth, _answer(found)) for truth, found in rows if _answer(found)]
    right = sum(answer == truth for truth, answer in answered)
    yield Measure(f"{name} exact", len(rows), right / max(1, len(rows)), least)
    wrong = 1 - right / max(1, len(answered))
    yield Measure(f"{name} wrong", len(answered), wrong, most, at_most=True)


def _of_either_kind(sample: list[Sampled], answers: Answers) -> Iterator[Measure]:
    rows = [(truth, answers.get(_id(row), [])) for row, truth, _ in sample]
    answered = sum(_answer(found) is not None for _, found in rows)
    right = sum(truth in (_pay(found, True), _pay(found, False)) for truth, found in rows)
    yield Measure("pay T1 exact, base or on-target", len(rows), right / max(1, len(rows)))
    yield Measure("pay T1 wrong, base or on-target", answered, 1 - right / max(1, answered))


def _answers(rows: Iterable[Given], work: Path) -> Answers:
    with build(rows, work, "+int_pay__annualised") as warehouse:
        found = warehouse.sql(
            """
            select listing_id, salary_min, salary_max, salary_currency, salary_interval,
                exclusion_reason, tier_text
            from intermediate.int_pay__annualised
            """
        )
        names = found.columns
        answers: Answers = {}
        for values in found.fetchall():
            row = dict(zip(names, values, strict=True))
            answers.setdefault(row["listing_id"], []).append(row)
    return answers


def _answer(rows: list[dict[str, Any]]) -> Pay | None:
    """The base pay among pay rows; on-target pay when there is none."""
    return _pay(rows, True) or _pay(rows, False)


def _pay(rows: list[dict[str, Any]], is_base: bool) -> Pay | None:
    """From the lowest minimum to the highest maximum; currency and interval None where tiers
    differ."""
    kept = [
        row
        for row in rows
        if row["exclusion_reason"] not in SET_ASIDE
        and (row["exclusion_reason"] != "not_base") == is_base
    ]
    if not kept:
        return None
    lows = [row["salary_min"] for row in kept if row["salary_min"] is not None]
    highs = [row["salary_max"] for row in kept if row["salary_max"] is not None]
    currencies = {row["salary_currency"] for row in kept}
    intervals = {row["salary_interval"] for row in kept}
    return (
        min(lows) if lows else None,
        max(highs) if highs else None,
        currencies.pop() if len(currencies) == 1 else None,
        intervals.pop() if len(intervals) == 1 else None,
    )


def _fits(expect: Pay | None, answer: Pay | None) -> bool:
    if expect is None or answer is None:
        return expect is answer
    if answer[3] != expect[3] or (expect[2] and answer[2] != expect[2]):
        return False
    ends = {end for end in expect[:2] if end is not None}
    return answer[:2] == expect[:2] or (
        len(ends) == 1 and {end for end in answer[:2] if end is not None} == ends
    )


def _postings(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """(board, posting) of each Ashby board in a folder."""
    boards = {path.name.removesuffix(".json.gz"): path for path in folder.glob("*.json.gz")}
    return [
        (board, posting)
        for board, path in sorted(boards.items())
        for posting in json.loads(gzip.decompress(path.read_bytes())).get("jobs", [])
    ]


def _hidden(board: str, posting: dict[str, Any]) -> Given | None:
    listing = ashby.read({**posting, "compensation": None}, board)
    return listing and ("ashby", board, replace(listing, pays=(), pay_text=None))


def _t1(postings: list[tuple[str, dict[str, Any]]]) -> Iterator[Sampled]:
    seen = set()
    for board, posting in postings:
        tiers = (posting.get("compensation") or {}).get("compensationTiers") or []
        components = [c for tier in tiers for c in tier.get("components") or []]
        salaries = [c for c in components if c.get("compensationType") == "Salary"]
        if len(tiers) != 1 or len(salaries) != 1:
            continue
        low, high = salaries[0].get("minValue"), salaries[0].get("maxValue")
        text = posting.get("descriptionPlain") or ""
        known = (posting["title"], text)
        if (
            not low
            or not high
            or known in seen
            or not (_contains_amount(low, text) and _contains_amount(high, text))
        ):
            continue
        row = _hidden(board, posting)
        if row is None:
            continue
        seen.add(known)
        interval = INTERVALS.get(salaries[0].get("interval"))
        pay = (float(low), float(high), salaries[0].get("currencyCode"), interval)
        yield row, pay, len(_ranges(text)) == 1


def _t0(postings: list[tuple[str, dict[str, Any]]]) -> Iterator[Given]:
    for board, posting in postings:
        compensation = posting.get("compensation") or {}
        if compensation.get("compensationTiers") or compensation.get("summaryComponents"):
            continue
        row = _hidden(board, posting)
        if row and not MONEY.search(posting.get("descriptionPlain") or ""):
            yield row


def _labelled(path: Path) -> Iterator[tuple[Given, Pay | None]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        paragraphs = (html.escape(part, quote=False) for part in row["text"].split("\n"))
        listing = Listing(
            native_id=str(number),
            title="Engineer",
            description_html="".join(f"<p>{part}</p>" for part in paragraphs),
        )
        expect = row["expect"]
        pay = expect and (expect["min"], expect["max"], expect.get("currency"), expect["interval"])
        yield ("ashby", f"labelled-{path.stem}", listing), pay


def _contains_amount(amount: float, text: str) -> bool:
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


def _ranges(text: str) -> set[tuple[float, float]]:
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


def _id(row: Given) -> str:
    ats, board, listing = row
    return f"{ats}:{board}:{listing.native_id}"
