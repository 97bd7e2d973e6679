"""Technologies: the precision and recall of the mentions that we count.

Precision is over spans drawn in hash order and labelled (`labelled/spans.csv`); recall is against
labelled postings (`labelled/read_postings.csv`) and against the labels of
`real/labelled/skills.jsonl`. The spans are of all recorded postings with a text, software or not.
"""

from __future__ import annotations

import csv
import html
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.quality import Measure
from benchmarks.quality._warehouse import Given, build
from orchestration.http.responses import HttpAnswer
from orchestration.recordings.recording import Recording
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Incomplete
from orchestration.sources._toolkit.listing import Answer, Listing

LABELLED = Path(__file__).parent / "labelled"
SOURCES = ("ashby", "greenhouse", "lever")
SKILLS = "skills"
"""The board of the postings that `skills.jsonl` quotes."""

# 70 characters before a name and 50 from its start: the context that was labelled, less than a
# line.
COUNTED_SPANS = """
    select distinct
        evidence.technology_id,
        substr(lines.line_text, greatest(1, evidence.start_position - 70),
            least(evidence.start_position - 1, 70) + 50) as span
    from core.fct_listing_technologies as counted
    inner join intermediate.int_listings__open as opened using (listing_id)
    inner join staging.stg_listings as listings using (content_id)
    inner join intermediate.int_technologies__mentions as evidence
        on listings.text_id = evidence.text_id and counted.technology_id = evidence.technology_id
    inner join intermediate.int_text__lines as lines
        on evidence.text_id = lines.text_id and evidence.line_id = lines.line_id
    where counted.is_counted and evidence.is_counted and listings.board <> 'skills'
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


def recorded(real: Path) -> Iterator[Given]:
    """Every recorded listing with a text."""
    recording = Recording.load(real)
    sources = all_sources()
    for ats, board, _ in recording.boards:
        if ats not in SOURCES:
            continue
        try:
            for posting in sources[ats].postings(board, partial(_recorded_answer, recording)):
                listing = sources[ats].read(posting, board)
                if listing is not None and listing.description_html:
                    yield ats, board, listing
        except Incomplete:
            continue  # an incomplete board still has listings


def _recorded_answer(recording: Recording, url: str, **_: Any) -> Answer:
    found = recording.find("GET", url)
    if found is None:
        raise LookupError(f"not recorded: {url}")
    return HttpAnswer(url, found.status, found.headers, found.content)


def quoted(skills: Iterable[dict[str, Any]]) -> Iterator[Given]:
    """A listing for each part of a posting in `skills.jsonl`; its number is the id."""
    for number, row in enumerate(skills):
        text = html.escape(row["text"])
        yield "ashby", SKILLS, Listing(str(number), "Engineer", description_html=text)


def precisions(connection: duckdb.DuckDBPyConnection) -> Iterator[Measure]:
    """By technology: the share of right spans among the labelled spans that are counted now.

    A labelled span that is no longer counted leaves the denominator. The share of counted spans
    that are labelled is printed, too, because a new span has no label yet.
    """
    counted = set(connection.execute(COUNTED_SPANS).fetchall())
    read = {(row["technology_id"], row["span"]): row["verdict"] for row in labels("spans")}
    for technology in sorted({technology for technology, _ in read}):
        mine = {pair for pair in counted if pair[0] == technology}
        verdicts = Counter(read[pair] for pair in mine & read.keys())
        n = verdicts.total()
        if n:
            yield Measure(f"technology precision: {technology}", n, verdicts["right"] / n, 0.97)
            yield Measure(f"technology spans read: {technology}", len(mine), n / len(mine))


def skills_recall(
    connection: duckdb.DuckDBPyConnection, skills: list[dict[str, Any]]
) -> Iterator[Measure]:
    """The labels that are a name or an alias in our dictionary; no crm, agile or powerpoint.

    The labels were voted by language models and name what the text implies, too; the second
    figure excludes the labels whose word is not in the text.
    """
    ours: dict[str, set[str]] = {}
    for name, technology in connection.execute(
        "select lower(alias), technology_id from seeds.technology_aliases "
        "union select lower(name), technology_id from seeds.technologies"
    ).fetchall():
        ours.setdefault(name, set()).add(technology)
    query = COUNTED_TECHNOLOGIES.format(key="native_id", is_skills=True)
    found = set(connection.execute(query).fetchall())
    hits = [
        (bool(ours[label] & {t for key, t in found if key == str(number)}), label, row["text"])
        for number, row in enumerate(skills)
        for label in row["skills"]
        if label in ours
    ]
    stated = [hit for hit, label, text in hits if _stands_in(label, text)]
    n = len(hits)
    yield Measure("technology recall: skills", n, sum(hit for hit, _, _ in hits) / n, 0.95)
    yield Measure("technology recall: skills whose word is there", len(stated), _share(stated))


def _stands_in(label: str, text: str) -> bool:
    padded = "".join(c if c.isalnum() or c in "+#." else " " for c in f" {text.lower()} ")
    wanted = "".join(c if c.isalnum() or c in "+#." else " " for c in label)
    return f" {wanted} " in padded.replace(". ", "  ")


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def read_recall(connection: duckdb.DuckDBPyConnection) -> Iterator[Measure]:
    """The technologies that we labelled in 60 software postings, drawn in hash order."""
    query = COUNTED_TECHNOLOGIES.format(key="text_id", is_skills=False)
    found = set(connection.execute(query).fetchall())
    texts = {
        text
        for (text,) in connection.execute("select text_id from staging.stg_listings").fetchall()
    }
    wanted = {(row["text_id"], row["technology_id"]) for row in labels("read_postings")}
    hits = [pair in found for pair in wanted if pair[0] in texts]
    if hits:
        yield Measure("technology recall: postings we read", len(hits), _share(hits), 0.95)


def measures(real: Path, work: Path) -> Iterator[Measure]:
    file = real / "labelled" / "skills.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    skills = [json.loads(line) for line in lines]
    given = [*(recorded(real) if (real / "index.jsonl").is_file() else ()), *quoted(skills)]
    if not given:
        return
    with build(given, work, "+fct_listing_technologies") as connection:
        yield from precisions(connection)
        yield from read_recall(connection)
        if skills:
            yield from skills_recall(connection, skills)
