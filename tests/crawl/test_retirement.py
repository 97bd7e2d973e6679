"""Boards that are gone are retired by the check, and come back when they answer."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.cli.main import main
from orchestration.crawl import retirement
from orchestration.crawl.boards import Board, BoardStatus, check_boards
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import open_night_crawl
from orchestration.http.client import Client
from orchestration.http.responses import HttpAnswer, NotFound, require_success
from orchestration.recordings.replay_server import serve
from orchestration.settings import Settings
from orchestration.storage.raw_nights import BoardResult, write_board_results
from tests.csv_rows import csv_rows
from tests.recorded import write_recording

FIRST, TODAY = date(2026, 11, 1), date(2026, 11, 20)
GONE = ("failed", "404 api.lever.co/v0/postings/acme: not found")
DOWN = ("failed", "503 api.lever.co/v0/postings/acme: server error")
REST = ("skipped", "failed on 14 nights: requested once a week")
OPEN = ("complete", None)
PARTIAL = ("partial", "2 postings could not be read")


def settings(home: Path, after: int = 14) -> Settings:
    return Settings(home=home, contact="", retire_after_nights=after)


def nights(home: Path, outcomes: Iterable[tuple[str, str | None]], ats: str = "lever") -> None:
    """One night per outcome of the board acme, from FIRST on; the board beta always answers."""
    for number, (outcome, reason) in enumerate(outcomes):
        folder = home / "raw" / ats / f"night={FIRST + timedelta(days=number)}"
        folder.mkdir(parents=True)
        results = [
            BoardResult(ats, "acme", None, "live", outcome, reason),
            BoardResult(ats, "beta", None, "live"),
        ]
        write_board_results(results, folder / "boards.parquet")


def checked(home: Path, status: str, after: int = 14, ats: str = "lever") -> str | None:
    """What follows for the board acme when a check finds it in a status."""
    reason = GONE[1] if status == "gone" else None
    answers = [BoardStatus(ats, "acme", status, 0, reason), BoardStatus(ats, "beta", "live", 3)]
    (_, change), (_, other) = retirement.review(answers, settings(home, after), TODAY)
    assert other is None
    return change


@pytest.mark.parametrize(
    ("outcomes", "is_retired"),
    [
        ([GONE] * 14, True),
        ([GONE] * 13, False),
        ([OPEN, *[GONE] * 14], True),
        ([*[GONE] * 13, OPEN, GONE], False),
        ([*[GONE] * 13, PARTIAL, GONE], False),
        ([DOWN] * 20, False),
        ([*[GONE] * 7, DOWN, REST, *[GONE] * 7], True),
        ([*[GONE] * 13, *[REST] * 9], False),
        ([], False),
    ],
)
def test_a_board_is_retired_that_was_gone_on_many_nights_since_it_answered(
    tmp_path: Path, outcomes: list[tuple[str, str | None]], is_retired: bool
) -> None:
    nights(tmp_path, outcomes)
    change = checked(tmp_path, "gone")
    assert bool(change) == is_retired
    assert (tmp_path / retirement.FILE).exists() == is_retired


def test_the_reason_and_the_days_are_kept(tmp_path: Path) -> None:
    nights(tmp_path, [OPEN, *[GONE] * 15])
    before = {f: f.read_bytes() for f in (tmp_path / "raw").rglob("*.parquet")}
    assert checked(tmp_path, "gone") == (
        "retired on 2026-11-20, gone on 15 nights: no longer requested (retired_boards.csv)"
    )
    assert csv_rows(tmp_path / retirement.FILE) == [
        {
            "ats": "lever",
            "board": "acme",
            "first_gone_on": "2026-11-02",
            "gone_night_count": "15",
            "retired_on": "2026-11-20",
            "reason": GONE[1],
            "returned_on": "",
        }
    ]
    assert {f: f.read_bytes() for f in (tmp_path / "raw").rglob("*.parquet")} == before


@pytest.mark.parametrize("status", ["failed", "refused", "moved", "skipped", "empty", "live"])
def test_a_board_that_is_not_gone_on_the_day_of_the_check_stays(
    tmp_path: Path, status: str
) -> None:
    nights(tmp_path, [GONE] * 20)
    assert checked(tmp_path, status) is None


def test_no_board_is_retired_when_the_setting_is_0(tmp_path: Path) -> None:
    nights(tmp_path, [GONE] * 20)
    assert checked(tmp_path, "gone", after=0) is None
    assert checked(tmp_path, "gone", after=20) is not None


def test_a_retired_board_that_answers_returns_and_its_row_stays(tmp_path: Path) -> None:
    nights(tmp_path, [GONE] * 14)
    assert checked(tmp_path, "gone")
    assert checked(tmp_path, "gone") is None  # it is retired once
    assert checked(tmp_path, "empty") == "returned: it is requested again (retired_boards.csv)"
    assert retirement.retired(retirement.load(tmp_path)) == {}
    assert checked(tmp_path, "gone")  # gone again
    rows = csv_rows(tmp_path / retirement.FILE)
    assert [row["returned_on"] for row in rows] == ["2026-11-20", ""]
    assert list(retirement.retired(retirement.load(tmp_path))) == [("lever", "acme")]


@pytest.mark.parametrize(
    ("ats", "reason", "is_gone"),
    [
        ("lever", "404 api.lever.co/v0/postings/x: not found", True),
        ("lever", "410 api.lever.co/v0/postings/x: not found", True),
        ("lever", "404 api.lever.co/v0/postings/x: not found (not in the recording)", False),
        ("lever", "403 api.lever.co/v0/postings/x: refused", False),
        ("lever", "200 api.lever.co/404: not JSON (text/html), starts '404 x: not found'", False),
        ("lever", "302 x.bamboohr.com/careers/list: redirected to https://www.bamboohr.com", False),
        ("bamboohr", "302 x.bamboohr.com/careers/list: redirected to https://www.bamboohr.com",
         True),
        ("bamboohr", "302 x.bamboohr.com/careers/list: redirected to https://y.example", False),
        ("trakstar", "400 jsapi.recruiterbox.com/v1/openings: refused", True),
        ("trakstar", "401 jsapi.recruiterbox.com/v1/openings: refused", False),
        ("polymer", "422 api.polymer.co/v1/hire/organizations/x/jobs: refused", True),
        ("personio", "307 x.jobs.personio.com/xml: redirected to https://www.personio.com/", True),
        ("breezy", "302 x.breezy.hr/json: redirected to https://breezy.hr/", True),
        ("jobvite", "302 jobs.jobvite.com/x: redirected to https://search.jobvite.com/", True),
    ],
)  # fmt: skip
def test_the_answers_that_say_that_there_is_no_such_board(
    tmp_path: Path, ats: str, reason: str, is_gone: bool
) -> None:
    nights(tmp_path, [("failed", reason)] * 3, ats)
    assert ("acme" in retirement.gone_nights(settings(tmp_path), ats)) == is_gone


def test_the_check_finds_a_board_gone_by_the_words_of_its_vendor(tmp_path: Path) -> None:
    url = "https://{}.bamboohr.com/careers/list"
    rows = [
        {"url": url.format(name), "status": 302, "headers": {"location": to}}
        for name, to in (("a", "https://www.bamboohr.com/"), ("b", "https://jobs.example/"))
    ]
    with (
        serve(write_recording(tmp_path, rows)) as route,
        Client("", rate=0, retries=0, route=route) as client,
    ):
        found = check_boards(client, [Board("bamboohr", "a"), Board("bamboohr", "b")])
        assert [status.status for status in found] == ["gone", "moved"]


def test_a_night_does_not_request_a_retired_board(tmp_path: Path) -> None:
    nights(tmp_path, [GONE] * 14)
    checked(tmp_path, "gone")
    with open_night_crawl(DataSource("live"), settings(tmp_path), TODAY) as crawl:
        assert crawl.skip_reason(Board("lever", "acme")) == (
            "retired on 2026-11-20, gone on 14 nights",
            False,
        )
        assert crawl.skip_reason(Board("lever", "beta")) is None
        assert crawl.skip_reason(Board("ashby", "acme")) is None


def test_the_command_retires_and_brings_back(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    nights(tmp_path, [GONE] * 14)
    answers: dict[str, Any] = {"acme": 404, "beta": 200}

    def request(client: Client, url: str, *_: Any) -> HttpAnswer:
        (status,) = (answers[name] for name in answers if name in url)
        return require_success(HttpAnswer(url, status, {}, b"[]"), False)

    monkeypatch.setattr(Client, "request", request)
    monkeypatch.setattr(
        "orchestration.crawl.night_crawl.load_boards",
        lambda: [Board("lever", "acme"), Board("lever", "beta")],
    )
    check = ["boards", "check", "--home", str(tmp_path)]
    assert main(check) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("lever,acme,gone,0  404 ")
    assert first.endswith(": not found  retired on " + first.split("retired on ")[1])
    assert second == "lever,beta,empty,0"
    answers["acme"] = 200
    assert main(check) == 0
    first, _ = capsys.readouterr().out.splitlines()
    assert first == "lever,acme,empty,0  returned: it is requested again (retired_boards.csv)"
    with (tmp_path / retirement.FILE).open() as file:
        assert len(list(csv.reader(file))) == 2


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("ats,board\nlever,x\n", "line 1: the header must be"),
        (",".join(retirement.COLUMNS) + "\nlever,x,soon,3,2026-11-01,gone,\n", "line 2: "),
        (",".join(retirement.COLUMNS) + "\nlever,x,2026-11-01,many,2026-11-01,gone,\n", "line 2: "),
    ],
)
def test_a_damaged_list_is_named(tmp_path: Path, text: str, trouble: str) -> None:
    (tmp_path / retirement.FILE).write_text(text)
    with pytest.raises(ValueError, match=f"{retirement.FILE} {trouble}"):
        retirement.load(tmp_path)


def test_not_found_is_the_error_that_its_reason_is_matched_by() -> None:
    with pytest.raises(NotFound, match=r"^404 api\.lever\.co/v0/postings/acme: not found$"):
        require_success(HttpAnswer("https://api.lever.co/v0/postings/acme", 404, {}, b""), False)
