"""How often each rule of each seed fires on real postings.

`python -m benchmarks.quality --real DIR --work WORK; python -m benchmarks.rules --work WORK` prints
for every row of every rules seed the number of distinct texts (titles, lines, fields) that it
matches, and of boards that have such a text. A rule that fires on one board is a suspect: it may
have been made for one sentence. With `--csv FILE` the table is written there.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import duckdb

SEEDS = Path("dbt_project/seeds")
LISTINGS = """(
    from staging.stg_listings
    where not starts_with(ats, 'labelled') and not regexp_matches(board, '^(hidden_|case\\d)')
)"""
TITLES = f"select title as text, board from {LISTINGS}"
SHAPES = f"""
    select {{column}} as text, board
    from intermediate.int_titles__shapes inner join {LISTINGS} on phrase = title
"""
FIELDS = f"select workplace_text as text, board from {LISTINGS} where workplace_text is not null"
SENTENCES = """
    select sentence_text as text, board
    from intermediate.int_companies__sentences
    inner join intermediate.int_listings__boards using (company_id)
    where not starts_with(ats, 'labelled') and not regexp_matches(board, '^(hidden_|case\\d)')
"""
PLACES = f"select unnest(places).text as text, board from {LISTINGS}"
LOWER_PLACES = f"select lower(strip_accents(text)) as text, board from ({PLACES})"
LINES = f"""
    select line_text as text, board
    from intermediate.int_text__blocks inner join {LISTINGS} using (text_id)
"""
PLAIN = (
    "regexp_replace(regexp_replace(lower(strip_accents(text)), "
    "'([,:()/%])', ' \\1 ', 'g'), '[^a-z0-9'',:()/%]+', ' ', 'g') || ' '"
)
"""A text in plain words, as the macro plain_words."""
TEXTS = {
    "actors": f"{LINES} where has_technology or has_money or has_workplace or has_requirement",
    "class_rules": f"{LINES} where has_technology",
    "company_size_rules": SENTENCES,
    "company_statement_rules": SENTENCES,
    "strength_rules": f"{LINES} where has_technology",
    "technology_contexts": f"{LINES} where has_technology",
    "section_headings": f"{LINES} where length(line_text) <= 100",
    "pay_cues": f"{LINES} where has_money",
    "pay_interval_cues": f"{LINES} where has_money",
    "pay_side_cues": f"{LINES} where has_money",
    "pay_interval_exceptions": f"{LINES} where has_money",
    "place_label_rules": PLACES,
    "requirement_rules": f"select {PLAIN} as text, board from ({LINES} where has_requirement)",
    "place_stop_words": LOWER_PLACES,
    "role_rules": SHAPES.format(column="shape"),
    "seniority_rules": SHAPES.format(column="level_shape"),
    "workplace_flags": FIELDS,
    "workplace_rules": f"{LINES} where has_workplace",
    "workplace_title_rules": TITLES,
    "workplace_words": f"{LINES} where has_workplace",
}
"""By seed: the texts that its patterns are matched against, and the boards that have them."""
ACTORS = {
    "outsiders": ["outside"],
    "insiders": ["inside"],
    "served": ["outside", "served"],
    "others": ["outside", "inside"],
}
"""Word lists made of the seed actors: the relations of their rows."""
MARKED = ("workplace_rules", "workplace_title_rules", "workplace_words")
"""Seeds whose patterns are matched against plain words and their classes (macros/workplace.sql)."""


@dataclass(frozen=True, slots=True)
class Fired:
    """How often one row of a seed matches. A `cue` is a word, so its case does not matter."""

    seed: str
    row: str
    pattern: str
    texts: int
    boards: int


def patterns(seed: str) -> Iterator[tuple[str, str]]:
    """The name and pattern of each row of a seed, its word lists filled in."""
    words = word_lists()
    for number, row in enumerate(rows_of(seed), start=2):
        if "before_pattern" in row:
            pattern = around(row)
        elif "cue" in row:
            pattern = rf"(?i)(?:^|\W)(?:{row['cue']})(?:\W|$)"
        else:
            pattern = row["pattern"]
        for name, alternatives in words.items():
            pattern = pattern.replace(name, f"(?:{alternatives})")
        yield f"line {number}", pattern


def word_lists() -> dict[str, str]:
    """Each word list as rules write it in braces, as the macro word_lists gives them."""
    words = {f"{{{row['word_list']}}}": row["pattern"] for row in rows_of("pattern_words")}
    for name, relations in ACTORS.items():
        found = (row["pattern"] for row in rows_of("actors") if row["relation"] in relations)
        words[f"{{{name}}}"] = "|".join(found)
    return words


def around(row: dict[str, str]) -> str:
    """The pattern of a line that has a context of a technology: before, name, after."""
    group = [g for g in rows_of("technology_groups") if g["group_id"] == row["group_id"]]
    ids = row["technology_ids"].split() or [member["technology_id"] for member in group]
    names = [a["alias"] for a in rows_of("technology_aliases") if a["technology_id"] in ids]
    name = "|".join(map(re.escape, names)) or r"\S+"
    before = row["before_pattern"].replace("$", "")
    return rf"{before}(?:{name})" + row["after_pattern"].replace("^", "", 1)


@cache
def rows_of(seed: str) -> list[dict[str, str]]:
    """The rows of a seed."""
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def fired(warehouse: duckdb.DuckDBPyConnection, seed: str) -> Iterator[Fired]:
    """The rows of a seed with their counts."""
    warehouse.execute(
        "create or replace temp table texts as "
        f"select text, count(distinct board) as boards, min(board) as board from ({TEXTS[seed]}) "
        "where text is not null group by text"
    )
    if seed in MARKED:
        yield from marked(warehouse, seed)
    if seed != "workplace_words":
        yield from (count(warehouse, seed, row, pattern) for row, pattern in patterns(seed))


def marked(warehouse: duckdb.DuckDBPyConnection, seed: str) -> Iterator[Fired]:
    """Replaces words in the texts by their classes, step by step; yields the rows of the words."""
    warehouse.execute(f"update texts set text = {PLAIN}")
    rows = zip(rows_of("workplace_words"), patterns("workplace_words"), strict=True)
    steps = groupby(rows, key=lambda pair: (pair[0]["rule_order"], pair[0]["word_class"]))
    for (_, word_class), step in steps:
        found = [(row, pattern) for _, (row, pattern) in step]
        if seed == "workplace_words":
            yield from (count(warehouse, seed, row, pattern) for row, pattern in found)
        replaced = ["|".join(f"(?:{pattern})" for _, pattern in found), word_class]
        warehouse.execute("update texts set text = regexp_replace(text, ?, ?, 'g')", replaced)


def count(warehouse: duckdb.DuckDBPyConnection, seed: str, row: str, pattern: str) -> Fired:
    """How many texts a pattern matches, and of how many boards they are."""
    counts = warehouse.execute(
        "select count(*), count(distinct board) + sum(boards - 1) from texts "
        "where regexp_matches(text, ?)",
        [pattern],
    ).fetchone()
    assert counts is not None
    return Fired(seed, row, pattern, counts[0], min(counts[1] or 0, counts[0] or 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="of benchmarks.quality")
    parser.add_argument("--csv", type=Path)
    parsed = parser.parse_args()
    with duckdb.connect(str(parsed.work / "home" / "warehouse.duckdb"), read_only=True) as db:
        rows = [row for seed in TEXTS for row in fired(db, seed)]
    print(f"{'seed':24s} {'rows':>5s} {'never':>6s} {'one board':>9s}")
    for seed in TEXTS:
        mine = [row for row in rows if row.seed == seed]
        never, one = sum(r.texts == 0 for r in mine), sum(r.boards == 1 for r in mine)
        print(f"{seed:24s} {len(mine):5d} {never:6d} {one:9d}")
    if parsed.csv:
        with parsed.csv.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(("seed", "row", "texts", "boards", "pattern"))
            table.writerows((r.seed, r.row, r.texts, r.boards, r.pattern) for r in rows)


if __name__ == "__main__":
    main()
