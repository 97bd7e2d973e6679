"""Every rule on titles is the first to match its example, and every word keeps what its class says.

Examples and words become the titles of postings of one raw night, which the real models read. A
word stands in frames: a craft is software work beside "engineer"; another trade is not, but is only
a topic behind "Software Engineer,"; a level behind a comma is none if more words follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.storage.raw_nights import CRAWLED
from tests.conftest import SAMPLE_NIGHT
from tests.csv_rows import seed_rows
from tests.warehouse.test_rules import first_fits, rule_rows

MODELS = (
    "html_entities title_terms technologies technology_aliases pattern_words actors role_rules "
    "role_families seniority_rules stg_listings int_titles__lexicon int_titles__segments "
    "int_titles__terms int_titles__shapes int_titles__role_families int_titles__seniority"
)
RULES = {"role_rules": "shape", "seniority_rules": "level_shape"}
SOFTWARE = {
    "craft": "{} engineer",
    "coder": "{}",
    "soft": "{} engineer",
    "maybe": "{} engineer",
    "infra": "{} engineer",
    "product": "{} engineer",
    "engineer": "software {}",
    "developer": "{}",
    "architect": "software {}",
    "techlead": "{}",
}
"""By class of a word: the title with it that is software work."""
OTHER = {
    "trade": "{} engineer",
    "function": "{} engineer",
    "presales": "software architect, {}",
    "job": "software {}",
    "specialist": "data {}",
    "pm": "software {}",
}
TOPIC = {"trade": "software engineer, {}", "function": "software engineer, {}"}
LEVELS = {
    "intern": "intern",
    "internship": "intern",
    "junior": "junior",
    "mid": "unspecified",
    "senior": "senior",
    "staff": "staff",
    "lead": "lead",
    "principal": "principal",
    "associate": "junior",
    "number": "unspecified",
    "director": "director",
    "avp": "director",
    "vp": "executive",
    "chief": "executive",
}
"""By class of a word: the level of a software engineer with it."""


def framed(frames: dict[str, str]) -> dict[str, str]:
    """The title of each word whose class has a frame."""
    return {
        row["term"]: frames[row["term_class"]].format(row["term"])
        for row in seed_rows("title_terms")
        if row["term_class"] in frames
    }


LEVEL_TITLES = framed(dict.fromkeys(LEVELS, "{} software engineer"))
TOPIC_LEVELS = framed(dict.fromkeys(LEVELS, "software engineer, {} quux"))


def titles() -> list[str]:
    """All titles that the tests ask about."""
    words = [framed(frames) for frames in (SOFTWARE, OTHER, TOPIC)] + [LEVEL_TITLES, TOPIC_LEVELS]
    said = {title for titles in words for title in titles.values()}
    for seed in RULES:
        said |= {row[c] for row in seed_rows(seed) for c in ("example", "counter_example")}
    return sorted(said)


@pytest.fixture(scope="module")
def warehouse(
    run_dbt: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("titles")
    night = home / "raw" / "examples" / f"night={SAMPLE_NIGHT}"
    rows = [
        {
            "content_id": str(number),
            "ats": "examples",
            "board": "seeds",
            "native_id": str(number),
            "title": title,
            "payload": "{}",
        }
        for number, title in enumerate(titles())
    ]
    hashes = pa.schema([("content_id", pa.string()), ("text_id", pa.string())])
    night.mkdir(parents=True)
    schema = pa.unify_schemas([hashes, CRAWLED])
    pq.write_table(pa.Table.from_pylist(rows, schema), night / "postings.parquet")
    only = ["--indirect-selection", "empty", "--exclude-resource-type", "unit_test"]
    results = run_dbt(["build", "--select", *MODELS.split(), *only], home, home / "raw")
    assert [r.message for r in results if r.status != "success"] == []
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def by_title(warehouse: duckdb.DuckDBPyConnection, model: str, column: str) -> dict[str, Any]:
    return dict(warehouse.execute(f"select title, {column} from intermediate.{model}").fetchall())


@pytest.mark.parametrize("seed", RULES)
def test_each_rule_is_the_first_to_match_its_example(
    warehouse: duckdb.DuckDBPyConnection, seed: str
) -> None:
    shapes = dict(
        warehouse.execute(
            f"select phrase, {RULES[seed]} from intermediate.int_titles__shapes"
        ).fetchall()
    )
    rules = sorted(rule_rows(seed), key=lambda row: int(row["rule_order"]))
    first = first_fits([(r["rule_order"], r["pattern"]) for r in rules], set(shapes.values()))
    wrong = [
        (row["rule_order"], row["alternative"], row[column], shapes[row[column]])
        for row in rules
        for column, wanted in (("example", True), ("counter_example", False))
        if (first[shapes[row[column]]] == row["rule_order"]) is not wanted
    ]
    with duckdb.connect() as db:
        wrong += [
            (row["rule_order"], row["alternative"], row["example"], "matched by no pattern of its")
            for row in rules
            if db.execute(
                "select regexp_matches(?, ?)", [shapes[row["example"]], row["pattern"]]
            ).fetchall()
            != [(True,)]
        ]
    assert wrong == [], "\n".join(map(str, wrong))


def test_words_of_software_work_make_it_and_others_do_not(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    is_software = by_title(warehouse, "int_titles__role_families", "is_software")
    wrong = [
        title
        for frames, wanted in ((SOFTWARE, True), (OTHER, False), (TOPIC, True))
        for title in framed(frames).values()
        if is_software[title] is not wanted
    ]
    assert wrong == [], "\n".join(map(str, wrong))


def test_levels_are_read_beside_the_job_and_not_in_a_topic(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    levels = by_title(warehouse, "int_titles__seniority", "seniority")
    classes = {row["term"]: row["term_class"] for row in seed_rows("title_terms")}
    wrong = [
        (title, levels[title])
        for term, title in LEVEL_TITLES.items()
        if levels[title] != LEVELS[classes[term]]
    ]
    wrong += [
        (title, levels[title]) for title in TOPIC_LEVELS.values() if levels[title] != "unspecified"
    ]
    assert wrong == [], "\n".join(map(str, wrong))
