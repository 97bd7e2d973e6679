"""Coverage against a list of companies from outside: matching, reasons, shares and files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.crawl import boards, retirement
from orchestration.crawl.boards import Board
from orchestration.publish import frame_coverage as coverage_of
from orchestration.publish.frame import BoardIndex, FrameCompany, KnownBoard, read_frame
from orchestration.publish.frame_coverage import REASONS, frame_coverage
from orchestration.settings import Settings


def written(folder: Path, text: str) -> Path:
    file = folder / "frame.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_frame_is_read_with_its_domains_and_weights(tmp_path: Path) -> None:
    frame = read_frame(
        written(
            tmp_path,
            "weight,company,domain,note\n10,Acme Inc.,https://www.Acme.com/careers,x\n0.5,Beta,,\n",
        )
    )
    assert frame.companies == (
        FrameCompany("Acme Inc.", 10.0, "acme.com"),
        FrameCompany("Beta", 0.5, None),
    )
    assert frame.set_aside == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",,3", "no company"),
        ("–,,3", "no company"),
        ("Beta,,", "no weight: ''"),
        ("Beta,,many", "no weight: 'many'"),
        ("Beta,,-1", "no weight: '-1'"),
        ("Beta,,nan", "no weight: 'nan'"),
        ("Beta,,inf", "no weight: 'inf'"),
        ("Beta,not a domain,1", "not a domain: 'not a domain'"),
        ("Beta,co.uk,1", "not a domain: 'co.uk'"),
        ("ACME,,2", "repeats line 2"),
    ],
)
def test_an_odd_row_is_set_aside_and_the_others_count(tmp_path: Path, row: str, why: str) -> None:
    frame = read_frame(written(tmp_path, f"company,domain,weight\nAcme,,1\n{row}\nLast,,1\n"))
    assert [company.company for company in frame.companies] == ["Acme", "Last"]
    assert frame.set_aside == (f"frame.csv line 3: {why}",)


def test_a_file_that_is_no_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 1: the header must name company and weight"):
        read_frame(written(tmp_path, "name,weight\nAcme,1\n"))
    with pytest.raises(ValueError, match="cannot be read"):
        read_frame(tmp_path / "absent.csv")


KNOWN = [
    KnownBoard("lever", "acme", "Acme Corporation"),
    KnownBoard("ashby", "Acme%20Labs", "Acme Labs"),
    KnownBoard("careers", "careers.acme.com", None),
    KnownBoard("phenom", "jobs.birch.co.uk.us-en", "Birch"),
    KnownBoard("gem", "cedar", None),
    KnownBoard("lever", "dune", "Another Company"),
    KnownBoard("greenhouse", "elan", "Élan Vital GmbH"),
    KnownBoard("ashby", "ginkgotree", "Ginkgotree"),
    KnownBoard("workday", "fir.wd5.External", "Fir"),
]


@pytest.mark.parametrize(
    ("company", "domain", "rule", "found"),
    [
        ("Acme", "acme.com", "domain", ["careers/careers.acme.com"]),
        ("ACME corporation", None, "name", ["lever/acme"]),
        ("Acme, Inc.", None, "name without legal form", ["lever/acme"]),
        ("Acme Labs", "acmelabs.io", "name", ["ashby/Acme%20Labs"]),
        ("Birch plc", "birch.co.uk", "domain", ["phenom/jobs.birch.co.uk.us-en"]),
        ("Cedar Ltd", None, "board", ["gem/cedar"]),
        ("Cedar Wood", "cedar.example", "board", ["gem/cedar"]),
        ("elan vital", None, "name without legal form", ["greenhouse/elan"]),
        ("Dune", "dune.com", None, []),
        ("Something", "cedar.co.uk", "board", ["gem/cedar"]),
        ("Ginkgo Tree", None, "board", ["ashby/ginkgotree"]),
        ("Acm", "e.com", None, []),
        ("Birc", "irch.co.uk", None, []),
    ],
)
def test_the_strongest_rule_that_finds_boards_matches(
    company: str, domain: str | None, rule: str | None, found: list[str]
) -> None:
    matched, known = BoardIndex(KNOWN).match(FrameCompany(company, 1.0, domain))
    assert (matched, [f"{b.ats}/{b.board}" for b in known]) == (rule, found)


def test_a_name_of_legal_forms_alone_keeps_its_words() -> None:
    index = BoardIndex([KnownBoard("lever", "x", "SE Co"), KnownBoard("lever", "y", "AG")])
    assert index.match(FrameCompany("SE Co", 1.0))[1][0].board == "x"
    assert index.match(FrameCompany("Co", 1.0)) == (None, ())


BOARDS = [
    # board, company, outcome, reason, complete on, stale, listings, software
    ("lever", "acme", "Acme", "complete", None, "2026-11-02", False, 3, 2),
    ("lever", "acme-old", "Acme", "failed", "404 x: not found", None, True, 0, 0),
    ("lever", "bakery", "Bakery", "complete", None, "2026-11-02", False, 4, 0),
    ("lever", "empty", "Empty", "complete", None, "2026-11-02", False, 0, 0),
    ("lever", "odd", "Odd", "partial", "1 postings could not be read", None, True, 0, 0),
    ("lever", "down", "Down", "failed", "503 x: server error", None, True, 0, 0),
    ("lever", "rest", "Rest", "skipped", "failed on 14 nights: requested once a week", None,
     True, 0, 0),
    ("lever", "shut", "Shut", "skipped", "x: robots.txt disallows /v0", None, True, 0, 0),
    ("lever", "carried", "Carried", "failed", "503 x: server error", "2026-10-30", True, 2, 2),
    ("lever", "left", "Left", "complete", None, "2026-11-02", False, 1, 1),
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with a release of a few boards; two more are bundled."""
    out = tmp_path / "releases" / "2026-11-02-abcd1234"
    out.mkdir(parents=True)
    manifest = {"release_id": out.name, "night": "2026-11-02", "notice": "Invented numbers."}
    (out / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "current").symlink_to(f"releases/{out.name}")
    (tmp_path / "opt_outs.csv").write_text(
        "ats,board,company,since\n,,Gone Ltd,2026-01-01\nlever,left,,2026-01-01\n"
    )
    with duckdb.connect(str(out / "marts.duckdb")) as db:
        db.execute(
            "create schema core; create table core.dim_boards (board_id varchar, company_id "
            "varchar, ats varchar, board varchar, last_outcome varchar, last_reason varchar, "
            "last_complete_date date, is_stale boolean, listing_count bigint);"
            "create table core.dim_companies (company_id varchar, company_name varchar);"
            "create table core.fct_listings (board_id varchar, is_software boolean);"
            "create table core.fct_set_aside (ats varchar, board varchar, layer varchar);"
            "insert into core.fct_set_aside values ('lever', 'odd', 'raw'),"
            "('lever', 'empty', 'intermediate')"
        )
        for ats, board, company, outcome, why, on, stale, listings, software in BOARDS:
            key = f"{ats}:{board}"
            row = [key, key, ats, board, outcome, why, on, stale, listings]
            db.execute("insert into core.dim_boards values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            db.execute("insert into core.dim_companies values (?, ?)", [key, company])
            for number in range(listings):
                is_software = number < software
                db.execute("insert into core.fct_listings values (?, ?)", [key, is_software])
    named = [Board("ashby", "later", "Later"), Board("ashby", "retired", "Retired")]
    monkeypatch.setattr(coverage_of, "load_boards", lambda: named)
    assert coverage_of.load_boards is not boards.load_boards
    days = "2026-10-01,20,2026-11-01"
    (tmp_path / retirement.FILE).write_text(
        f"{','.join(retirement.COLUMNS)}\nashby,retired,{days},404 x: not found,\n"
    )
    return tmp_path


FRAME = """company,domain,weight
Acme Inc,,40
Bakery,,10
Empty,,5
Odd,,5
Down,,4
Rest,,3
Shut,,2
Carried,,1
Left,,6
Gone Ltd,,6
Later,,8
Retired,,4
=Nobody,nobody.example,6
Broken,,x
"""
WANTED = {
    "Acme Inc": ("in", "name without legal form", 3, 2),
    "Bakery": ("no software listings", "name", 4, 0),
    "Empty": ("no listings", "name", 0, 0),
    "Odd": ("set aside", "name", 0, 0),
    "Down": ("board failing", "name", 0, 0),
    "Rest": ("board failing", "name", 0, 0),
    "Shut": ("robots", "name", 0, 0),
    "Carried": ("in", "name", 2, 2),
    "Left": ("opted out", "name", 1, 1),
    "Gone Ltd": ("opted out", None, 0, 0),
    "Later": ("not crawled", "name", 0, 0),
    "Retired": ("board failing", "name", 0, 0),
    "=Nobody": ("no known board", None, 0, 0),
}


def test_each_company_has_the_reason_of_its_best_board(home: Path) -> None:
    found = frame_coverage(Settings(home, ""), read_frame(written(home, FRAME)))
    assert {
        c.company.company: (c.reason, c.matched_by, c.listing_count, c.software_listing_count)
        for c in found.companies
    } == WANTED
    assert {c.reason for c in found.companies} == set(REASONS)
    details = {c.company.company: c.detail for c in found.companies}
    assert details["Down"] == "503 x: server error"
    assert details["Retired"] == "retired on 2026-11-01, gone on 20 nights"
    assert details["Gone Ltd"] == "opted out since 2026-01-01"


def test_the_command_prints_a_line_per_reason_and_writes_both_files(
    home: Path, capsys: Any
) -> None:
    files = [str(home / "out.csv"), str(home / "out.json")]
    written(home, FRAME)
    command = ["coverage", "--frame", str(home / "frame.csv"), "--home", str(home)]
    assert main([*command, "--csv", files[0], "--json", files[1]]) == 0
    shown = capsys.readouterr().out
    first = {line[:22].strip(): line.split() for line in shown.splitlines()}
    assert shown.startswith("13 companies, weight 100; release 2026-11-02-abcd1234\nInvented")
    assert first["in"][1:5] == ["2", "15.4%", "41", "41.0%"]
    assert first["no known board"][3:7] == ["1", "7.7%", "6", "6.0%"]
    assert "matched by name without legal form: 1 " in shown
    assert shown.endswith("set aside: 1 rows of the frame\nframe.csv line 15: no weight: 'x'\n")
    rows = list(csv.DictReader(io.StringIO(Path(files[0]).read_text())))
    assert [row["company"] for row in rows] == [*list(WANTED)[:-1], "'=Nobody"]
    assert rows[0] == {
        "company": "Acme Inc", "domain": "", "weight": "40.0", "reason": "in", "detail": "",
        "matched_by": "name without legal form", "boards": "lever/acme lever/acme-old",
        "listing_count": "3", "software_listing_count": "2",
    }  # fmt: skip
    whole = json.loads(Path(files[1]).read_text())
    assert [row["reason"] for row in whole["reasons"]] == list(REASONS)
    assert sum(row["company_count"] for row in whole["reasons"]) == len(whole["companies"]) == 13
    assert sum(row["weight"] for row in whole["reasons"]) == 100
    assert whole["notice"] == "Invented numbers."
    assert whole["companies"][0]["boards"] == ["lever/acme", "lever/acme-old"]


def test_the_order_of_a_frame_changes_no_share(home: Path) -> None:
    head, *rows = FRAME.splitlines()
    settings = Settings(home, "")
    as_is, reversed_ = (
        coverage_of.shares(
            frame_coverage(settings, read_frame(written(home, "\n".join([head, *some]))))
        )
        for some in (rows, rows[::-1])
    )
    assert as_is == reversed_


def test_an_empty_frame_has_no_shares(home: Path, capsys: Any) -> None:
    written(home, "company,weight\n")
    assert main(["coverage", "--frame", str(home / "frame.csv"), "--home", str(home)]) == 0
    assert "–" in capsys.readouterr().out


def test_without_a_release_the_command_says_what_to_do(tmp_path: Path, capsys: Any) -> None:
    written(tmp_path, "company,weight\nAcme,1\n")
    assert main(["coverage", "--frame", str(tmp_path / "frame.csv"), "--home", str(tmp_path)]) == 1
    assert "run `hiring-ledger refresh` first" in capsys.readouterr().err
