"""The rows of the rules seeds: each matches its own example, and its rule is the first that does.

A rule is all rows with one rule_order. Its counter example is matched by another rule or by none.
The rules of a requirement are tried among themselves. The rules on the shapes of titles are in
`test_titles`.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from benchmarks.rules import word_lists
from tests.csv_rows import csv_rows, seed_rows
from tests.paths import SEEDS

RULES = [
    "company_size_rules",
    "company_statement_rules",
    "requirement_rules",
    "section_headings",
    "workplace_flags",
    "workplace_rules",
    "workplace_title_rules",
]
MARKED = ("workplace_rules", "workplace_title_rules")
"""The seeds whose rules read marked lines: plain words with their classes (`word_classes`)."""

LONGEST_PATTERN = 200


def rule_rows(seed: str) -> list[dict[str, str]]:
    """The rows of a seed, with the word lists of pattern_words in their patterns."""
    words = word_lists()
    rows = seed_rows(seed)
    for row in rows:
        for column in (column for column in row if column.endswith("pattern")):
            for name, pattern in words.items():
                row[column] = row[column].replace(name, f"(?:{pattern})")
    if seed in MARKED:
        marks = marked({row[column] for row in rows for column in ("example", "counter_example")})
        rows = [{column: marks.get(value, value) for column, value in row.items()} for row in rows]
    return rows


def marked(clauses: set[str]) -> dict[str, str]:
    """Each clause of plain words with the classes of its words, as the macro `word_classes`."""
    steps: dict[str, list[str]] = {}
    for row in rule_rows("workplace_words"):
        steps.setdefault(f"{row['rule_order']} {row['word_class']}", []).append(row["pattern"])
    lines = {clause: f"{clause} " for clause in clauses}
    with duckdb.connect() as db:
        for step, patterns in steps.items():
            given = [list(lines.values()), "|".join(patterns), step.partition(" ")[2]]
            query = "select unnest(list_transform(?, lambda line: regexp_replace(line, ?, ?, 'g')))"
            replaced = db.execute(query, given).fetchall()
            lines = dict(zip(lines, (line for (line,) in replaced), strict=True))
    return lines


@pytest.mark.parametrize("file", sorted(SEEDS.glob("*.csv")), ids=lambda file: file.stem)
def test_no_pattern_is_long(file: Path) -> None:
    patterns = [
        value
        for row in csv_rows(file)
        for column, value in row.items()
        if column.endswith("pattern") or column == "cue"
    ]
    assert [p for p in patterns if len(p) > LONGEST_PATTERN] == []


@pytest.mark.parametrize("seed", [*RULES, "class_rules", "strength_rules", "workplace_words"])
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


def test_no_workplace_word_matches_its_counter_example() -> None:
    with duckdb.connect() as db:
        wrong = [
            (row["word_class"], row["counter_example"])
            for row in rule_rows("workplace_words")
            if db.execute(
                "select regexp_matches(?, ?)", [row["counter_example"], row["pattern"]]
            ).fetchall()
            != [(False,)]
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
    rows = sorted(rule_rows(seed), key=lambda row: int(row["rule_order"]))
    for requirement in {row.get("requirement") for row in rows}:
        rules = [row for row in rows if row.get("requirement") == requirement]
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


def test_each_actor_fits_its_example_alone() -> None:
    rows = seed_rows("actors")
    with duckdb.connect() as db:
        wrong = [
            row
            for row in rows
            if db.execute(
                "select list_transform([?, ?], lambda t: regexp_matches(t, ?))",
                [
                    row["example"],
                    row["counter_example"],
                    rf"(?i)(?:^|\W)(?:{row['pattern']})(?:\W|$)",
                ],
            ).fetchall()
            != [([True, False],)]
        ]
    assert len(rows) > 30
    assert wrong == []


def test_no_word_list_is_left_in_a_pattern() -> None:
    """A list that another one names stands below it, or the last list of all is never reached."""
    left = [
        (seed, row)
        for seed in RULES
        for row in rule_rows(seed)
        if re.search(r"\{[a-z_]{2,}\}", row["pattern"])
    ]
    assert left == []


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
