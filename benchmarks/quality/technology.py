"""Technologies: the precision and recall of the mentions that we count.

Precision is over spans drawn in hash order and labelled (`labelled/spans.csv`); recall is against
labelled postings (`labelled/read_postings.csv`) and against the labels of
`real/labelled/skills.jsonl`. The spans are of all recorded postings with a text, software or not.
"""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.quality import FEWEST, Claim
from benchmarks.quality._data import Data, Given
from orchestration.sources._toolkit.listing import Listing

LABELLED = Path(__file__).parent / "labelled"
TITLE = "Technologies"
ABOUT = (
    "How often a technology that we count is really asked for or used (precision), and how "
    "many of those that stand in a posting we count (recall)."
)
MODELS = ("fct_listing_technologies",)
SKILLS = "skills"
"""The board of the postings that `skills.jsonl` quotes."""

SPAN_KEY = """
    md5(evidence.technology_id || ' ' || substr(
        lines.line_text, greatest(1, evidence.start_position - 70),
        least(evidence.start_position - 1, 70) + 50
    ))
"""
"""A span is what was labelled: 70 characters before a name and 50 from its start. Its text belongs
to the employer, so its label is kept by the hash of technology and text."""
COUNTED_SPANS = f"""
    select
        evidence.technology_id,
        {SPAN_KEY} as span_key,
        min(listings.board) as board
    from core.fct_listing_technologies as counted
    inner join intermediate.int_listings__open as opened using (listing_id)
    inner join staging.stg_listings as listings using (content_id)
    inner join intermediate.int_technologies__mentions as evidence
        on listings.text_id = evidence.text_id and counted.technology_id = evidence.technology_id
    inner join intermediate.int_text__lines as lines
        on evidence.text_id = lines.text_id and evidence.line_id = lines.line_id
    where counted.is_counted and evidence.is_counted and listings.ats not in ('labelled', 'case')
        and not starts_with(listings.board, 'hidden_')
    group by all
"""
COUNTED_TECHNOLOGIES = """
    select distinct listings.{key}, counted.technology_id
    from core.fct_listing_technologies as counted
    inner join intermediate.int_listings__open as opened using (listing_id)
    inner join staging.stg_listings as listings using (content_id)
    where counted.is_counted and (listings.board = 'skills') = {is_skills}
"""


def labels(name: str) -> list[dict[str, str]]:
    """The rows of a file in `labelled/`."""
    with (LABELLED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def given(data: Data) -> Iterator[Given]:
    """A listing for each part of a posting in `skills.jsonl`; its number is the id."""
    for number, row in enumerate(data.labelled("skills")):
        text = html.escape(row["text"])
        yield "labelled", SKILLS, Listing(str(number), "Engineer", description_html=text)


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    yield from precisions(warehouse)
    yield from read_recall(warehouse)
    yield from skills_recall(warehouse, data.labelled("skills"))


def precisions(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """By technology: the share of right spans among the labelled spans that are counted now.

    A labelled span that is no longer counted leaves the denominator. The share of counted spans
    that are labelled is printed, too, because a new span has no label yet.
    """
    counted: dict[str, dict[str, str]] = {}
    for technology, span, board in warehouse.execute(COUNTED_SPANS).fetchall():
        counted.setdefault(technology, {})[span] = board
    read: dict[str, dict[str, bool]] = {}
    for row in labels("spans"):
        read.setdefault(row["technology_id"], {})[row["span_key"]] = row["verdict"] == "right"
    for technology in sorted(read):
        mine = counted.get(technology, {})
        right = [(mine[span], ok) for span, ok in read[technology].items() if span in mine]
        why = None if right else "no counted span is labelled"
        yield Claim(
            f"technology precision: {technology}",
            right,
            0.97,
            not_run=why,
            about="Of the places where we count it, how many ask for it or use it.",
            is_detail=len(right) < FEWEST,
        )
        drawn = [(board, span in read[technology]) for span, board in mine.items()]
        name = f"technology spans read: {technology}"
        yield Claim(name, drawn, not_run=_none(drawn), is_detail=True)


def skills_recall(
    warehouse: duckdb.DuckDBPyConnection, skills: list[dict[str, Any]]
) -> Iterator[Claim]:
    """The labels that are a name or an alias in our dictionary; no crm, agile or powerpoint.

    The labels were voted by language models and name what the text implies, too; the second
    figure excludes the labels whose word is not in the text.
    """
    ours: dict[str, set[str]] = {}
    for name, technology in warehouse.execute(
        "select lower(alias), technology_id from seeds.technology_aliases "
        "union select lower(name), technology_id from seeds.technologies"
    ).fetchall():
        ours.setdefault(name, set()).add(technology)
    query = COUNTED_TECHNOLOGIES.format(key="native_id", is_skills=True)
    found = set(warehouse.execute(query).fetchall())
    hits = [
        (bool(ours[label] & {t for key, t in found if key == str(number)}), label, row["text"])
        for number, row in enumerate(skills)
        for label in row["skills"]
        if label in ours
    ]
    stated = [(None, hit) for hit, label, text in hits if _stands_in(label, text)]
    why = None if hits else "no labelled/skills.jsonl"
    yield Claim("technology recall: skills", [(None, h) for h, _, _ in hits], 0.95, not_run=why)
    yield Claim("technology recall: skills whose word is there", stated, 0.95, not_run=why)


def _stands_in(label: str, text: str) -> bool:
    padded = "".join(c if c.isalnum() or c in "+#." else " " for c in f" {text.lower()} ")
    wanted = "".join(c if c.isalnum() or c in "+#." else " " for c in label)
    return f" {wanted} " in padded.replace(". ", "  ")


def _none(cases: list[Any]) -> str | None:
    return None if cases else "no case in these listings"


def read_recall(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """The technologies that we labelled in 99 software postings, drawn in hash order."""
    query = COUNTED_TECHNOLOGIES.format(key="text_id", is_skills=False)
    found = set(warehouse.execute(query).fetchall())
    boards = dict(
        warehouse.execute(
            "select text_id, min(board) from staging.stg_listings group by 1"
        ).fetchall()
    )
    hits = [
        (boards[row["text_id"]], (row["text_id"], row["technology_id"]) in found)
        for row in labels("read_postings")
        if row["text_id"] in boards
    ]
    why = None if hits else "no labelled posting is among these"
    yield Claim("technology recall: postings we read", hits, 0.95, not_run=why)
