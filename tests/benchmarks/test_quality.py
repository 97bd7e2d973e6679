"""What a measure says: its halves, its mean over employers, and whether its target is met."""

from __future__ import annotations

import duckdb
import pytest

from benchmarks.quality import FEWEST, Claim, is_teaching, measured
from benchmarks.quality._case_answers import FIELDS, Answers
from benchmarks.rules import TEXTS, patterns
from tests.csv_rows import csv_rows
from tests.paths import SEEDS

TEACHING = next(name for name in "abcdefgh" if is_teaching(name))
TELLING = next(name for name in "abcdefgh" if not is_teaching(name))


def cases(board: str | None, right: int, wrong: int) -> list[tuple[str | None, bool]]:
    return [(board, True)] * right + [(board, False)] * wrong


def test_the_half_that_only_tells_meets_the_target() -> None:
    rows = cases(TEACHING, 100, 0) + cases(TELLING, 80, 20)
    found = measured(Claim("a", rows, bar=0.9))
    assert (found.value, found.teaching, found.telling) == (0.9, 1.0, 0.8)
    assert found.gap == pytest.approx(0.2)
    assert found.state == "not met"
    assert measured(Claim("a", rows, bar=0.8)).state == "met"


def test_the_gap_of_wrong_answers_has_the_same_sign() -> None:
    wrong = cases(TEACHING, 0, 100) + cases(TELLING, 20, 80)
    found = measured(Claim("wrong", wrong, bar=0.1, at_most=True))
    assert found.gap == pytest.approx(0.2)
    assert found.state == "not met"


def test_one_employer_with_many_postings_decides_nothing() -> None:
    rows = cases("many", 98, 2) + cases("few", 0, 2)
    assert measured(Claim("a", rows)).by_employer == pytest.approx(0.49)


def test_few_cases_meet_nothing_and_no_case_is_a_row() -> None:
    few = measured(Claim("a", cases(None, FEWEST - 1, 0), bar=0.5))
    assert (few.state, few.gap) == ("too few", None)
    none = measured(Claim("a", bar=0.5, not_run="no file"))
    assert (none.state, none.n, none.value) == ("not run", 0, None)
    assert measured(Claim("a", cases(None, FEWEST, 0))).state == ""


@pytest.mark.parametrize(
    ("field", "expected", "answers", "holds"),
    [
        ("workplace", "remote|unknown", Answers({"workplace": "not stated"}), True),
        ("workplace", "remote", Answers({"workplace": "not stated"}), False),
        ("tech+", ["go|golang"], Answers(technologies={"go": {"is_counted": True}}), True),
        ("tech+", ["go"], Answers(technologies={"go": {"is_counted": False}}), False),
        ("tech-", ["go"], Answers(technologies={"go": {"is_counted": True}}), False),
        ("countries", ["US", "DE"], Answers(places=[{"country_code": "DE"}]), False),
        ("pay", [], Answers(), True),
        ("pay", None, Answers(), True),
    ],
)
def test_an_answer_to_a_hand_case(
    field: str, expected: object, answers: Answers, holds: bool
) -> None:
    assert FIELDS[field].holds(expected, FIELDS[field](answers, field)) is holds


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ([[100_000, 120_000, "USD", "year"]], True),
        ([100_000, 120_000, "USD", "year"], True),
        ([[100_000, 120_000, "EUR", "year"]], False),
        ([], False),
        (None, False),
    ],
)
def test_pay_of_a_hand_case(expected: object, holds: bool) -> None:
    row = {
        "salary_min": 100_000.0,
        "salary_max": 120_000.0,
        "salary_currency": "USD",
        "salary_interval": "year",
        "is_counted": True,
        "exclusion_reason": None,
    }
    said = FIELDS["pay"](Answers(pays=[row]), "pay")
    assert FIELDS["pay"].holds(expected, said) is holds


def test_the_coverage_table_has_every_seed_of_patterns() -> None:
    have = {
        file.stem
        for file in SEEDS.glob("*.csv")
        if file.stem != "pattern_words"
        and any(c == "cue" or c.endswith("pattern") for c in csv_rows(file)[0])
    }
    assert set(TEXTS) == have
    with duckdb.connect() as db:
        for seed in TEXTS:
            for _, pattern in patterns(seed):
                db.execute("select regexp_matches('', ?)", [pattern])
