"""Levels of titles, against `labelled/level.jsonl`; docs/decisions/0009-seniority-scale.md maps
the labels' scale to ours and says why.

The labels `mid` and `entry` include titles that our rules read more narrowly ("II", "Associate").
The page maps each of them to one value, so that a random guess gains nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import Data, Given
from orchestration.sources._toolkit.listing import Listing

TITLE = "Seniority"
ABOUT = "How well the level of a job is read from its title."
MODELS = ("int_titles__seniority",)
OURS = {
    "unknown": "unspecified",
    "mid": "unspecified",
    "entry": "junior",
}
"""Levels of the labels and ours, where the names differ."""


def given(data: Data) -> Iterator[Given]:
    """A listing for each labelled title."""
    for number, label in enumerate(data.labelled("level")):
        yield "labelled", "level", Listing(str(number), label["title"])


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """The share of titles with the level of the label."""
    query = "select title, seniority from intermediate.int_titles__seniority"
    found = dict(warehouse.execute(query).fetchall())
    labels = data.labelled("level")
    right: list[tuple[str | None, bool]] = [
        (None, found[label["title"].strip()] == OURS.get(label["level"], label["level"]))
        for label in labels
    ]
    why = None if labels else "no labelled/level.jsonl"
    yield Claim("seniority (labelled/level)", right, 0.92, not_run=why)
