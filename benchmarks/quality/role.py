"""`is_software` of titles of real boards, against our labels, which use only the title.

`labelled/titles.csv` has three samples. Random: 175 titles, labelled with the answer of the rules
in sight. Blind: 70 random titles without the plain cases ("software engineer"), labelled before the
rules ran on them. Hard: titles for which rules were repaired; they show only that the repair lasts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality import Measure
from benchmarks.quality._warehouse import build
from orchestration.sources._toolkit.listing import Listing

TITLES = Path(__file__).parent / "labelled" / "titles.csv"


def measures(real: Path, work: Path) -> Iterator[Measure]:
    """Precision and recall, separately for random and hard titles. Needs no data of `real`."""
    with TITLES.open(encoding="utf-8", newline="") as lines:
        labels = list(csv.DictReader(lines))
    given = [
        ("labelled", "titles", Listing(str(number), label["title"]))
        for number, label in enumerate(labels)
    ]
    with build(given, work, "+int_titles__role_families") as warehouse:
        ours = dict(
            warehouse.execute(
                "select title, is_software from intermediate.int_titles__role_families"
            ).fetchall()
        )
    for picked in ("random", "blind", "hard"):
        both = [
            (label["is_software"] == "true", ours[label["title"].strip()])
            for label in labels
            if label["picked"] == picked
        ]
        hits = sum(true and said for true, said in both)
        counted, wanted = sum(said for _, said in both), sum(true for true, _ in both)
        yield Measure(f"is_software: precision ({picked} titles)", counted, hits / counted)
        yield Measure(f"is_software: recall ({picked} titles)", wanted, hits / wanted)
