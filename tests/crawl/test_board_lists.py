"""Lists of boards that others publish: which board a row names, and which rows are rejected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.crawl.board_lists import import_boards
from orchestration.crawl.boards import (
    Board,
    Provenance,
    load_boards,
    validate_board_name,
)
from orchestration.recordings.recording import Recording
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Unreadable
from tests.fakes import Requested, get_always
from tests.paths import PUBLIC_LISTS, RECORDINGS


def test_csv_import_merges_sorts_counts_and_names_rejected_rows(tmp_path: Path) -> None:
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
    header = "board,company,origin,licence,since\n"
    lever = "acme,Acme,,,\nbeta,Beta,,,\nzeta,Zeta,,,\n"
    assert (folder / "lever.csv").read_text() == header + lever
    assert (folder / "ashby.csv").read_text() == header + "Beta%20Labs,Beta,,,\n"
    again = import_boards(file, folder)
    assert (again.added, again.known) == (0, 5)


def test_a_board_keeps_where_it_comes_from(tmp_path: Path) -> None:
    folder = tmp_path / "boards"
    (tmp_path / "lever.csv").write_text(
        "board,origin,licence,since,ats\nacme,a list,MIT,2026-01-01,lever\nbeta,,,,lever\n"
        "half,a list,,,lever\n"
    )
    later = Provenance("a later list", "CC0-1.0", "2026-11-26")
    done = import_boards(tmp_path / "lever.csv", folder, provenance=later)
    assert done.refused == ("lever.csv line 4: origin, licence, since belong together",)
    (tmp_path / "again.json").write_text('{"lever": [{"board": "acme", "company": "Acme"}]}')
    import_boards(tmp_path / "again.json", folder, provenance=later)
    acme, beta = load_boards("lever", folder)
    assert (acme.company, acme.provenance) == ("Acme", Provenance("a list", "MIT", "2026-01-01"))
    assert beta.provenance == later


@pytest.mark.parametrize(
    ("name", "board", "company"),
    [
        ("Hudson River Trading", "hrt", "Hudson River Trading"), ("#paid", "hashtagpaid", "#paid"),
        ("Fanatics Betting & Gaming", "fanaticsfbg", "Fanatics Betting & Gaming"),
        ("OMP Careers", "omp", "OMP"), ("Acme - Current Openings", "acme", "Acme"),
        ("Careers", "acme", None), ("Encord", "CordTechnologies", None), ("日本", "acme", None),
        ("Jobs have moved to our Accenture Job Site", "pip", None), ("", "acme", None),
    ],
)  # fmt: skip
def test_the_title_of_a_page_is_a_company_only_if_it_is_like_the_board(
    tmp_path: Path, name: str, board: str, company: str | None
) -> None:
    (tmp_path / "lever.csv").write_text(f'name,slug\n"{name}",{board}\n')
    import_boards(tmp_path / "lever.csv", tmp_path / "boards")
    assert load_boards("lever", tmp_path / "boards") == [Board("lever", board, company)]


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
def test_a_file_without_rows_is_an_error_and_changes_nothing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.(csv|json)"):
        import_boards(tmp_path / name, tmp_path / "boards")
    with pytest.raises(ValueError, match="cannot be read"):
        import_boards(tmp_path / "absent.csv", tmp_path / "boards")
    assert [file.name for file in tmp_path.iterdir()] == [name]


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
    file.write_text(f'company,slug,url\nAcme,"{slug}","{url}"\n')
    return import_boards(file, folder / "boards")


@pytest.mark.parametrize(("ats", "slug", "url", "of", "board"), READ)
def test_an_address_of_a_public_list_names_the_board(
    tmp_path: Path, ats: str, slug: str, url: str, of: str, board: str
) -> None:
    assert one_row(tmp_path, ats, slug, url).refused == ()
    assert load_boards(folder=tmp_path / "boards") == [Board(of, board, "Acme")]


@pytest.mark.parametrize(("ats", "slug", "url"), REFUSED)
def test_a_row_whose_board_the_source_rejects_is_rejected(
    tmp_path: Path, ats: str, slug: str, url: str
) -> None:
    (line,) = one_row(tmp_path, ats, slug, url).refused
    assert line.startswith(f"{ats}.csv line 2: ")
    assert load_boards(folder=tmp_path / "boards") == []


@pytest.mark.skipif(not PUBLIC_LISTS.is_dir(), reason="the public lists are not here")
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("workday", 3_500, 3_530), ("oracle", 1_260, 1_279), ("icims", 2_490, 2_498),
     ("eightfold", 0, 0), ("successfactors", 1_200, 1_300), ("adp", 342, 342),
     ("dayforce", 348, 348), ("ukg", 107, 107), ("phenom", 98, 98), ("jobvite", 92, 92)],
)  # fmt: skip
def test_the_source_accepts_every_board_of_the_public_lists(
    tmp_path: Path, name: str, least: int, most: int
) -> None:
    done = import_boards(PUBLIC_LISTS / f"{name}.csv", tmp_path)
    boards = load_boards(folder=tmp_path)
    assert least <= len(boards) == done.added <= most
    for board in boards:
        with pytest.raises(Requested):
            list(all_sources()[board.ats].postings(board.board, get_always(Requested())))


def test_an_invalid_board_name_is_invalid_for_its_source_too() -> None:
    for ats, board in (
        ("workday", "3m"), ("oracle", "alithya"), ("icims", "x.icims.com"), ("eightfold", "10x"),
        ("successfactors", "x"), ("phenom", "cisco"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="not a board of"):
            validate_board_name(ats, board)
        with pytest.raises(Unreadable, match="not"):
            list(all_sources()[ats].postings(board, get_always(Requested())))


def test_the_source_accepts_every_bundled_and_recorded_board() -> None:
    """The bundled boards, the recorded ones, and those above."""
    named = {(b.ats, b.board) for b in load_boards()}
    for folder in RECORDINGS.iterdir():
        if (folder / "boards.csv").exists():
            named |= {(ats, board) for ats, board, _ in Recording.load(folder).boards}
    named |= {(of, board) for *_, of, board in READ}
    for ats, board in named:
        assert validate_board_name(ats, board) == board
        with pytest.raises(Requested):
            list(all_sources()[ats].postings(board, get_always(Requested())))
