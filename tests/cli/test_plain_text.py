"""What no reader should meet: control characters on a terminal or a page, formulas in CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration import plain_text
from orchestration.cli.main import main
from orchestration.crawl.board_lists import import_boards
from orchestration.crawl.boards import Board, load_boards, write_board_files
from orchestration.publish import quality_page
from orchestration.publish.report.template import environment
from orchestration.recordings.recording import Recorder, Recording

ESCAPES = {
    "escape": "\x1b[2J",
    "bell": "\x07",
    "title": "\x1b]0;owned\x07",
    "backspace": "abc\x08\x08\x08",
    "delete": "\x7f",
    "C1 escape": "\x9b31m",
    "override": "\u202egnp.exe",
    "isolate": "\u2066x\u2069",
    "mark": "\u200f\u061c",
    "null": "\x00",
    "tag": "\U000e0041",
    "mark of byte order": "\ufeff",
    "surrogate": "\ud800",
}
KEPT = ["Zoë", "日本", "می\u200cخواهم", "👩\u200d💻", "a\u0301", "R&D – Ops"]


def has_odd(text: str) -> bool:
    return any(c in text for escape in ESCAPES.values() for c in escape if not c.isprintable())


@pytest.mark.parametrize("odd", ESCAPES.values(), ids=ESCAPES)
def test_control_characters_are_removed_and_words_stay(odd: str) -> None:
    assert not has_odd(plain_text.line(f"Acme {odd} Inc"))
    assert not has_odd(plain_text.block(f"Acme {odd} Inc"))
    assert "Acme" in plain_text.line(f"Acme {odd} Inc")


@pytest.mark.parametrize("text", KEPT)
def test_characters_that_languages_need_stay(text: str) -> None:
    assert plain_text.line(text) == plain_text.block(text) == text


def test_one_line_is_one_line() -> None:
    assert plain_text.line("a\nb\rc\td\x85e\u2028f") == "a b c d e f"
    assert plain_text.block("a\n\tb") == "a\n\tb"


ALL_BUT_NULL = "".join(odd for odd in ESCAPES.values() if odd not in ("\x00", "\ud800"))


@pytest.mark.parametrize("odd", [ALL_BUT_NULL, "\x00"], ids=["all others", "null"])
def test_no_command_prints_control_characters(odd: str, tmp_path: Path, capfd: Any) -> None:
    """What a list of boards, an argument and a file name hold is printed by several ways."""
    file = tmp_path / "list.json"
    file.write_text(json.dumps({f"no{odd}pe": ["x"], "lever": [f"a{odd}/b"]}))
    main(["boards", "import", str(file)])
    main(["boards", "discover", f"https://{odd}:x@acme.example/"])
    main(["boards", "import", f"gone{odd}.csv"])
    main(["explain", "--home", str(tmp_path), f"a{odd}b"])
    assert main(["refresh", "--night", f"x{odd}y"]) == 1
    out, err = capfd.readouterr()
    assert "rejected" in out
    assert not has_odd(out + err)


@pytest.mark.parametrize("odd", [o for o in ESCAPES.values() if o != "\ud800"], ids=repr)
def test_no_page_holds_control_characters(odd: str, tmp_path: Path) -> None:
    check = {"name": f"n{odd}", "passed": False, "detail": f"a company {odd} <b>"}
    manifest = dict.fromkeys(("release_id", "code_version", "notice"), f"N{odd}")
    quality_page.render(tmp_path, {f"t{odd}": [check]}, {**manifest, "night": "2026-11-02"}, {})
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "a company" in page and "&lt;b&gt;" in page
    assert not has_odd(page)
    shown = environment().from_string("<p title='{{ x }}'>{{ x }}{{ x|upper }}</p>").render(x=odd)
    assert not has_odd(shown)


FORMULAS = ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1", " =1", "'=1", "''+x", "＝1", "＠x"]
HARMLESS = ["Acme", "'s-Hertogenbosch", "", "1+1", "a=b", "'", "O'Neil", "#1"]


@pytest.mark.parametrize("text", [*FORMULAS, *HARMLESS])
def test_a_csv_cell_is_read_as_it_was_written(text: str) -> None:
    cell = plain_text.cell(text)
    assert plain_text.uncell(cell) == text
    assert (cell == f"'{text}") == (text in FORMULAS)


def test_files_hold_no_formula_and_are_read_as_they_were_written(tmp_path: Path) -> None:
    named = [Board("lever", "acme", '=HYPERLINK("x","a,b")'), Board("lever", "beta", "@Home")]
    write_board_files(named, tmp_path / "boards")
    text = (tmp_path / "boards" / "lever.csv").read_text()
    assert not any(row[1].startswith(("=", "@")) for row in csv.reader(io.StringIO(text)))
    assert load_boards("lever", tmp_path / "boards") == named
    recorder = Recorder(tmp_path / "recording", date(2026, 11, 2))
    recorder.boards((b.ats, b.board, b.company) for b in named)
    (tmp_path / "recording" / "index.jsonl").touch()
    text = (tmp_path / "recording" / "boards.csv").read_text()
    assert not any(row[2].startswith(("=", "@")) for row in csv.reader(io.StringIO(text)))
    recorded = Recording.load(tmp_path / "recording").boards
    assert [tuple(row) for row in recorded] == [(b.ats, b.board, b.company) for b in named]


def test_boards_are_listed_as_csv_that_can_be_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    names = ["Ernst, Young", 'The "Best"', "=cmd|' /C calc'!A0", "-Dash-", "\x1b[31mRed"]
    named = [Board("lever", f"b{n}", name) for n, name in enumerate(names)]
    monkeypatch.setattr("orchestration.crawl.boards.load_boards", lambda: named)
    assert main(["boards", "list"]) == 0
    out = capsys.readouterr().out
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == ["ats", "board", "company", "origin", "licence", "since"]
    assert [len(row) for row in rows] == [6] * 6
    assert not any(row[2].startswith(("=", "-", "\x1b")) for row in rows)
    monkeypatch.undo()
    (tmp_path / "out.csv").write_text(out)
    assert import_boards(tmp_path / "out.csv", tmp_path / "boards").refused == ()
    again = load_boards("lever", tmp_path / "boards")
    assert [b.company for b in again] == [*names[:4], "[31mRed"]


def test_the_register_is_csv(capsys: Any) -> None:
    assert main(["sources"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell[:1] in tuple("=+-@") for row in rows for cell in row if cell)


def test_log_lines_are_plain(capfd: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import logging

    def explain(*_: Any) -> list[str]:
        logging.getLogger("orchestration.progress").info("board \x1b[2J of \u202eAcme")
        return []

    monkeypatch.setattr("orchestration.publish.explain.explain", explain)
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers.clear()
    try:
        assert main(["explain", "--home", str(tmp_path), "x"]) == 0
        sys.stdout.flush()
    finally:
        root.handlers[:] = before
    assert capfd.readouterr().out == "board [2J of Acme\n"
