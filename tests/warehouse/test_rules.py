"""The rows of the rules seeds: each matches its own example, and its rule is the first that does.

A rule is all rows with one rule_order. Its counter example is matched by another rule or by none.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.csv_rows import csv_rows, seed_rows
from tests.paths import SEEDS

RULES = [
    "role_rules",
    "place_workplace_rules",
    "section_headings",
    "seniority_rules",
    "workplace_flags",
    "workplace_rules",
    "workplace_title_rules",
]


LONGEST_PATTERN = 200


def rule_rows(seed: str) -> list[dict[str, str]]:
    """The rows of a seed, with the word lists of pattern_words in their patterns."""
    words = {f"{{{row['word_list']}}}": row["pattern"] for row in seed_rows("pattern_words")}
    rows = seed_rows(seed)
    for row in rows:
        for column in (column for column in row if column.endswith("pattern")):
            for name, pattern in words.items():
                row[column] = row[column].replace(name, f"(?:{pattern})")
    return rows


@pytest.mark.parametrize("file", sorted(SEEDS.glob("*.csv")), ids=lambda file: file.stem)
def test_no_pattern_is_long(file: Path) -> None:
    patterns = [
        value
        for row in csv_rows(file)
        for column, value in row.items()
        if column.endswith("pattern") or column == "cue"
    ]
    assert [p for p in patterns if len(p) > LONGEST_PATTERN] == []


@pytest.mark.parametrize("seed", [*RULES, "class_rules", "strength_rules"])
def test_each_row_matches_its_own_example(seed: str) -> None:
    with duckdb.connect() as db:
        wrong = [
            (row["rule_order"], row["alternative"], row["example"])
            for row in rule_rows(seed)
            if db.execute(
                "select regexp_matches(?, '(?i)' || ?)", [row["example"], row["pattern"]]
            ).fetchall()
            != [(True,)]
        ]
    assert wrong == []


def first_fits(rules: list[tuple[str, str]], subjects: set[str]) -> dict[str, str | None]:
    """The order of the first rule that fits each subject, by the engine that the models run on.

    Each pattern is a constant, as in the models, so that it is compiled once.
    """
    cases = " ".join("when regexp_matches(subject, ?) then ?" for _ in rules)
    values = [value for order, pattern in rules for value in (pattern, order)]
    with duckdb.connect() as db:
        query = f"select subject, case {cases} end from (select unnest(?) as subject)"
        return dict(db.execute(query, [*values, sorted(subjects)]).fetchall())


@pytest.mark.parametrize("seed", RULES)
def test_each_rule_is_the_first_to_fit_its_example(seed: str) -> None:
    rules = sorted(rule_rows(seed), key=lambda row: int(row["rule_order"]))
    subjects = {rule[column] for rule in rules for column in ("example", "counter_example")}
    first = first_fits([(rule["rule_order"], rule["pattern"]) for rule in rules], subjects)
    wrong = [
        (rule["rule_order"], rule["example"], rule["counter_example"])
        for rule in rules
        if first[rule["example"]] != rule["rule_order"]
        or first[rule["counter_example"]] == rule["rule_order"]
    ]
    assert len(rules) > 2
    assert wrong == []


def test_each_stop_word_fits_its_example() -> None:
    """Place texts are in lower case when the patterns are applied."""
    rules = seed_rows("place_stop_words")
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


def test_each_label_rule_changes_its_example_alone() -> None:
    with duckdb.connect() as db:
        changed = [
            db.execute(
                "select regexp_replace(text, pattern, replacement, 'g') <> text "
                "from (select unnest(?) as text, ? as pattern, ? as replacement)",
                [
                    [rule["example"], rule["counter_example"]],
                    rule["pattern"],
                    rule["replacement"] or " ",
                ],
            ).fetchall()
            for rule in seed_rows("place_label_rules")
        ]
    assert len(changed) > 2
    assert changed == [[(True,), (False,)]] * len(changed)
