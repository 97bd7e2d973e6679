"""Every alias keeps its word: its own example is matched, its own counter example is not.

The sentences stand beside the rules, in the seeds. Each becomes the description of
one posting of a raw night, and the real models read it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.storage.raw_nights import CRAWLED
from tests.conftest import SAMPLE_NIGHT
from tests.csv_rows import seed_rows
from tests.paths import ROOT

SEEDS = ROOT / "dbt_project" / "seeds"
MODELS = (
    "technologies technology_aliases technology_contexts section_headings strength_rules "
    "class_rules html_entities pattern_words actors technology_families technology_groups "
    "stg_texts int_text__blocks "
    "int_text__lines int_technologies__line_names int_technologies__line_matches "
    "int_technologies__mentions"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a seed: the value its rule gives, and whether it must or must not."""

    seed: str
    text: str
    value: str
    wanted: bool
    rule: str  # the alias, or the order of the rule


def sentences(seed: str, value: str, rule: str) -> Iterator[Sentence]:
    for row in seed_rows(seed):
        for column in ("example", "counter_example"):
            wanted = column == "example"
            yield Sentence(seed, row[column], row[value], wanted, row[rule])


TECHNOLOGIES = list(sentences("technology_aliases", "technology_id", "alias"))
CONTEXTS = list(sentences("technology_contexts", "example_technology_id", "verdict"))
HEADINGS = list(sentences("section_headings", "section", "rule_order"))
STRENGTHS = list(sentences("strength_rules", "strength", "rule_order"))
CLASSES = list(sentences("class_rules", "class", "rule_order"))


def raw_night(folder: Path) -> None:
    """A night of postings that say nothing but one sentence each."""
    said = sorted({s.text for s in TECHNOLOGIES + CONTEXTS + STRENGTHS + CLASSES})
    above = {s.text: f"<h2>{html.escape(s.text)}</h2><p>Python</p>" for s in HEADINGS}
    postings = [
        {"text_id": text, "description_html": f"<p>{html.escape(text)}</p>"} for text in said
    ]
    postings += [
        {"text_id": f"below {heading}", "description_html": page} for heading, page in above.items()
    ]
    rows = [
        {
            "content_id": str(number),
            "ats": "examples",
            "board": "seeds",
            "native_id": str(number),
            "title": "Engineer",
            "payload": "{}",
            **posting,
        }
        for number, posting in enumerate(postings)
    ]
    hashes = pa.schema([("content_id", pa.string()), ("text_id", pa.string())])
    schema = pa.unify_schemas([hashes, CRAWLED])
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "postings.parquet")


@pytest.fixture(scope="module")
def warehouse(
    run_dbt: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("examples")
    raw_night(home / "raw" / "examples" / f"night={SAMPLE_NIGHT}")
    only = ["--indirect-selection", "empty", "--exclude-resource-type", "unit_test"]
    results = run_dbt(["build", "--select", *MODELS.split(), *only], home, home / "raw")
    assert [r.message for r in results if r.status != "success"] == []
    assert len(results) == len(MODELS.split())
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def broken(sentences: list[Sentence], found: set[tuple[str, str]]) -> list[str]:
    """A line per sentence whose rule did not keep its word. `found` has (text, value)."""
    return [
        f"{s.value} ({s.rule}) {'misses' if s.wanted else 'matches'}: {s.text}"
        for s in sentences
        if ((s.text, s.value) in found) is not s.wanted
    ]


def report(lines: list[str]) -> str:
    return f"{len(lines)} sentences:\n" + "\n".join(lines)


def pairs(warehouse: duckdb.DuckDBPyConnection, query: str) -> set[tuple[str, str]]:
    return {(text, value) for text, value in warehouse.execute(query).fetchall()}


def test_aliases_match_their_examples(warehouse: duckdb.DuckDBPyConnection) -> None:
    """An example is matched by its own alias: another name of the technology is no proof."""
    aliases = warehouse.execute(
        "select text_id, tag.technology_id, lower(tag.alias) from intermediate.int_text__lines "
        "inner join (select line_id, unnest(technologies) as tag "
        "from intermediate.int_technologies__line_matches) using (line_id) where not tag.is_mention"
    ).fetchall()
    matched = {(text, f"{technology} {alias}") for text, technology, alias in aliases}
    examples = [replace(s, value=f"{s.value} {s.rule.lower()}") for s in TECHNOLOGIES if s.wanted]
    counted = pairs(
        warehouse,
        "select text_id, technology_id from intermediate.int_technologies__mentions "
        "where is_counted",
    )
    counter_examples = [s for s in TECHNOLOGIES if not s.wanted]
    wrong = broken(examples, matched) + broken(counter_examples, counted)
    assert not wrong, report(wrong)


def test_contexts_match_their_examples(warehouse: duckdb.DuckDBPyConnection) -> None:
    """An example gets the reason of its own rule; a counter example any other.

    A name that means something else leaves no tag, and a technology one that is no mention.
    """
    verdicts = pairs(
        warehouse,
        "select text_id, tag.technology_id || ' ' || coalesce(tag.mention_reason, 'technology') "
        "from intermediate.int_text__lines inner join (select line_id, unnest(technologies) as tag "
        "from intermediate.int_technologies__line_matches) using (line_id)",
    )
    tagged = {(text, verdict.split()[0]) for text, verdict in verdicts}
    wrong = []
    for s in CONTEXTS:
        if s.rule == "other_meaning":
            given = (s.text, s.value) not in tagged
        else:
            given = (s.text, f"{s.value} {s.rule}") in verdicts
        if given is not s.wanted:
            wrong.append(f"{s.value} ({s.rule}) {'missed' if s.wanted else 'given'}: {s.text}")
    assert not wrong, report(wrong)


def test_headings_match_their_examples(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = pairs(
        warehouse,
        "select text_id[7:], section from intermediate.int_text__lines where line_text = 'Python'",
    )
    wrong = broken(HEADINGS, found)
    assert not wrong, report(wrong)


@pytest.mark.parametrize(
    ("rules", "column"), [(STRENGTHS, "strength"), (CLASSES, "class")], ids=["strength", "class"]
)
def test_mention_rules_match_their_examples(
    warehouse: duckdb.DuckDBPyConnection, rules: list[Sentence], column: str
) -> None:
    found = pairs(
        warehouse, f"select text_id, {column} from intermediate.int_technologies__mentions"
    )
    wrong = broken(rules, found)
    assert not wrong, report(wrong)


def test_a_wrong_match_is_found() -> None:
    kept, lost = Sentence("s", "a", "x", True, "1"), Sentence("s", "b", "x", False, "1")
    assert broken([kept, lost], {("a", "x")}) == []
    assert broken([kept, lost], {("b", "x")}) == ["x (1) misses: a", "x (1) matches: b"]
