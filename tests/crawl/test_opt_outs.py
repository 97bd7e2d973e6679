"""Opt-outs: which boards are not crawled and which companies are not published."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.crawl import opt_outs
from orchestration.crawl.boards import Board
from orchestration.reference.tables import companies


def rows(tmp_path: Path, *lines: str) -> list[opt_outs.OptOut]:
    file = tmp_path / "opt_outs.csv"
    file.write_text("\n".join(["ats,board,company,since", *lines]) + "\n")
    return opt_outs.load(file, tmp_path / "no such file.csv")


@pytest.mark.parametrize(
    ("line", "board", "out"),
    [
        ("ashby,Acme,,2026-10-01", Board("ashby", "acme"), True),
        ("ashby,acme,,2026-10-01", Board("lever", "acme"), False),
        (",,Acme Corp,2026-10-01", Board("lever", "acme-corp", "acme corp"), True),
        (",,acme,2026-10-01", Board("lever", "acme", None), True),
        ("ashby,,acme,2026-10-01", Board("lever", "acme", None), False),
        (",,Acme,2026-10-01", Board("lever", "other", "Other"), False),
        ("Greenhouse,acme,,2026-10-01", Board("greenhouse", "acme"), True),
        (",,Acme  Inc ,2026-10-01", Board("lever", "x", "acme inc"), True),
        (",,acme inc,2026-10-01", Board("lever", "x", "Acme \u00a0 Inc"), True),
        (",,Cafe\u0301 STRASSE,2026-10-01", Board("lever", "x", "Caf\u00e9 Straße"), True),
        (',,"Acme, Inc.",2026-10-01', Board("lever", "x", "acme inc"), True),
        (",,Acme Inc,2026-10-01", Board("lever", "acme-inc"), True),
        (",,Acmeinc,2026-10-01", Board("lever", "acme-inc", "Acme Inc"), False),
        (",,Acme,2026-10-01", Board("lever", "x", "---"), False),
        (",,Hutch Labs,2026-10-01", Board("ashby", "Hutch%20Labs"), True),
        ("ashby,hutch%20labs,,2026-10-01", Board("ashby", "Hutch%20Labs"), True),
        (",,hutch%20labs,2026-10-01", Board("ashby", "Hutch%20Labs"), True),
    ],
)
def test_a_row_names_a_board_or_a_company(
    tmp_path: Path, line: str, board: Board, out: bool
) -> None:
    found = opt_outs.opt_out_reason(board, rows(tmp_path, line))
    assert found == ("opted out since 2026-10-01" if out else None)


def test_a_row_without_board_and_company_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"opt_outs.csv line 3: name a company, or an ats and"):
        rows(tmp_path, ",,Acme,2026", "ashby,,,2026")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("greenhous,acme,,2026", "unknown ats: 'greenhous'"),
        ("greenhous,,Acme,2026", "unknown ats: 'greenhous'"),
        (",acme,Acme,2026", "a board without an ats"),
        ("lever,https://jobs.example/acme,,2026", "not a board name"),
        (",,+++,2026", "a company without a letter or digit"),
        ("lever,acme,,2026,more", "more columns than the header"),
    ],
)
def test_a_row_that_would_match_nothing_is_an_error_with_its_line(
    tmp_path: Path, line: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=rf"^opt_outs.csv line 3: {reason}"):
        rows(tmp_path, ",,Acme,2026", line)


def test_another_header_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "opt_outs.csv").write_text("company;since\nAcme;2026\n")
    with pytest.raises(ValueError, match=r"opt_outs.csv line 1: the header must be ats,board,comp"):
        opt_outs.load(tmp_path / "opt_outs.csv")


def test_an_opted_out_board_that_is_no_longer_listed_is_still_skipped(tmp_path: Path) -> None:
    named = rows(
        tmp_path, "ashby,gone,,2026-10-01", "ashby,known,,2026-10-01", "ashby,Gone,,2026-10-02"
    )
    boards = opt_outs.with_opted_out_boards([Board("ashby", "Known")], named)
    assert boards == [Board("ashby", "Known"), Board("ashby", "gone")]


def test_opted_out_companies_are_rows_of_the_companies_table(tmp_path: Path) -> None:
    """SQL also drops them by the company name in a listing."""
    opt_out_rows = rows(
        tmp_path, ",,New,2026", "lever,,Known,2026", "ashby,,Known,2026", "ashby,b,Of a board,2026"
    )
    opted_out = opt_outs.opted_out_companies(opt_out_rows)
    assert opted_out == {"New": "*", "Known": "ashby;lever"}
    facts = tmp_path / "companies.csv"
    facts.write_text("company,size_band\nKnown,<50\nOther,>500\n")
    table = companies(facts, opted_out).select(["company", "size_band", "opted_out_from"])
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        ("Known", "<50", "ashby;lever"),
        ("Other", ">500", None),
        ("New", None, "*"),
    ]


def test_the_bundled_file_can_be_read() -> None:
    assert opt_outs.BUNDLED.is_file()
    opt_outs.load(opt_outs.BUNDLED)
