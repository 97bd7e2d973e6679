"""The board files, and how the check names each outcome."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from orchestration.cli.main import main
from orchestration.crawl import boards
from orchestration.crawl.boards import (
    Board,
    check_boards,
    encode_board_name,
    load_boards,
    write_board_files,
)
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import open_night_crawl
from orchestration.http.client import Client, Session
from orchestration.http.responses import HttpAnswer
from orchestration.recordings.recording import Recording
from orchestration.recordings.replay_server import serve
from orchestration.settings import Settings
from orchestration.sources import all_sources, disabled_sources
from orchestration.sources._toolkit.listing import Pace
from tests.paths import ROOT


def test_the_bundled_boards_are_sorted_and_valid() -> None:
    boards = load_boards()
    assert {board.ats for board in boards} <= all_sources().keys()
    assert len({(board.ats, board.board) for board in boards}) == len(boards)
    for ats in ("ashby", "greenhouse", "lever"):
        own = load_boards(ats)
        assert own
        assert own == sorted(own, key=lambda b: (b.board.casefold(), b.board))
    assert all(board.provenance for board in boards)
    reviewed = [board for board in boards if "reviewed" in board.cells()]
    assert all(board.company for board in reviewed)
    imported = f"{len(reviewed)} reviewed by hand, {len(boards) - len(reviewed):,} from the lists"
    assert imported in (ROOT / "README.md").read_text()
    assert Board("ashby", "Hyperliquid%20Labs", "Hyperliquid Labs") in boards
    assert load_boards("unheard-of") == []


def test_a_bad_board_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "lever.csv").write_text("board,company\nfine,Fine\n../x,Bad\n")
    with pytest.raises(ValueError, match=r"lever\.csv line 3: not a board name"):
        load_boards(folder=tmp_path)


@pytest.mark.parametrize(
    ("given", "stored"),
    [("acme", "acme"), (" acme ", "acme"), ("A b", "A%20b"), ("A%20b", "A%20b"), ("x.io", "x.io")],
)
def test_board_names_are_stored_percent_encoded(given: str, stored: str) -> None:
    assert encode_board_name(given) == stored


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "..",
        "%2e%2e",
        "a/b",
        "a%2Fb",
        "a?b",
        "a%3Fb",
        "a#b",
        "a\nb",
        "a%00b",
        "%ff",
        "x" * 101,
        "=cmd",
        "a@b",
        "a:b",
        "<a>",
        None,
        7,
    ],
)
def test_an_invalid_board_name_is_an_error(given: object) -> None:
    with pytest.raises(ValueError):
        encode_board_name(given)


def test_check_follows_the_crawl_policy_of_a_night(tmp_path: Path, monkeypatch: Any) -> None:
    """Opt-outs, disabled sources and the vendor's rate limit are as on a night, also if `read`
    raises an error."""
    malformed = {"meta": "x", "objects": [{"id": 1, "title": "Engineer"}], "jobs": []}
    requested: list[tuple[str, str | None, Pace]] = []

    def request(
        client: Client, url: str, _headers: Any, _payload: Any, session: Session
    ) -> HttpAnswer:
        requested.append((url, session.vendor, session.pace))
        return HttpAnswer(url, 200, {}, json.dumps(malformed).encode())

    monkeypatch.setattr(Client, "request", request)
    boards = [Board("trakstar", "acme"), Board("workable", "gone"), Board("workable", "beta")]
    with Client("") as client:
        checked = list(
            check_boards(
                client, boards, lambda b: ("opted out", True) if b.board == "gone" else None
            )
        )
    assert [(c.board, c.status) for c in checked] == [
        ("acme", "failed"),
        ("gone", "skipped"),
        ("beta", "empty"),
    ]
    assert checked[0].reason == "trakstar acme: the announced number of postings is not a number"
    assert checked[1].reason == "opted out"
    workable = cast(Any, all_sources()["workable"])
    assert [(vendor, pace) for _, vendor, pace in requested] == [
        ("trakstar", Pace()),
        ("workable", workable.PACE),
    ]
    assert workable.PACE.rate < Pace().rate


def test_the_check_command_skips_opted_out_boards(
    tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    off = next(iter(disabled_sources()))
    (tmp_path / "opt_outs.csv").write_text("ats,board,company,since\nlever,removed,,2026-10-01\n")
    named = [Board("lever", "acme"), Board(off, "acme")]
    monkeypatch.setattr("orchestration.crawl.night_crawl.load_boards", lambda: named)
    monkeypatch.setattr(
        Client,
        "request",
        lambda client, url, *_: HttpAnswer(url, 200, {}, b"[]"),
    )
    monkeypatch.delenv("HIRING_LEDGER_SOURCES_ON", raising=False)
    assert main(["boards", "check", "--home", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        "lever,acme,empty,0",
        f"{off},acme,skipped,0",
        "lever,removed,skipped,0",
    ]
    assert lines[2].endswith("  opted out since 2026-10-01")
    assert main(["boards", "check", "--home", str(tmp_path), "--source", off]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_check_names_each_outcome(tmp_path: Path) -> None:
    url = "https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true"
    (tmp_path / "none.json").write_text('{"jobs": []}')
    (tmp_path / "page.html").write_text("<html>")
    jobs = [{"id": "1", "title": "a"}, {"id": "2", "title": "b", "isListed": False}, {"id": "3"}]
    (tmp_path / "live.json").write_text(json.dumps({"jobs": jobs}))
    rows = [
        ("live", 200, "live.json", {}),
        ("empty", 200, "none.json", {}),
        ("moved", 302, None, {"location": "https://elsewhere.example/"}),
        ("refused", 403, None, {}),
        ("reserved", 200, "none.json", {"tdm-reservation": "1"}),
        ("html", 200, "page.html", {}),
    ]
    with (tmp_path / "index.jsonl").open("w") as index:
        for name, status, body, headers in rows:
            row = {"method": "GET", "url": url.format(name), "status": status}
            index.write(json.dumps(row | {"headers": headers, "body": body}) + "\n")
    (tmp_path / "boards.csv").write_text("ats,board\n")
    boards = [Board("ashby", name) for name, *_ in rows]
    boards += [Board("ashby", "gone"), Board("unheard-of", "x")]
    with serve(Recording.load(tmp_path)) as route, Client("", rate=0, route=route) as client:
        checked = list(check_boards(client, boards))
    assert [(c.board, c.status, c.listing_count) for c in checked] == [
        ("live", "live", 1),
        ("empty", "empty", 0),
        ("moved", "moved", 0),
        ("refused", "refused", 0),
        ("reserved", "refused", 0),
        ("html", "failed", 0),
        ("gone", "gone", 0),
    ]
    assert all((c.reason is None) == (c.status in ("live", "empty")) for c in checked)


def test_a_board_listed_twice_is_loaded_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = "board,company\nacme,\nother,Other\nacme,Acme\nacme,Acme Two\n"
    (tmp_path / "lever.csv").write_text(lines)
    with caplog.at_level(logging.WARNING):
        loaded = boards.load_boards("lever", tmp_path)
    assert [(b.board, b.company) for b in loaded] == [("acme", "Acme"), ("other", "Other")]
    assert (
        caplog.messages
        == [f"{tmp_path / 'lever.csv'}: lever/acme is listed twice; the rows are merged"] * 2
    )


def test_a_board_listed_twice_in_a_recording_is_crawled_once(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text("")
    (tmp_path / "boards.csv").write_text("ats,board,company\nlever,acme,\nlever,acme,Acme\n")
    assert len(Recording.load(tmp_path).boards) == 2
    settings = Settings(tmp_path / "home", contact="")
    source = DataSource("recording", tmp_path)
    with open_night_crawl(source, settings, date(2026, 11, 2)) as crawl:
        assert [(b.ats, b.board, b.company) for b in crawl.boards] == [("lever", "acme", "Acme")]


def test_boards_are_read_again_when_their_file_has_changed(tmp_path: Path) -> None:
    for name in ("acme", "beta"):  # of equal length
        write_board_files([Board("lever", name)], tmp_path)
        assert boards.load_boards("lever", tmp_path) == [Board("lever", name)]
    (tmp_path / "lever.csv").unlink()
    assert boards.load_boards("lever", tmp_path) == []


def test_boards_of_a_recording_without_a_company_have_that_of_the_bundled_lists(
    tmp_path: Path, monkeypatch: Any
) -> None:
    """Lists of other sources are not read."""
    asked: list[str | None] = []

    def load(ats: str | None = None) -> list[Board]:
        asked.append(ats)
        return [Board("lever", "acme", "Acme")]

    monkeypatch.setattr("orchestration.crawl.night_crawl.load_boards", load)
    (tmp_path / "boards.csv").write_text(
        "ats,board,company\nlever,acme,\nlever,beta,\nashby,acme,Own\n"
    )
    (tmp_path / "index.jsonl").write_text("")
    source = DataSource("recording", tmp_path)
    with open_night_crawl(source, Settings(tmp_path, ""), date(2026, 11, 2)) as crawl:
        found = {(b.ats, b.board): b.company for b in crawl.boards}
    assert found == {("lever", "acme"): "Acme", ("lever", "beta"): None, ("ashby", "acme"): "Own"}
    assert asked == ["lever"]
