"""Pay read from text, against the employer's own structured field and against labelled sentences.

The pipeline gets the title, the places and the description of a posting (`Data.hidden`); its pay
field is hidden. `_pay_truth` says which postings are drawn.

T1: postings whose field has one salary. Right: minimum, maximum, currency and interval of what was
read all equal the field's, where the field states them. What was read is the base pay; where a
description gives several tiers of one currency and interval, from the lowest minimum to the highest
maximum of them; where it gives no base pay, its on-target or total pay, because employers put that
in the same field. An amount that we set aside for any other reason is no answer. `exact` is the
share of all T1 postings that are right, `wrong` the share of those answered that are not. Where a
description gives base and on-target pay and the field holds the second, our answer is the base pay,
and is wrong here; such postings are counted apart, and "other fields" are the rest.

T1 with one plausible range: those T1 postings whose description holds one distinct pair of
amounts written as a range (a dash or a word such as "to" between them) beside a currency, k or a
pay word, both between 5 and 5,000,000, the higher not above six times the lower.

Tiers: postings whose field has several salaries. Right: the ranges read are those of the field,
tier by tier. A tier that counts for another place is an answer, too.

T0: postings with no pay field at all and no money pattern in the description. Right: no pay row of
any kind.

Labelled (`labelled/{salary,de_salary,fr_salary,es_salary}.jsonl`): a line is one listing whose
description is `text`; it has no place. Where `expect` is null, right is no answer. Otherwise right
is: lowest minimum, highest maximum, the interval, and the currency where the label has one; all
tiers taken together, as the labels do. Labels write a single amount with or without a maximum, so
for those an equal or an absent other end is right.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import HIDDEN, Data, Given, listing_id
from benchmarks.quality._pay_truth import Priced, Range, priced, unpriced
from orchestration.sources._toolkit.listing import Listing

TITLE = "Pay"
ABOUT = (
    "How well pay is read from text. The employer's own pay field is hidden from the "
    "pipeline, which must find the amounts in the description; then both are compared."
)
MODELS = ("int_pay__annualised",)
LABELLED = ("salary", "de_salary", "fr_salary", "es_salary")
BARS = {
    "pay T1": (0.94, None),
    "pay T1, other fields": (0.94, 0.02),
    "pay T1, one plausible range": (0.985, 0.007),
}
"""The least share of exact answers, and the highest share of wrong ones."""
Rows = list[dict[str, Any]]
Answers = dict[str, Rows]
"""The pay rows of each listing, by its id."""


def given(data: Data) -> Iterator[Given]:
    """The labelled sentences."""
    for name in LABELLED:
        for number, row in enumerate(data.labelled(name)):
            paragraphs = (html.escape(part, quote=False) for part in row["text"].split("\n"))
            text = "".join(f"<p>{part}</p>" for part in paragraphs)
            yield _board(name), "labelled", Listing(str(number), "Engineer", description_html=text)


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    answers = _answers(warehouse)
    drawn = list(priced(data.recorded))
    one = [posting for posting in drawn if len(posting.ranges) == 1]
    several = [posting for posting in drawn if len(posting.ranges) > 1]
    why = None if data.recorded else "no recorded boards"

    yield from _against_field(one, answers, "pay T1")
    on_target = [p for p in one if _holds_on_target_pay(p, answers)]
    apart = [(p.row[1], p in on_target) for p in one]
    yield Claim("pay T1: field holds the on-target pay of its text", apart, not_run=why)
    rest = [p for p in one if p not in on_target]
    yield from _against_field(rest, answers, "pay T1, other fields")
    single = [posting for posting in one if posting.is_single]
    yield from _against_field(single, answers, "pay T1, one plausible range")
    foreign = [p for p in one if {currency for _, _, currency, _ in p.ranges} != {"USD"}]
    yield from _against_field(foreign, answers, "pay T1, not in USD")
    tiers = [(p.row[1], _tiers(answers.get(_id(p.row), []), p) == p.ranges) for p in several]
    yield Claim("pay, several tiers, all right", tiers, not_run=why or _none(tiers))
    silent = [(row[1], bool(answers.get(_id(row)))) for row in unpriced(data.recorded)]
    about = "Of the postings without any sign of money, how many were given a pay."
    none = why or _none(silent)
    yield Claim("pay T0 answered", silent, 0, at_most=True, not_run=none, about=about)
    for name in LABELLED:
        hits: list[tuple[str | None, bool]] = [
            (None, _fits(row["expect"], _answer(answers.get(f"{_board(name)}:labelled:{n}", []))))
            for n, row in enumerate(data.labelled(name))
        ]
        missing = None if hits else f"no labelled/{name}.jsonl"
        yield Claim(f"pay labelled {name}", hits, 0.92, not_run=missing)


def _board(name: str) -> str:
    """Labelled sentences of a language are an ATS of their own, so that their ids are unique."""
    return f"labelled_{name}"


def _none(cases: list[Any]) -> str | None:
    return None if cases else "no posting of this kind"


def _id(row: Given) -> str:
    return listing_id((row[0], HIDDEN + row[1], row[2]))


def _against_field(sample: list[Priced], answers: Answers, name: str) -> Iterator[Claim]:
    least, most = BARS.get(name, (None, None))
    answered = [p for p in sample if _answer(answers.get(_id(p.row), []))]
    right = {id(p) for p in answered if _is_right(p, answers)}
    why = _none(sample)
    exact = [(p.row[1], id(p) in right) for p in sample]
    about = "Of the postings, how many have minimum, maximum, currency and period as in the field."
    yield Claim(f"{name} exact", exact, least, not_run=why, about=about)
    wrong = [(p.row[1], id(p) not in right) for p in answered]
    about = "Of the answers, how many differ from the field."
    none = why or _none(answered)
    yield Claim(f"{name} wrong", wrong, most, at_most=True, not_run=none, about=about)


def _holds_on_target_pay(posting: Priced, answers: Answers) -> bool:
    """Whether the text states base and on-target pay, and the field holds the second."""
    base = _pay(answers.get(_id(posting.row), []), True)
    return base is not None and _is_right(posting, answers, False)


def _is_right(posting: Priced, answers: Answers, is_base: bool | None = None) -> bool:
    rows = answers.get(_id(posting.row), [])
    answer = _answer(rows) if is_base is None else _pay(rows, is_base)
    (truth,) = posting.ranges
    return answer is not None and all(
        expected in (None, read) for expected, read in zip(truth, answer, strict=True)
    )


def _answers(warehouse: duckdb.DuckDBPyConnection) -> Answers:
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


def _answer(rows: Rows) -> Range | None:
    """The base pay among pay rows; on-target pay when there is none."""
    return _pay(rows, True) or _pay(rows, False)


def _pay(rows: Rows, is_base: bool) -> Range | None:
    """From the lowest minimum to the highest maximum; currency and interval None where tiers
    differ. Rows that are set aside are no answer, but for on-target pay."""
    kept = [row for row in rows if row["exclusion_reason"] == (None if is_base else "not_base")]
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


def _tiers(rows: Rows, posting: Priced) -> frozenset[Range]:
    """The ranges read, tier by tier; the interval only where the field states it."""
    has_interval = all(interval for _, _, _, interval in posting.ranges)
    return frozenset(
        (
            row["salary_min"],
            row["salary_max"],
            row["salary_currency"],
            row["salary_interval"] if has_interval else None,
        )
        for row in rows
        if row["exclusion_reason"] in (None, "other_place")
    )


def _fits(expect: dict[str, Any] | None, answer: Range | None) -> bool:
    if expect is None or answer is None:
        return expect is None and answer is None
    if answer[3] != expect["interval"]:
        return False
    if expect.get("currency") and answer[2] != expect["currency"]:
        return False
    bounds = (expect["min"], expect["max"])
    ends = {end for end in bounds if end is not None}
    return answer[:2] == bounds or (
        len(ends) == 1 and {end for end in answer[:2] if end is not None} == ends
    )
