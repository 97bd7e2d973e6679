"""Real answers of 22 days through the real crawler: spans are those that the files show.

The tables of the lifecycle are built once, from 22 raw nights: 22 releases would take half an hour.
Skipped where no folder of real recordings lies beside the checkout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night import crawl_sources
from orchestration.crawl.night_crawl import open_night_crawl
from orchestration.settings import Settings
from orchestration.sources import all_sources
from tests import conftest
from tests.pipeline import greenhouse_nights
from tests.warehouse.lifecycle_model import Answer, History, expected_spans

pytestmark = [
    pytest.mark.night,
    pytest.mark.skipif(not greenhouse_nights.FOLDER.is_dir(), reason="no real recordings"),
]


@pytest.fixture(scope="module")
def warehouse(
    run_dbt: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of the lifecycle after 22 nights."""
    folder = tmp_path_factory.mktemp("greenhouse")
    settings = Settings(folder / "home", contact="")
    source = {"greenhouse": all_sources()["greenhouse"]}
    nights = greenhouse_nights.answers()
    for night, files in nights.items():
        origin = DataSource("recording", greenhouse_nights.recording(night, files, folder))
        with open_night_crawl(origin, settings, night) as crawl:
            outcomes = list(crawl_sources(source, crawl))
        assert [(one.ats, one.is_accepted) for one in outcomes] == [("greenhouse", True)], night
    command = ["build", "--select", "+mart_listing_flow_by_night", "+mart_pay_changes"]
    command += ["--exclude-resource-type", "test", "unit_test"]
    with patch.object(conftest, "SAMPLE_NIGHT", max(nights).isoformat()):
        results = run_dbt(command, settings.home, settings.raw)
    assert [(r.node.name, r.message) for r in results if r.status == "error"] == []
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        yield connection


def boards() -> dict[str, History]:
    """The nights of each board, by the files alone."""
    found: dict[str, History] = {}
    for night, files in greenhouse_nights.answers().items():
        for board, file in files.items():
            sent = dict.fromkeys(greenhouse_nights.jobs(file), (0, 0, 0))
            found.setdefault(board, {})[night] = Answer("complete", sent)
    return found


def test_spans_are_those_that_the_files_show(warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = {
        (f"greenhouse:{board}:{job}", number): (s.after, s.opened, s.last, s.missing, s.confirmed)
        for board, nights in boards().items()
        for job, spans in expected_spans(nights).items()
        for number, s in enumerate(spans, start=1)
    }
    rows = warehouse.execute(
        "select listing_id, span_number, opened_after_date, opened_date, last_seen_date, "
        "missing_date, confirmed_date from core.fct_listing_spans"
    ).fetchall()
    assert len(expected) > 300
    assert {(row[0], row[1]): row[2:] for row in rows} == expected


def test_open_listings_are_those_of_each_answer(warehouse: duckdb.DuckDBPyConnection) -> None:
    """By the spans, and for a listing that one answer lacks, both."""
    for board, nights in boards().items():
        for night, answer in nights.items():
            rows = warehouse.execute(
                "select listing_id from core.fct_listing_spans "
                "where board_id = $board and opened_date <= $night "
                "and (missing_date is null or $night < missing_date)",
                {"board": f"greenhouse:{board}", "night": night},
            ).fetchall()
            found = {listing for (listing,) in rows}
            sent = {f"greenhouse:{board}:{job}" for job in answer.sent}
            assert sent <= found
            assert len(found - sent) <= 3, (board, night, found - sent)


def test_four_lifecycles_that_were_read_in_the_files(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Reopened, closed (the board was not crawled on 8 and 9 August), edited and relisted."""
    spans = warehouse.execute(
        "select listing_id, opened_date::varchar, last_seen_date::varchar, missing_date::varchar, "
        "confirmed_date::varchar from core.fct_listing_spans where listing_id in "
        "('greenhouse:figma:5675771004', 'greenhouse:discord:8433948002') order by all"
    ).fetchall()
    assert spans == [
        ("greenhouse:discord:8433948002", "2026-08-01", "2026-08-06", "2026-08-07", "2026-08-10"),
        ("greenhouse:figma:5675771004", "2026-08-01", "2026-08-06", "2026-08-07", "2026-08-08"),
        ("greenhouse:figma:5675771004", "2026-08-10", "2026-08-22", None, None),
    ]
    versions = warehouse.execute(
        "select title, changed_fields, first_seen_date::varchar from core.fct_listing_versions "
        "where listing_id = 'greenhouse:discord:8637688002' order by version_number limit 2"
    ).fetchall()
    assert versions == [
        ("Engineering Manager, Safety Processing", None, "2026-08-01"),
        ("Engineering Manager, Safety", ["title"], "2026-08-03"),
    ]
    relisted = warehouse.execute(
        "select closed_listing_id, relist_source, gap_days from core.fct_relistings "
        "where listing_id = 'greenhouse:discord:8675215002'"
    ).fetchall()
    assert relisted == [("greenhouse:discord:8643403002", "opening key", 1)]
