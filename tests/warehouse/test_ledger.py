"""The tables of the ledger of published figures, for random ledgers, against a small model.

Nights are missed, published several times under changing rules, and known late; boards come, go and
are carried forward.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.settings import Settings
from orchestration.storage import ledger as storage
from orchestration.warehouse.dbt_project import Project
from tests.warehouse import ledger_model as model
from tests.warehouse.ledger_model import NIGHT, Answers, Edition, World

pytestmark = pytest.mark.night
SELECTED = (
    *("stg_editions", "stg_figures", "stg_board_figures", "dim_nights", "dim_editions"),
    *("fct_figure_editions", "fct_night_links", "mart_editions_by_night", "mart_figures_by_night"),
    *("mart_matched_index_by_night", "mart_revisions_by_figure"),
)


@dataclass
class Built:
    """A warehouse that was built from a random ledger."""

    world: World
    answers: Answers
    rows: Callable[[str], list[tuple[Any, ...]]]


def figure_rows(one: Edition) -> list[dict[str, Any]]:
    return [
        {
            "segment_id": segment,
            "measure": measure,
            "method": "report",
            "sample_count": 20,
            "sample_company_count": 10,
            "figure_value": float(value),
        }
        for (segment, measure), value in one.figures.items()
    ]


def board_rows(one: Edition) -> list[dict[str, Any]]:
    return [
        {
            "board_id": board,
            "listing_count": sums.listings,
            "pay_read_count": sums.read,
            "with_salary_count": sums.paid,
            "with_text_count": sums.read,
            "with_text_remote_count": sums.remote,
            "salary_total_usd": float(sums.total),
            "is_stale": sums.is_stale,
        }
        for board, sums in one.boards.items()
    ]


def store(one: Edition, settings: Settings) -> None:
    """An edition as publishing writes it."""
    values = (one.night.isoformat(), one.known.isoformat(), str(one.number))
    places = map("=".join, zip(storage.LEVELS, values, strict=True))
    folder = settings.figures.joinpath(*places)
    folder.mkdir(parents=True)
    about = {"release_id": f"{one.night}-{one.number}", "code_version": "1", "rules_id": one.rules}
    pq.write_table(pa.Table.from_pylist([about], storage.ABOUT), folder / "editions.parquet")
    columns = {n: c["columns"] for n, c in sources().items()}
    for name, rows in (("figures", figure_rows(one)), ("board_figures", board_rows(one))):
        with duckdb.connect() as db:
            hive = storage.LEVELS
            typed = ", ".join(
                f"{c} {d['data_type']}" for c, d in columns[name].items() if c not in hive
            )
            db.execute(f"create table given ({typed})")
            insert(db, "given", rows)
            db.table("given").write_parquet(str(folder / f"{name}.parquet"))


def sources() -> dict[str, Any]:
    found = Project.load().manifest["sources"].values()
    return {source["name"]: source for source in found if source["source_name"] == "ledger"}


def insert(db: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        names, places = ", ".join(row), ", ".join("?" * len(row))
        db.execute(f"insert into {table} ({names}) values ({places})", list(row.values()))


def given_tables(own: Edition, answers: Answers, settings: Settings) -> None:
    """The tables that the selected ones read: those of the night, and the answers."""
    with duckdb.connect(str(settings.warehouse)) as db:
        db.execute("create schema core; create schema staging")
        db.execute(
            "create table staging.stg_boards "
            "(ats varchar, board varchar, outcome varchar, as_of_date date)"
        )
        answered = [
            {"ats": "lever", "board": board, "outcome": outcome, "as_of_date": night}
            for board, nights in answers.items()
            for night, outcome in nights.items()
        ]
        insert(db, "staging.stg_boards", answered)
        for table, rows in (
            ("fct_figures", figure_rows(own)),
            ("fct_board_figures", board_rows(own)),
        ):
            columns = Project.load().nodes[f"core/{table}"]["columns"]
            typed = ", ".join(f"{name} {column['data_type']}" for name, column in columns.items())
            db.execute(f"create table core.{table} ({typed})")
            insert(db, f"core.{table}", [{**row, "as_of_date": own.night} for row in rows])


@pytest.fixture(scope="module", params=(1, 2, 3))
def built(
    request: pytest.FixtureRequest,
    run_dbt: Callable[..., list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Built:
    chance = random.Random(request.param)
    settings = Settings(tmp_path_factory.mktemp("ledger") / "home", contact="")
    settings.raw.mkdir(parents=True)
    editions = model.random_ledger(chance)
    own = model.edition(chance, NIGHT, NIGHT, 1, model.RULES[0])
    nights = sorted({one.night for one in editions if one.night < NIGHT} | {NIGHT})
    answers = model.random_answers(chance, [n for n in nights if chance.random() < 0.95])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own, should it have to parse
        for one in editions:
            store(one, settings)
        given_tables(own, answers, settings)
    command = ["build", "--select", *SELECTED, "--exclude-resource-type", "test", "unit_test"]
    results = run_dbt(command, settings.home, settings.raw)
    assert [(r.node.name, r.message) for r in results if r.status == "error"] == []
    assert len(results) == len(SELECTED)

    def rows(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(settings.warehouse), read_only=True) as db:
            return db.execute(query).fetchall()

    return Built(World.of(editions, own), answers, rows)


def test_each_figure_has_the_values_of_both_clocks_and_of_the_nights_between(built: Built) -> None:
    expected = {(n, *f): values for n, f, values in built.world.figures()}
    found = {
        row[:3]: list(row[3:])
        for row in built.rows(
            "select as_of_date, segment_id, measure, known_then_value, known_after_7_value, "
            "known_after_30_value, known_after_90_value, known_now_value "
            "from marts.mart_figures_by_night"
        )
    }
    assert sum(values[0] != values[-1] for values in expected.values()) > 100
    assert sum(values[2] not in (None, values[-1]) for values in expected.values()) > 10
    assert found == expected


def test_mean_absolute_revisions_are_those_of_the_model(built: Built) -> None:
    found = {
        row[:2]: (row[2], row[3], list(row[4:]))
        for row in built.rows(
            "select segment_id, measure, night_count, revised_night_count, "
            "mean_absolute_revision_after_7, mean_absolute_revision_after_30, "
            "mean_absolute_revision_after_90, mean_absolute_revision_now "
            "from marts.mart_revisions_by_figure"
        )
    }
    expected = built.world.revisions()
    assert found.keys() == expected.keys()
    for figure, (nights, revised, means) in expected.items():
        assert found[figure][:2] == (nights, revised)
        assert found[figure][2] == pytest.approx(means, rel=1e-6, abs=1e-6)


def test_the_matched_index_is_that_of_the_model(built: Built) -> None:
    found = {
        row[:2]: row[2:]
        for row in built.rows(
            "select measure, as_of_date, link_state, matched_board_count, matched_index, "
            "chain_start_date from marts.mart_matched_index_by_night"
        )
    }
    expected = {(m, row[0]): row[1:] for m in model.MEASURES for row in built.world.index(m)}
    assert found.keys() == expected.keys()
    for at, (state, boards, level, start) in expected.items():
        assert found[at][:2] == (state, boards), at
        assert found[at][2] == pytest.approx(level, rel=1e-6, abs=1e-3), at
        assert found[at][3] == start, at
    states = [state for state, *_ in expected.values()]
    assert {"linked", "rules changed", "first night"} <= set(states)
    assert states.count("linked") > len(states) / 3


def test_every_date_is_published_not_published_or_missed(built: Built) -> None:
    """None is left out, and a missed one has neither boards nor editions."""
    crawled = {night for nights in built.answers.values() for night in nights}
    known = crawled | built.world.by_night.keys()
    dates = [min(known) + timedelta(days=n) for n in range((NIGHT - min(known)).days + 1)]
    expected = {
        day: (
            "published"
            if day in built.world.by_night
            else "not published"
            if day in crawled
            else "missed",
            len(built.world.by_night.get(day, ())),
        )
        for day in dates
    }
    found = built.rows(
        "select as_of_date, night_state, edition_count from marts.mart_editions_by_night"
    )
    assert {row[0]: row[1:] for row in found} == expected
    assert sum(state == "missed" for state, _ in expected.values()) > 10
    invented = "select count(*) from marts.mart_figures_by_night where as_of_date not in "
    published = "(select as_of_date from marts.mart_editions_by_night where edition_count > 0)"
    assert built.rows(invented + published) == [(0,)]


def test_a_night_is_settled_when_its_boards_are(built: Built) -> None:
    crawled = {night for nights in built.answers.values() for night in nights}
    expected: dict[date, tuple[bool, date | None]] = {}
    for night in crawled:
        settled = model.settled(built.answers, night)
        expected[night] = (settled is not None, settled)
    found = built.rows("select as_of_date, is_settled, settled_date from core.dim_nights")
    assert {row[0]: row[1:] for row in found} == expected
    assert {is_settled for is_settled, _ in expected.values()} == {True, False}


def test_the_last_night_is_provisional_and_has_one_value(built: Built) -> None:
    rows = built.rows(
        "select distinct known_then_value = known_now_value, edition_count "
        f"from marts.mart_figures_by_night where as_of_date = date '{NIGHT}'"
    )
    assert rows == [(True, 1)]


def test_a_ledger_that_is_not_there_is_an_empty_one(
    run_dbt: Callable[..., list[Any]], tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "home", contact="")
    settings.raw.mkdir(parents=True)
    own = model.edition(random.Random(4), NIGHT, NIGHT, 1, model.RULES[0])
    given_tables(own, {"board": {NIGHT: "complete"}}, settings)
    command = ["build", "--select", *SELECTED, "--exclude-resource-type", "test", "unit_test"]
    results = run_dbt(command, settings.home, settings.raw)
    assert [(r.node.name, r.message) for r in results if r.status == "error"] == []
    with duckdb.connect(str(settings.warehouse), read_only=True) as db:
        found = db.execute(
            "select night_state, edition_count, is_settled, as_of_date "
            "from marts.mart_editions_by_night"
        ).fetchall()
    assert found == [("published", 1, False, NIGHT)]
