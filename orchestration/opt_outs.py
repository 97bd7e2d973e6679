"""Who asked to be left out: boards and companies that are not asked and not published.

Two files of the same form, `ats,board,company,since`: the bundled `opt_outs.csv`, and the one in a
home. A row names a board (ats and board) or a company, under whatever board it is found.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.boards import Board, token

COLUMNS = ("ats", "board", "company", "since")
BUNDLED = Path(__file__).with_name("opt_outs.csv")


@dataclass(frozen=True, slots=True)
class OptOut:
    """One wish to be left out, since a date."""

    ats: str | None
    board: str | None
    company: str | None
    since: str


def load(*files: Path) -> list[OptOut]:
    """The rows of all files that exist; ValueError names the file and line at fault."""
    return [row for file in files if file.is_file() for row in _load(file)]


def _load(file: Path) -> Iterator[OptOut]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            ats, board, company, since = (
                (row.get(name) or "").strip() or None
                for name in ("ats", "board", "company", "since")
            )
            if not company and not (ats and board):
                raise ValueError(
                    f"{file.name} line {rows.line_num}: name a company, or an ats and a board"
                )
            yield OptOut(ats, token(board) if board else None, company, since or "an unknown date")


def find(board: Board, rows: Iterable[OptOut]) -> str | None:
    """Why a board is left out; None when it is not."""
    for row in rows:
        same_board = row.board and (row.ats, row.board.casefold()) == (
            board.ats,
            board.board.casefold(),
        )
        named = row.company and row.company.casefold() in (
            (board.company or "").casefold(),
            board.board.casefold(),
        )
        if same_board or (named and row.ats in (None, board.ats)):
            return f"opted out since {row.since}"
    return None


def with_absent(boards: list[Board], rows: Iterable[OptOut]) -> list[Board]:
    """The boards, and those named in opt-outs that are no longer among them: a night says of
    them, too, that they are left out."""
    known = {(b.ats, b.board.casefold()) for b in boards}
    absent = [
        Board(r.ats, r.board, r.company)
        for r in rows
        if r.ats and r.board and (r.ats, r.board.casefold()) not in known
    ]
    return boards + absent
