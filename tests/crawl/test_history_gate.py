"""Wrong nights are caught before they are accepted, each by its own figure; ordinary ones pass."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from orchestration.crawl import history_gate
from orchestration.crawl.acceptance import SourceOutcome
from orchestration.crawl.boards import Board
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night import crawl_sources
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Source
from orchestration.storage.earlier_nights import EarlierNights
from tests.crawl.measured_nights import (
    FIRST,
    History,
    checks_of,
    each,
    failures,
    listing,
    warnings,
)
from tests.storage.given_night import FakeClient, GivenSource

NEXT = FIRST + timedelta(1)
ERROR_PAGE = "<p>Please enable cookies to continue. Our systems have detected unusual traffic.</p>"
Change = Callable[[list[Any]], list[Any]]


def first_night_of(home: Path, sources: Collection[str]) -> History:
    """An accepted night of sources, each of six boards and about 150 listings."""
    history = History(home, sources=sources)
    for boards in history.market.values():
        tenth = [replace(p, is_remote=n % 10 == 0) for n, p in enumerate(history.listings(40))]
        boards["big"] = tenth
    assert {failures(o) for o in history.crawl().values()} == {""}
    return history


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> History:
    return first_night_of(tmp_path_factory.mktemp("first"), ["lever"])


@pytest.fixture
def home(first_night: History, tmp_path: Path) -> History:
    """The first night of a source, followed by ordinary change."""
    history = deepcopy(first_night)
    history.settings = replace(history.settings, home=tmp_path / "home")
    shutil.copytree(first_night.settings.home, history.settings.home)
    history.change()
    return history


def doubled(postings: list[Any]) -> list[Any]:
    return postings + [replace(p, native_id=f"new-{p.native_id}") for p in postings]


def times_100(posting: Any) -> Any:
    return tuple(
        replace(pay, minimum=pay.minimum * 100, maximum=pay.maximum * 100) for pay in posting.pays
    )


WRONG: dict[str, tuple[Change, str]] = {
    "half of the listings": (lambda p: p[: len(p) // 2], r"^listings \d+, usual \d+, at least \d+"),
    "every pay x100": (
        each(pays=times_100),
        r"^median pay \(USD year\) [\d,]+ \(n \d+\), usual [\d,]+, at most",
    ),
    "all remote flags flipped": (each(is_remote=lambda p: not p.is_remote), "^remote by the field"),
    "descriptions are an error page": (
        each(description_html=ERROR_PAGE),
        "distinct texts of listings .* at least .*; median length of a text",
    ),
    "all titles empty": (each(title="-"), "postings set aside 100.0% of "),
    "doubled listings with new ids": (
        doubled,
        "distinct titles of listings .*; listings .* at most|listings",
    ),
    "future dates": (
        each(published_at=lambda p: datetime(2026, 11, 2, tzinfo=UTC) + timedelta(390)),
        "publication dates after the night 100.0% of ",
    ),
    "all closing at once": (lambda p: [], "^listings 0, usual "),
    "currency gone": (
        each(pays=lambda p: tuple(replace(pay, currency=None) for pay in p.pays)),
        "listings with pay that state its currency 0.0% of ",
    ),
    "places gone": (each(places=()), "listings with a place 0.0% of "),
    "texts gone": (each(description_html=None), "listings with a text 0.0% of "),
}


ONE_BOARD: dict[str, tuple[Change, str]] = {
    "x10": (
        lambda p: [replace(one, native_id=f"{n}-{one.native_id}") for n in range(10) for one in p],
        r"listings [\d,]+, usual \d+, at most \d+",
    ),
    "half": (lambda p: p[: len(p) // 2 - 1], r"listings \d+, usual \d+, at least \d+"),
    "all flags set": (each(is_remote=True), "remote by the field 100.0% of "),
    "pay x100": (each(pays=times_100), "median pay"),
    "an error page": (each(description_html=ERROR_PAGE), "distinct texts of listings"),
}


USUAL, *OTHERS = all_sources()
CHANGED = dict(zip([*WRONG, *ONE_BOARD], OTHERS, strict=False))
"""The source that each change happens to."""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, dict[str, SourceOutcome]]:
    """A night on which each change happens to another source, and to its whole market or to one
    board; and how each source ended."""
    history = first_night_of(tmp_path_factory.mktemp("changed"), [USUAL, *CHANGED.values()])
    history.change()
    market = history.market
    for what, ats in CHANGED.items():
        change, _ = (WRONG | ONE_BOARD)[what]
        boards = None if what in WRONG else ["big"]
        market = {**market, ats: history.changed(change, ats, boards)[ats]}
    return history, history.crawl(market)


def test_wrong_sources_are_quarantined_and_no_other(
    changed: tuple[History, dict[str, SourceOutcome]],
) -> None:
    _, outcomes = changed
    assert len(outcomes) == 1 + len(WRONG) + len(ONE_BOARD)
    rejected = {ats for ats, outcome in outcomes.items() if not outcome.is_accepted}
    assert rejected == {CHANGED[what] for what in WRONG}
    assert warnings(outcomes[USUAL]) == ""


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_source_is_quarantined_by_name(
    what: str, changed: tuple[History, dict[str, SourceOutcome]]
) -> None:
    history, outcomes = changed
    ats, (_, words) = CHANGED[what], WRONG[what]
    assert re.search(words, failures(outcomes[ats])), failures(outcomes[ats])
    assert history.folder(ats, NEXT, "quarantine").exists()
    assert not history.folder(ats, NEXT).exists()


@pytest.mark.parametrize("what", ONE_BOARD)
def test_a_wrong_board_is_held_back_and_its_source_accepted(
    what: str, changed: tuple[History, dict[str, SourceOutcome]]
) -> None:
    history, outcomes = changed
    ats, (_, words) = CHANGED[what], ONE_BOARD[what]
    reason = history.reasons(ats, NEXT)["big"]
    assert re.search(f"^held back: .*{words}", reason), reason
    assert history.seen(ats, NEXT, "big") == 0
    assert history.seen(ats, NEXT, "b0") > 0
    assert outcomes[ats].counts["boards_partial"] == 1
    assert "boards held back 1 of 6: big" in warnings(outcomes[ats])
    assert (history.folder(ats, NEXT) / history_gate.HELD_SIGHTINGS).exists()


def test_flags_and_ids_are_compared_listing_by_listing(tmp_path: Path) -> None:
    """Where half is remote, a flipped flag changes no share, and new ids change no count."""
    home = History(tmp_path)
    for boards in home.market.values():
        for board, postings in boards.items():
            boards[board] = [replace(p, is_remote=n % 2 == 0) for n, p in enumerate(postings)]
    home.crawl()
    home.crawl()
    flipped = home.changed(each(is_remote=lambda p: not p.is_remote), "ashby")
    new_ids = home.changed(each(native_id=lambda p: f"new-{p.native_id}"))
    outcomes = home.crawl({**flipped, "lever": new_ids["lever"]})
    assert failures(outcomes["ashby"]).startswith(
        "listings whose work arrangement field says what it said before 0.0% of "
    )
    assert failures(outcomes["lever"]).startswith(
        "listings of the night before that are there 0.0% of "
    )


def test_a_board_is_believed_at_its_third_such_answer_and_not_if_it_differs_each_night(
    home: History,
) -> None:
    home.market["lever"]["b1"] = home.listings(150)
    for night, count in enumerate((150, 700, 150)):
        home.change()
        home.market["lever"]["b2"] = home.listings(count)
        outcome = home.crawl()["lever"]
        assert outcome.is_accepted
        is_held = night < history_gate.CONFIRMING_NIGHTS - 1
        held = "2 of 6: b1" if is_held else "1 of 6: b2"
        assert f"boards held back {held} " in warnings(outcome), night
        assert (home.seen("lever", NEXT + timedelta(night), "b1") == 0) == is_held
        assert home.seen("lever", NEXT + timedelta(night), "b2") == 0
    home.change()  # its history begins at the new level
    assert failures(home.crawl()["lever"]) == ""
    assert set(home.reasons("lever", NEXT + timedelta(3))) == {"b2"}


def test_an_accepted_source_begins_a_new_history(home: History) -> None:
    """What is accepted is recorded, and later nights are compared with it."""
    half = home.changed(lambda p: p[: len(p) // 2])
    assert not home.crawl(half)["lever"].is_accepted
    assert not home.crawl(half)["lever"].is_accepted, "time alone accepts no source"
    outcome = home.crawl(half, accepted=["lever"])["lever"]
    assert outcome.is_accepted
    assert "accepted by the operator" in warnings(outcome)
    night = NEXT + timedelta(2)
    stored = [c for c in checks_of(home.folder("lever", night)) if not c["passed"]]
    assert [c["severity"] for c in stored] == ["warning"]
    assert failures(home.crawl(half)["lever"]) == ""
    assert not home.crawl()["lever"].is_accepted, "back to the old level is a change too"


def test_a_night_that_is_over_is_accepted_from_quarantine(home: History) -> None:
    """Live boards could not be asked again; no other night of the source is needed."""
    home.crawl(home.changed(lambda p: p[: len(p) // 2]))
    boards = [Board("lever", board) for board in home.market["lever"]]
    live, client = DataSource("live"), cast("Any", FakeClient())
    crawl = NightCrawl(home.settings, NEXT, live, boards, client)

    def again(*accepted: str) -> list[SourceOutcome]:
        chosen = {"lever": cast("Source", GivenSource({}))}
        return list(crawl_sources(chosen, crawl, accepted))

    (outcome,) = again()
    assert not outcome.is_accepted
    assert "is over" in failures(outcome)
    seen = (home.folder("lever", NEXT, "quarantine") / "sightings.parquet").read_bytes()
    (outcome,) = again("lever")
    assert outcome.is_accepted
    assert "accepted by the operator" in warnings(outcome)
    assert (home.folder("lever", NEXT) / "sightings.parquet").read_bytes() == seen
    assert not home.folder("lever", NEXT, "quarantine").exists()
    (outcome,) = again()
    assert outcome.is_accepted, "it is there"


def test_accepting_a_source_that_is_as_usual_records_nothing(home: History) -> None:
    outcome = home.crawl(accepted=["lever"])["lever"]
    assert (failures(outcome), warnings(outcome)) == ("", "")


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.night)])
def test_ordinary_nights_raise_no_failure(seed: int, tmp_path: Path) -> None:
    """3 % of the listings change a night, boards fail and come back, a board is new, lists grow."""
    home = History(tmp_path, seed)
    for number in range(8):  # so that the last limits are learnt ones
        home.change()
        for boards in home.market.values():
            if number == 2:
                boards["new"] = home.listings(200)
            if number > 4:
                boards[f"new-{number}"] = home.listings(home.draw.randint(1, 40))
        failing = {
            ats: {
                board: [KeyError("title"), *postings] if home.draw.random() < 0.15 else postings
                for board, postings in boards.items()
            }
            for ats, boards in home.market.items()
        }
        outcomes = home.crawl(failing)
        assert {failures(o) for o in outcomes.values()} == {""}, number
        held = [line for o in outcomes.values() if "held back" in (line := warnings(o))]
        assert held == []


def test_a_board_that_closes_everything_is_the_change_of_one_employer(home: History) -> None:
    """It is confirmed by the second night, as before."""
    for _ in range(2):
        outcomes = home.crawl(home.changed(lambda p: [], boards=["b0"]))
        assert outcomes["lever"].is_accepted
    assert "b0" not in home.reasons("lever", NEXT + timedelta(1))


def test_measures_are_the_same_bytes_again(home: History) -> None:
    home.crawl()
    folder = home.folder("lever", NEXT)
    before = {f: (folder / f).read_bytes() for f in ("measures.parquet", "board_measures.parquet")}
    history_gate.measure({"lever": folder}, EarlierNights(home.settings.raw, NEXT))
    assert before == {f: (folder / f).read_bytes() for f in before}
    assert json.loads((folder / "checksums.json").read_text())["measures.parquet"]["size"] > 0


def test_listing_has_every_measured_field() -> None:
    """The market of these tests would else not notice a lost field."""
    made = [listing(random.Random(n), n, FIRST) for n in range(20)]
    assert all(any(getattr(m, f) for m in made) for f in ("pays", "places", "is_remote"))
