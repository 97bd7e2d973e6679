"""What texts state about visas, degrees, years of experience and clearance, against texts that were
read (`labelled/requirement_texts.csv`).

The texts are distinct ones of the recorded boards, drawn by the hash of their id: a third at
random, the others among texts with a word about visas, degrees or clearance, two of a board at
most. They were labelled by the lines that could state something and the headings above these,
before the rules ran on them. The column `draw` says when:

- *taught*: 80 of the teaching half, on which the rules were made.
- *first*: 90 of the telling half. Sponsorship was answered right in 16 of 18, a degree in 30 of 37,
  years in 49 of 50.
- *second*: 81 others of the telling half. Sponsorship 18 of 18, degree 40 of 43, years 57 of 58. Of
  the degrees 37 agreed at first; in three the label had missed a heading ("Nice to have"), and was
  corrected.
- *third* and *fourth*: 46 and 44 others with a word about degrees, of which only this was labelled:
  right in 32 of 37, then in 30 of 30. Texts of one employer share lines.

The figures are those before the rules ran on the draw; after each draw the kinds of its errors were
mended, so what is measured now is a little too good.

A label may hold several answers (`required|preferred`): the text can be read both ways. Only the
teaching half has texts that ask for a security clearance, eight of them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import HIDDEN, Data

TITLE = "Requirements"
ABOUT = (
    "What texts state about visa sponsorship, degrees, years of experience and security clearance, "
    "compared with texts that were read."
)
MODELS = ("stg_listings", "int_requirements__texts")
LABELLED = Path(__file__).parent / "labelled" / "requirement_texts.csv"
NAMES = {
    "visa_sponsorship": "visa sponsorship",
    "degree": "degree",
    "degree_level": "level of degree",
    "experience_years": "years of experience",
    "security_clearance": "security clearance",
}
NOT_STATED = "not stated"
ANSWERS = f"""
    select
        text_id,
        min(board),
        max(answer) filter (where requirement = 'visa_sponsorship'),
        max(answer) filter (where requirement = 'degree'),
        max(degree_level),
        max(experience_years)::varchar,
        max(answer) filter (where requirement = 'security_clearance')
    from staging.stg_listings
    left join intermediate.int_requirements__texts using (text_id)
    where text_id is not null and not starts_with(board, '{HIDDEN}')
    group by text_id
"""


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Of each requirement, how many answers are right, and how many stated ones are found."""
    found = {row[0]: row[1:] for row in warehouse.execute(ANSWERS).fetchall()}
    with LABELLED.open(encoding="utf-8", newline="") as lines:
        labels = [row for row in csv.DictReader(lines) if row["text_id"] in found]
    why = None if labels else "none of the labelled texts in the data"
    for number, (column, name) in enumerate(NAMES.items(), start=1):
        read = [
            (found[row["text_id"]][0], found[row["text_id"]][number], row[column].split("|"))
            for row in labels
            if row[column]
        ]
        yield Claim(
            f"requirement: {name} right",
            [(board, said in label) for board, said, label in read if said is not None],
            bar=0.95,
            not_run=why,
            about=f"Of the texts with an answer about {name}, how many state that answer.",
        )
        yield Claim(
            f"requirement: {name} found",
            [(board, said in label) for board, said, label in read if NOT_STATED not in label],
            bar=0.9,
            not_run=why,
            about=f"Of the texts that state anything about {name}, how many have the right answer.",
        )
