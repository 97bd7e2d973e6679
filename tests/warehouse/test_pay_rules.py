"""Each row of the seeds that read pay matches its example, and not its counter-example."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import duckdb
import pytest

from benchmarks.rules import word_lists
from tests.csv_rows import seed_rows

WORDS = word_lists()


def plain(text: str) -> str:
    """A text without accents, as `cue_words` in macros/pay_cues.sql gives it."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def whole_words(cue: str) -> str:
    """A cue as `pay_cue` compiles it."""
    for name, words in WORDS.items():
        cue = cue.replace(name, f"(?:{words})")
    return rf"(?i)\b(?:{cue})(?:\b|$)"


def before_an_amount(cue: str) -> str:
    """A cue as `amount_side` compiles it."""
    return rf"(?i)(?:^|[^\p{{L}}])(?:{cue})[\s:]*$"


@pytest.mark.parametrize(
    ("seed", "column", "compiled"),
    [
        ("pay_cues", "cue", whole_words),
        ("pay_side_cues", "cue", before_an_amount),
        ("pay_interval_exceptions", "pattern", "(?i){}".format),
    ],
)
def test_each_row_matches_its_example_alone(
    seed: str, column: str, compiled: Callable[[str], str]
) -> None:
    words = plain if seed == "pay_cues" else str
    with duckdb.connect() as db:
        wrong = [
            (row[column], row["example"], row["counter_example"])
            for row in seed_rows(seed)
            if db.execute(
                "select regexp_matches($1, $3), regexp_matches($2, $3)",
                [words(row["example"]), words(row["counter_example"]), compiled(row[column])],
            ).fetchall()
            != [(True, False)]
        ]
    assert wrong == []
