"""How the pay benchmark draws samples and compares answers."""

from __future__ import annotations

import pytest

from benchmarks.quality._pay_truth import MONEY, Range, contains_amount, plausible_ranges
from benchmarks.quality.pay import _answer, _fits


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (150_000, "$150,000 a year"),
        (150_000, "150.000 €"),
        (150_000, "150 000 EUR"),
        (150_000, "150000"),
        (150_000, "$150,000.00"),
        (150_000, "$150K"),
        (150_000, "$150-180k"),
        (152_500, "$152.5k"),
        (1_200_000, "1.2M"),
        (24.5, "$24.50 an hour"),
        (50, "$50 - $60"),
        (60, "$50-60"),
    ],
)
def test_an_amount_is_found_in_any_usual_spelling(amount: float, text: str) -> None:
    assert contains_amount(amount, text)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (150_000, "$1,150,000"),
        (150_000, "$150,0001"),
        (150_000, "$150"),
        (150_000, "$150M"),
        (50, "all 50 states"),
        (50, "$50k"),
        (24, "$24.50"),
    ],
)
def test_part_of_another_number_is_not_the_amount(amount: float, text: str) -> None:
    assert not contains_amount(amount, text)


def testplausible_ranges_are_counted_once() -> None:
    assert plausible_ranges("$150k - $180k, that is $150,000 to $180,000") == {(150_000, 180_000)}
    assert plausible_ranges("5-7 years, 10 - 20 people") == set()
    assert plausible_ranges("a bonus of $1,000 - $100,000") == set()
    assert MONEY.search("We work 40 hours") is None


def pay(low: float | None, high: float | None, refusal: str | None = None) -> dict[str, object]:
    return {
        "salary_min": low,
        "salary_max": high,
        "salary_currency": "USD",
        "salary_interval": "year",
        "exclusion_reason": refusal,
    }


def test_base_pay_is_the_answer_else_on_target_pay() -> None:
    on_target = pay(150.0, 170.0, "not_base")
    assert _answer([]) is None
    assert _answer([on_target]) == (150, 170, "USD", "year")
    assert _answer([on_target, pay(100.0, 120.0)]) == (100, 120, "USD", "year")
    assert _answer([pay(100.0, 120.0), pay(110.0, 140.0)]) == (100, 140, "USD", "year")
    assert _answer([pay(100.0, 120.0, "other_place")]) is None
    assert _answer([pay(100.0, None, "one_sided")]) is None


@pytest.mark.parametrize(
    ("expect", "answer", "right"),
    [
        (None, None, True),
        (None, (1.0, 2.0, "EUR", "year"), False),
        ((1.0, 2.0, "EUR", "year"), None, False),
        ((1.0, 2.0, "EUR", "year"), (1.0, 2.0, "EUR", "year"), True),
        ((1.0, 2.0, None, "year"), (1.0, 2.0, "EUR", "year"), True),
        ((1.0, 2.0, "EUR", "year"), (1.0, 2.0, "USD", "year"), False),
        ((1.0, 2.0, "EUR", "year"), (1.0, 2.0, "EUR", "month"), False),
        ((1.0, 2.0, "EUR", "year"), (1.0, None, "EUR", "year"), False),
        ((1.0, None, "EUR", "year"), (1.0, 1.0, "EUR", "year"), True),
        ((1.0, 1.0, "EUR", "year"), (1.0, None, "EUR", "year"), True),
        ((1.0, None, "EUR", "year"), (1.0, 2.0, "EUR", "year"), False),
    ],
)
def test_an_answer_fits_its_label(expect: Range | None, answer: Range | None, right: bool) -> None:
    names = ("min", "max", "currency", "interval")
    label = None if expect is None else dict(zip(names, expect, strict=True))
    assert _fits(label, answer) is right
