"""Levels of titles, against `labelled/level.jsonl`; docs/decisions/0009-seniority-scale.md maps
the labels' scale to ours and says why.

The labels `mid` and `entry` include titles that our rules read more narrowly ("II", "Associate").
The page maps each of them to one value, so that a random guess gains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality import Measure
from benchmarks.quality._warehouse import build
from orchestration.sources._toolkit.listing import Listing

BAR = 0.90
OURS = {
    "unknown": "unspecified",
    "mid": "unspecified",
    "entry": "junior",
}
"""Levels of the labels and ours, where the names differ."""


def measures(real: Path, work: Path) -> Iterator[Measure]:
    """The share of titles with the level of the label."""
    file = real / "labelled" / "level.jsonl"
    if not file.is_file():
        return
    labels = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    given = [
        ("labelled", "level", Listing(str(number), label["title"]))
        for number, label in enumerate(labels)
    ]
    with build(given, work, "+int_titles__seniority") as warehouse:
        found = dict(
            warehouse.execute(
                "select title, seniority from intermediate.int_titles__seniority"
            ).fetchall()
        )
    right = [
        found[label["title"].strip()] == OURS.get(label["level"], label["level"])
        for label in labels
    ]
    yield Measure("seniority (labelled/level)", len(right), sum(right) / len(right), BAR)
