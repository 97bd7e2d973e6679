"""Opt-outs: boards and companies that must not be crawled or published.

Two files with the columns `ats,board,company,since`: the bundled `opt_outs.csv`, and one in the
data directory. A row names a board (ats and board), or a company on any board.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from orchestration.crawl.boards import Board, encode_board_name
from orchestration.settings import DATA
from orchestration.sources import all_sources

COLUMNS = ("ats", "board", "company", "since")
BUNDLED = DATA / "opt_outs.csv"


@dataclass(frozen=True, slots=True)
class OptOut:
    """One opt-out, since a date."""

    ats: str | None
    board: str | None
    company: str | None
    since: str


def load(*files: Path) -> list[OptOut]:
    """The rows of all files that exist; raises ValueError with the file and line."""
    return [row for file in files if file.is_file() for row in _read_file(file)]


def _read_file(file: Path) -> Iterator[OptOut]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or COLUMNS) != COLUMNS:
            raise ValueError(f"{file.name} line 1: the header must be {','.join(COLUMNS)}")
        for row in rows:
            try:
                yield _parse_row(row)
            except ValueError as error:
                raise ValueError(f"{file.name} line {rows.line_num}: {error}") from error


def _parse_row(row: dict[str | None, Any]) -> OptOut:
    """One row; raises ValueError when it could match nothing."""
    if None in row:
        raise ValueError("more columns than the header has")
    ats, board, company, since = ((row[name] or "").strip() or None for name in COLUMNS)
    ats = ats.lower() if ats else None
    if ats is not None and ats not in all_sources():
        raise ValueError(f"unknown ats: {ats!r:.60}")
    if board and not ats:
        raise ValueError("a board without an ats")
    if not company and not board:
        raise ValueError("name a company, or an ats and a board")
    if company and not normalize_name(company):
        raise ValueError("a company without a letter or digit")
    return OptOut(
        ats, encode_board_name(board) if board else None, company, since or "an unknown date"
    )


def opt_out_reason(board: Board, rows: Iterable[OptOut]) -> str | None:
    """Why a board is not crawled; None when no opt-out matches."""
    names = {normalize_name(name) for name in (board.company, unquote(board.board)) if name}
    for row in rows:
        same_board = row.board and (row.ats, row.board.casefold()) == (
            board.ats,
            board.board.casefold(),
        )
        named = row.company and normalize_name(unquote(row.company)) in names
        if same_board or (named and row.ats in (None, board.ats)):
            return f"opted out since {row.since}"
    return None


def normalize_name(name: str) -> str:
    """The words of a name without case, accents and punctuation, as the SQL macro `slug`."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))


def opted_out_companies(rows: Iterable[OptOut]) -> dict[str, str]:
    """The companies that opted out, each with its sources separated by `;`, or `*` for all."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.company and not row.board:
            found.setdefault(row.company, set()).add(row.ats or "*")
    return {company: ";".join(sorted(of)) for company, of in found.items()}


def with_opted_out_boards(boards: list[Board], rows: Iterable[OptOut]) -> list[Board]:
    """The boards, and each opted-out board that is no longer listed, so that the night's outcomes
    name it too."""
    known = {(b.ats, b.board.casefold()) for b in boards}
    absent: dict[tuple[str, str], Board] = {}
    for row in rows:
        if row.ats and row.board and (key := (row.ats, row.board.casefold())) not in known:
            absent.setdefault(key, Board(row.ats, row.board, row.company))
    return [*boards, *absent.values()]
