"""`is_software` of titles of real boards, against our labels, which use only the title.

`labelled/titles.csv` has three samples. Random: 175 titles, labelled with the answer of the rules
in sight. Blind: 70 random titles without the plain cases ("software engineer"), labelled before the
rules ran on them. Hard: titles for which rules were repaired; they show only that the repair lasts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import Data, Given
from orchestration.sources._toolkit.listing import Listing

TITLE = "Software work"
ABOUT = "Whether a title is software work, and of which family."
MODELS = ("int_titles__role_families",)
TITLES = Path(__file__).parent / "labelled" / "titles.csv"


def given(data: Data) -> Iterator[Given]:
    """A listing for each labelled title."""
    for number, label in enumerate(_labels()):
        yield "labelled", "titles", Listing(str(number), label["title"])


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Precision and recall, separately for random and hard titles."""
    query = "select title, is_software from intermediate.int_titles__role_families"
    ours = dict(warehouse.execute(query).fetchall())
    for picked in ("random", "blind", "hard"):
        both = [
            (label["is_software"] == "true", ours[label["title"].strip()])
            for label in _labels()
            if label["picked"] == picked
        ]
        right = [(None, true) for true, said in both if said]
        found = [(None, said) for true, said in both if true]
        yield Claim(f"is_software: precision ({picked} titles)", right)
        yield Claim(f"is_software: recall ({picked} titles)", found)


def _labels() -> list[dict[str, str]]:
    with TITLES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
