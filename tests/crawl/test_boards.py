"""The board files, what an import takes and refuses, and how a check names each outcome."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from orchestration.cli.main import main
from orchestration.crawl.board_lists import import_boards
from orchestration.crawl.boards import (
    Board,
    check_boards,
    encode_board_name,
    load_boards,
    validate_board_name,
)
from orchestration.http.client import Client, Session
from orchestration.http.responses import HttpAnswer
from orchestration.recordings.recording import Recording
from orchestration.recordings.replay_server import serve
from orchestration.sources import all_sources, disabled_sources
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Pace
from tests.paths import RECORDINGS, SHARED


def test_the_shipped_boards_are_in_order() -> None:
    boards = load_boards()
    assert {board.ats for board in boards} <= all_sources().keys()
    assert len({(board.ats, board.board) for board in boards}) == len(boards)
    for ats in ("ashby", "greenhouse", "lever"):
        own = load_boards(ats)
        assert own
        assert own == sorted(own, key=lambda b: (b.board.casefold(), b.board))
        assert all(board.company for board in own)
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
def test_tokens_are_stored_percent_encoded(given: str, stored: str) -> None:
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
def test_what_cannot_be_a_token_is_refused(given: object) -> None:
    with pytest.raises(ValueError):
        encode_board_name(given)


def test_import_of_csv_merges_sorts_counts_and_says_why_not(tmp_path: Path) -> None:
    folder = tmp_path / "boards"
    folder.mkdir()
    (folder / "lever.csv").write_text("board,company\nzeta,\nacme,Acme\n")
    file = tmp_path / "in.csv"
    file.write_text(
        "\ufeffats,board,company,url\nlever,acme,Other,https://x\nLever,beta,  Beta \n"
        "lever,zeta,Zeta\nnope,x,\nlever,a/b,\nlever\nashby,Beta Labs,\nashby,Beta%20Labs,Beta\n"
    )
    done = import_boards(file, folder)
    assert (done.added, done.known) == (2, 3)
    assert [line.split(":")[0] for line in done.refused] == [f"in.csv line {n}" for n in (5, 6, 7)]
    assert "unknown ats: 'nope'" in done.refused[0]
    assert (folder / "lever.csv").read_text() == "board,company\nacme,Acme\nbeta,Beta\nzeta,Zeta\n"
    assert (folder / "ashby.csv").read_text() == "board,company\nBeta%20Labs,Beta\n"
    again = import_boards(file, folder)
    assert (again.added, again.known) == (0, 5)


def test_import_of_json(tmp_path: Path) -> None:
    folder = tmp_path / "boards"
    file = tmp_path / "in.json"
    rows = ["acme", {"board": "beta", "company": "Beta"}, None, ["x"]]
    file.write_text(json.dumps({"lever": rows, "nope": ["x"]}))
    done = import_boards(file, folder)
    assert (done.added, done.known, len(done.refused)) == (2, 0, 3)
    assert done.refused[0].startswith("in.json lever #3: board is not text")
    assert load_boards("lever", folder) == [
        Board("lever", "acme"),
        Board("lever", "beta", "Beta"),
    ]


@pytest.mark.parametrize(
    ("name", "ats", "content"),
    [
        ("lever.csv", None, "name,slug,url\nAcme,acme,https://jobs.lever.co/acme\n,beta,\n"),
        ("list.csv", "lever", "slug,name\nacme,Acme\nbeta,\n"),
        ("Lever.json", None, '[{"slug": "acme", "name": "Acme"}, "beta"]'),
        ("list.json", "lever", '["beta", {"board": "acme", "company": "Acme"}]'),
    ],
)
def test_import_of_public_lists_of_one_source(
    tmp_path: Path, name: str, ats: str | None, content: str
) -> None:
    (tmp_path / name).write_text(content)
    done = import_boards(tmp_path / name, tmp_path / "boards", ats)
    assert (done.added, done.refused) == (2, ())
    assert load_boards("lever", tmp_path / "boards") == [
        Board("lever", "acme", "Acme"),
        Board("lever", "beta"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"name,slug\nx,y\n"),
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.json", b"{"),
        ("a.json", b"[]"),
        ("a.json", b'{"lever": "acme"}'),
    ],
)
def test_a_file_without_rows_changes_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.(csv|json)"):
        import_boards(tmp_path / name, tmp_path / "boards")
    with pytest.raises(ValueError, match="cannot be read"):
        import_boards(tmp_path / "absent.csv", tmp_path / "boards")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_check_has_the_manners_of_a_night(tmp_path: Path, monkeypatch: Any) -> None:
    """Left out and switched off as on a night, at the vendor's pace, whatever a reader meets."""
    odd = {"meta": "x", "objects": [{"id": 1, "title": "Engineer"}], "jobs": []}
    asked: list[tuple[str, str | None, Pace]] = []

    def ask(client: Client, url: str, _headers: Any, _payload: Any, session: Session) -> HttpAnswer:
        asked.append((url, session.vendor, session.pace))
        return HttpAnswer(url, 200, {}, json.dumps(odd).encode())

    monkeypatch.setattr(Client, "request", ask)
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
    assert checked[0].reason == "trakstar acme: the number of postings announced is no number"
    assert checked[1].reason == "opted out"
    workable = cast(Any, all_sources()["workable"])
    assert [(vendor, pace) for _, vendor, pace in asked] == [
        ("trakstar", Pace()),
        ("workable", workable.PACE),
    ]
    assert workable.PACE.rate < Pace().rate


def test_the_check_command_leaves_out_who_asked_for_it(
    tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    off = next(iter(disabled_sources()))
    (tmp_path / "opt_outs.csv").write_text("ats,board,company,since\nlever,removed,,2026-10-01\n")
    named = [Board("lever", "acme"), Board(off, "acme")]
    monkeypatch.setattr("orchestration.crawl.data_source.load_boards", lambda: named)
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


GUID = "7d58836c-11dd-4415-9de0-63b918b88652"
WORKDAY = "https://23andme.wd5.myworkdayjobs.com/23"
ORACLE = "fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX"
READ = [
    ("workday", "23andme/23", WORKDAY, "workday", "23andme.wd5.23"),
    ("workday", "3m|wd1|search", "https://3m.wd1.myworkdayjobs.com/search", "workday",
     "3m.wd1.search"),
    ("workday", "havas", "https://wd3.myworkdaysite.com/recruiting/havas/Group", "workday",
     "wd3.myworkdaysite.havas.Group"),
    ("adp", f"{GUID}/19000101_000001",
     f"https://workforcenow.adp.com/x/recruitment.html?cid={GUID}&ccId=19000101_000001&lang=en_US",
     "adp", f"{GUID}.19000101_000001"),
    ("dayforce", "gbank/CANDIDATEPORTAL", "https://jobs.dayforcehcm.com/gbank/CANDIDATEPORTAL",
     "dayforce", "gbank.CANDIDATEPORTAL"),
    ("ukg", "x", f"https://recruiting.ultipro.ca/ABC1000/JobBoard/{GUID}", "ukg",
     f"recruiting.ca.ABC1000.{GUID}"),
    ("oracle", "ebwg", f"https://ebwg.{ORACLE}", "oracle", "ebwg.fa.us2.CX"),
    ("icims", "142designgroup", "https://careers-142designgroup.icims.com", "icims_classic",
     "142designgroup"),
    ("icims", "https://jobs-alpa.icims.com", "https://jobs-alpa.icims.com", "icims_classic",
     "jobs-alpa.icims.com"),
    ("icims", "amd", "https://careers.amd.com", "icims", "careers.amd.com"),
    ("successfactors", "ace1950", "https://ace1950.jobs2web.com", "successfactors",
     "ace1950.jobs2web.com"),
    ("successfactors", "apply", "https://apply.actiris.brussels/", "successfactors",
     "apply.actiris.brussels"),
    ("phenom", "", "https://jobs.bell.ca", "phenom", "jobs.bell.ca"),
    ("jobvite", "careers/funko", "https://jobs.jobvite.com/careers/funko", "jobvite",
     "careers.funko"),
    ("lever", "1840&Company", "https://jobs.lever.co/1840&Company", "lever", "1840%26Company"),
    ("ashby", "hamming ai", "https://jobs.ashbyhq.com/hamming%20ai", "ashby", "hamming%20ai"),
    ("join_com", "02100", "https://join.com/companies/02100", "join", "02100"),
    ("teamtailor", "acme", "https://acme.na.teamtailor.com", "teamtailor", "acme.na"),
]  # fmt: skip
REFUSED = [
    ("workday", "3m|wd1|search", ""), ("workday", "3m/search", ""), ("oracle", "alithya", ""),
    ("icims", "142designgroup", ""), ("eightfold", "10xgenomics", ""),
    ("successfactors", "04T2", ""), ("greenhouse", "3m|wd1|search", ""), ("lever", "a|b", ""),
    ("recruitee", "jobs.atiba.com", ""), ("bamboohr", "a b", ""), ("phenom", "cisco", ""),
    ("careers", "127.0.0.1", ""), ("join_com", "x", ""), ("paylocity", "acme", ""),
    ("eightfold", "10xgenomics", "https://10xgenomics.eightfold.ai/careers"),
    ("successfactors", "kepler", "https://career4.successfactors.com/career?company=KEPLERPROD"),
    ("recruitee", "livestorm", "https://jobs.livestorm.co"),
    ("oracle", "alithya", "https://careers.alithya.com/hcmUI/CandidateExperience/en/sites/A"),
    ("pinpoint", "app", "https://app.pinpointhq.com"),
    ("lever", "acme", "https://acme.example/jobs"), ("lever", "acme", "https://[::1"),
    ("greenhouse", "embed", "https://boards.greenhouse.io/embed/job_board"),
]  # fmt: skip


def one_row(folder: Path, ats: str, slug: str, url: str) -> Any:
    file = folder / f"{ats}.csv"
    file.write_text(f'name,slug,url\nAcme,"{slug}","{url}"\n')
    return import_boards(file, folder / "boards")


@pytest.mark.parametrize(("ats", "slug", "url", "of", "board"), READ)
def test_an_address_of_a_public_list_names_the_board(
    tmp_path: Path, ats: str, slug: str, url: str, of: str, board: str
) -> None:
    assert one_row(tmp_path, ats, slug, url).refused == ()
    assert load_boards(folder=tmp_path / "boards") == [Board(of, board, "Acme")]


@pytest.mark.parametrize(("ats", "slug", "url"), REFUSED)
def test_what_the_source_itself_would_not_ask_is_refused(
    tmp_path: Path, ats: str, slug: str, url: str
) -> None:
    (line,) = one_row(tmp_path, ats, slug, url).refused
    assert line.startswith(f"{ats}.csv line 2: ")
    assert load_boards(folder=tmp_path / "boards") == []


class _Asked(Exception):
    """A source has got as far as asking."""


def test_every_board_here_can_be_asked() -> None:
    """What an import takes, the sources ask: shipped and recorded boards, and those above."""
    named = {(b.ats, b.board) for b in load_boards()}
    for folder in RECORDINGS.iterdir():
        if (folder / "boards.csv").exists():
            named |= {(ats, board) for ats, board, _ in Recording.load(folder).boards}
    named |= {(of, board) for *_, of, board in READ}
    for ats, board in named:
        assert validate_board_name(ats, board) == board
        with pytest.raises(_Asked):
            list(all_sources()[ats].postings(board, _ask))


def _ask(url: str, **_: Any) -> Any:
    raise _Asked(url)


def test_what_is_not_askable_is_what_the_source_refuses() -> None:
    for ats, board in (
        ("workday", "3m"), ("oracle", "alithya"), ("icims", "x.icims.com"), ("eightfold", "10x"),
        ("successfactors", "x"), ("phenom", "cisco"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="not a board of"):
            validate_board_name(ats, board)
        with pytest.raises(Unreadable, match="not"):
            list(all_sources()[ats].postings(board, _ask))


LISTS = SHARED / "lists"


@pytest.mark.skipif(not LISTS.is_dir(), reason="the public lists are not here")
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("workday", 3_500, 3_530), ("oracle", 1_260, 1_279), ("icims", 2_490, 2_498),
     ("eightfold", 0, 0), ("successfactors", 1_200, 1_300), ("adp", 342, 342),
     ("dayforce", 348, 348), ("ukg", 107, 107), ("phenom", 98, 98), ("jobvite", 92, 92)],
)  # fmt: skip
def test_the_public_lists_give_boards_that_can_be_asked(
    tmp_path: Path, name: str, least: int, most: int
) -> None:
    done = import_boards(LISTS / f"{name}.csv", tmp_path)
    boards = load_boards(folder=tmp_path)
    assert least <= len(boards) == done.added <= most
    for board in boards:
        with pytest.raises(_Asked):
            list(all_sources()[board.ats].postings(board.board, _ask))
