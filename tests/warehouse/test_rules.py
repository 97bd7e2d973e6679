"""Every row of a rules seed fits its own example, in the order of the rules, and not its counter
example: what a row is there for stays so when another is added before it."""

from __future__ import annotations

import csv

import duckdb
import pytest

from tests.paths import SEEDS

RULES = [
    "role_rules",
    "seniority_rules",
    "workplace_flags",
    "workplace_rules",
    "workplace_title_rules",
]


@pytest.mark.parametrize("seed", RULES)
def test_each_rule_is_the_first_to_fit_its_example(seed: str) -> None:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        rules = sorted(csv.DictReader(lines), key=lambda row: int(row["rule_order"]))
    with duckdb.connect() as db:

        def first(subject: str) -> str | None:
            """The order of the first rule that fits, by the engine that the models run on."""
            for rule in rules:
                fits = db.execute("select regexp_matches(?, ?)", [subject, rule["pattern"]])
                if fits.fetchall() == [(True,)]:
                    return rule["rule_order"]
            return None

        wrong = [
            (rule["rule_order"], rule["example"], rule["counter_example"])
            for rule in rules
            if first(rule["example"]) != rule["rule_order"]
            or first(rule["counter_example"]) == rule["rule_order"]
        ]
    assert len(rules) > 2
    assert wrong == []


def test_each_stop_word_fits_its_example() -> None:
    """Place texts are in lower case when the patterns are applied."""
    with (SEEDS / "place_stop_words.csv").open(encoding="utf-8", newline="") as lines:
        rules = list(csv.DictReader(lines))
    with duckdb.connect() as db:
        wrong = [
            rule
            for rule in rules
            if db.execute(
                "select regexp_full_match(lower(?), ?)", [rule["example"], rule["pattern"]]
            ).fetchall()
            != [(True,)]
        ]
    assert len(rules) > 2
    assert wrong == []
