"""Spans, versions and relistings of random histories are those of `lifecycle_model`."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.settings import Settings
from orchestration.sources._toolkit.listing import Listing, Pay, Place
from orchestration.storage import raw_nights
from orchestration.storage.earlier_nights import EarlierNights
from orchestration.storage.finalize import finalize_night
from tests.warehouse.lifecycle_model import (
    BOARDS_EACH,
    NIGHTS,
    SOURCES,
    TEXTS,
    TITLES,
    Chain,
    Content,
    History,
    expected_chains,
    expected_relistings,
    expected_spans,
    expected_versions,
    history,
    median_days,
    opening,
    place,
    published,
    survival,
)

pytestmark = pytest.mark.night


def store(histories: dict[tuple[str, str], History], settings: Settings) -> None:
    """The histories as raw nights. A source without an answer on a night has no such night."""
    for ats in SOURCES:
        for night in NIGHTS:
            answers = {
                board: nights[night]
                for (source, board), nights in histories.items()
                if source == ats and night in nights
            }
            if not answers:
                continue
            folder = settings.raw_night(ats, night)
            folder.mkdir(parents=True)
            rows = [
                {"ats": ats, "board": board, **asdict(listing(job, content)), "payload": "{}"}
                for board, answer in answers.items()
                for job, content in answer.sent.items()
            ]
            crawled = folder / "crawled.jsonl"
            crawled.write_bytes(raw_nights.json_lines(rows))
            noon = datetime.combine(night, time(12), UTC)
            results = [
                asdict(raw_nights.BoardResult(ats, b, None, "test", a.outcome, fetched_at=noon))
                for b, a in answers.items()
            ]
            table = pa.Table.from_pylist(results, raw_nights.BOARDS)
            pq.write_table(table, folder / "boards.parquet")
            finalize_night(folder, ats, EarlierNights(settings.raw, night), [crawled])
            crawled.unlink()


def listing(job: str, content: Content) -> Listing:
    """The posting of a listing in a version."""
    title, text, pay = content
    return Listing(
        job,
        TITLES[title],
        description_html=f"<p>{TEXTS[text % 2]} {text}</p>" if text >= 0 else None,
        opening_id=opening(job),
        places=(Place(place(job)),),
        pays=(Pay(100_000.0 + pay, 120_000.0, "USD", "year"),),
        published_at=datetime.combine(day, time(12), UTC) if (day := published(job)) else None,
    )


@pytest.fixture(scope="module")
def histories() -> dict[tuple[str, str], History]:
    chance = random.Random(20261102)
    found = {
        (ats, f"board{number}"): history(chance) for ats in SOURCES for number in range(BOARDS_EACH)
    }
    for nights in (found[key] for key in found if key[0] == SOURCES[0]):
        nights.pop(NIGHTS[6], None)  # the source is carried forward on this night
    return {key: nights for key, nights in found.items() if nights}


@pytest.fixture(scope="module")
def warehouse(
    histories: dict[tuple[str, str], History],
    run_dbt: Callable[..., list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    settings = Settings(tmp_path_factory.mktemp("lifecycle") / "home", contact="")
    store(histories, settings)
    models = ("mart_listing_flow_by_night", "mart_pay_changes", "mart_workplace_changes",
              "mart_time_open_by_role_family")  # fmt: skip
    command = ["build", "--select", *(f"+{model}" for model in models)]
    command += ["--exclude-resource-type", "test", "unit_test"]
    results = run_dbt(command, settings.home, settings.raw)
    assert [(r.node.name, r.message) for r in results if r.status == "error"] == []
    return settings.warehouse


def test_spans_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    expected = {
        (f"{ats}:{board}:{job}", number): (s.after, s.opened, s.last, s.missing, s.confirmed)
        for (ats, board), nights in histories.items()
        for job, spans in expected_spans(nights).items()
        for number, s in enumerate(spans, start=1)
    }
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = {
            (row[0], row[1]): row[2:]
            for row in db.execute(
                "select listing_id, span_number, opened_after_date, opened_date, last_seen_date, "
                "missing_date, confirmed_date from core.fct_listing_spans"
            ).fetchall()
        }
    assert len(histories) >= 300
    assert sum(number > 1 for _, number in expected) > 50, "some listings are opened again"
    assert found == expected


def test_versions_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    expected = {
        (f"{ats}:{board}:{job}", number): (*version[1:3], version[3], TITLES[version[0][0]])
        for (ats, board), nights in histories.items()
        for job, versions in expected_versions(nights).items()
        for number, version in enumerate(versions, start=1)
    }
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = {
            (row[0], row[1]): row[2:]
            for row in db.execute(
                "select listing_id, version_number, first_seen_date, last_seen_date, "
                "changed_fields, title from core.fct_listing_versions"
            ).fetchall()
        }
    assert sum(number > 2 for _, number in expected) > 50
    assert found == expected


def test_flows_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    """Opened, reopened, closed, missing, edited, repriced and relisted, by night."""
    relisted = expected_relistings(histories)
    expected: dict[date, list[int]] = {
        night: [0] * 7 for nights in histories.values() for night in nights
    }
    for (ats, board), nights in histories.items():
        for job, spans in expected_spans(nights).items():
            for number, span in enumerate(spans):
                if span.after and number == 0 and f"{ats}:{board}:{job}" in relisted:
                    expected[span.opened][6] += 1
                elif span.after:
                    expected[span.opened][min(number, 1)] += 1
                if span.missing:
                    expected[span.missing][2 if span.confirmed else 3] += 1
        for versions in expected_versions(nights).values():
            for _, first, _, changed in versions[1:]:
                expected[first][4] += 1
                expected[first][5] += "pay" in (changed or ())
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = {
            row[0]: [*row[1:]]
            for row in db.execute(
                "select as_of_date, opened_count, reopened_count, closed_count, missing_count, "
                "edited_count, pay_change_count, relisted_count "
                "from marts.mart_listing_flow_by_night"
            ).fetchall()
        }
        changes = db.execute("select count(*) from marts.mart_pay_changes").fetchall()
        drifts = db.execute("select count(*) from marts.mart_workplace_changes").fetchall()
    assert found == expected
    assert changes == [(sum(counts[5] for counts in expected.values()),)]
    assert drifts == [(0,)], "no history changes a work arrangement"


def test_relistings_are_those_of_the_model(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    expected = expected_relistings(histories)
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute(
            "select listing_id, closed_listing_id, relist_source, gap_days, chain_id, "
            "chain_number, chain_length from core.fct_relistings"
        ).fetchall()
    found = {row[0]: row[1:4] for row in rows}
    signs = [sign for _, sign, _ in expected.values()]
    assert {sign: signs.count(sign) > 20 for sign in signs} == dict.fromkeys(signs, True)
    assert len(set(signs)) == 4
    assert found == expected

    def chain(listing: str) -> list[str]:
        """The listing and those before it, the first one last."""
        before = expected.get(listing)
        return [listing, *(chain(before[0]) if before else [])]

    members: dict[str, int] = {}
    for listing in expected:
        members[chain(listing)[-1]] = members.get(chain(listing)[-1], 1) + 1
    assert max(members.values()) > 2, "some openings are posted three times"
    assert {row[0]: row[4:] for row in rows} == {
        listing: (chain(listing)[-1], len(chain(listing)), members[chain(listing)[-1]])
        for listing in expected
    }


def test_days_open_are_those_of_the_product_limit(
    histories: dict[tuple[str, str], History], warehouse: Path
) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute(
            "select role_family, chain_count, company_count, closed_count, entered_late_count, "
            "least_at_risk_count, median_days_open, low_median_days_open, high_median_days_open, "
            "unpublished_reason from marts.mart_time_open_by_role_family"
        ).fetchall()
        family = dict(
            db.execute("select distinct title, role_family from core.fct_chains").fetchall()
        )
    groups: dict[str, list[Chain]] = {}
    for chain in expected_chains(histories):
        groups.setdefault(family[TITLES[chain.title]], []).append(chain)
    assert len(rows) > 1
    medians = []
    for name, *found in rows:
        chains = groups.pop(name)
        median, low, high = median_days(chains)
        assert len(chains) >= 20, name
        until = median or max(chain.exit for chain in chains)
        at_risk = min((row[1] for row in survival(chains) if row[0] <= until), default=None)
        counts = [
            len(chains),
            len({chain.company for chain in chains}),
            sum(chain.is_closed for chain in chains),
            sum(chain.entry > 0 for chain in chains),
            at_risk,
        ]
        still = None if median else "most are still open"
        reason = "few at risk" if at_risk and at_risk < 10 else still
        days = [None] * 3 if reason else [median, low, high]
        assert found == [*counts, *days, reason], name
        medians.append(median if reason is None else None)
    assert any(medians), "some medians are published"
    assert groups.keys() <= {"other"}, "other work has no row"


def test_a_change_of_pay_has_the_words_of_both(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute(
            "select distinct old_pay_text, new_pay_text from marts.mart_pay_changes "
            "where old_pay_text like '100000%' and new_pay_text like '100001%'"
        ).fetchall()
    assert rows == [("100000–120000 USD year", "100001–120000 USD year")]
