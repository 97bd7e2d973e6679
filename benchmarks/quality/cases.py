"""Hand cases: small postings with the right value of one field (`--cases FILE`).

A line of the file is a JSON object: `kind`, `ats`, `input` (the parts of a posting), `field`,
`expected`. The source of the ATS reads the posting in the vendor's form, so that the reading of
fields is measured, too. One measure per kind: the share of its cases that are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._case_answers import FIELDS, NOT_RUN, answers
from benchmarks.quality._case_postings import vendor_posting
from benchmarks.quality._data import Data, Given, json_lines
from orchestration.sources import all_sources

TITLE = "Hand cases"
ABOUT = "Small postings written by hand, each with the right value of one field."
MODELS = (
    "fct_listings",
    "fct_listing_technologies",
    "fct_listing_places",
    "fct_listing_pay_ranges",
)


def given(data: Data) -> Iterator[Given]:
    """Each case is the only listing of a board of its own, named by its number."""
    for number, case in enumerate(_cases(data)):
        posting = vendor_posting(case["ats"], case["input"], number)
        listing = all_sources()[case["ats"]].read(posting, board(case["ats"], number))
        assert listing is not None
        yield case["ats"], board(case["ats"], number), listing


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    cases = _cases(data)
    found = answers(warehouse)
    kinds: dict[str, list[bool]] = {}
    skipped: dict[str, str] = {}
    for number, case in enumerate(cases):
        field, expected = case["field"], case["expected"]
        name = field.partition(":")[0]
        if name not in FIELDS:
            skipped[case["kind"]] = NOT_RUN.get(name, f"no such field: {name}")
            continue
        said = FIELDS[name](found[board(case["ats"], number)], field)
        is_right = FIELDS[name].holds(expected, said)
        kinds.setdefault(case["kind"], []).append(is_right)
        if data.failing and not is_right:
            text = json.dumps(case["input"], ensure_ascii=False)
            print(f"  {number} {case['kind']} [{field}] expected {expected}, got {said}: {text}")
    hits = [hit for kind in kinds.values() for hit in kind]
    why = None if cases else "no --cases"
    yield Claim("hand cases", [(None, hit) for hit in hits], 1.0, not_run=why)
    for kind in sorted(kinds | skipped):
        rows: list[tuple[str | None, bool]] = [(None, hit) for hit in kinds.get(kind, [])]
        yield Claim(f"case: {kind}", rows, not_run=skipped.get(kind), is_detail=True)


def board(ats: str, number: int) -> str:
    """The board of a case; its form is the vendor's."""
    if ats == "workday":
        return f"case{number}.wd1.cases"
    return f"case{number}"


def _cases(data: Data) -> list[dict[str, Any]]:
    return json_lines(data.cases) if data.cases else []
