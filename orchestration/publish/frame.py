"""A frame: a list of companies from outside, with weights, and which known boards are theirs.

A frame is a CSV with `company`, `weight` (employees, revenue, or 1) and optionally `domain`. A row
that cannot be used is set aside with its line and reason. Boards are matched to a company by the
first of four rules that finds any (`RULES`). Not here: what became of the boards
(`frame_coverage`).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from orchestration import plain_text
from orchestration.crawl.opt_outs import normalize_name

RULES = {
    "domain": "the host of the board is the domain of the company, or below it",
    "name": "the same words, without case, accents and punctuation",
    "name without legal form": "the same words without Inc, GmbH, Ltd and the like at the end",
    "board": "the board is named like the company or its domain, and nothing else is known about "
    "the company of the board",
}
"""How a board is matched to a company of the frame, strongest first."""
_LEGAL = frozenset({
    "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc",
    "incorporated", "kg", "kk", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "oyj", "pbc",
    "plc", "pte", "pty", "sa", "sarl", "sas", "se", "sl", "spa", "srl", "ug",
})  # fmt: skip
_SUFFIX = re.compile(r"(?:ac|co|com|edu|gov|net|or|org)\.[a-z]{2}")
"""A suffix of two labels, under which companies register, such as co.uk."""
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class FrameCompany:
    """One company of a frame. `weight` is finite and at least 0."""

    company: str
    weight: float
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class KnownBoard:
    """A board that is bundled or in the release, and the name of its company, if it is known."""

    ats: str
    board: str
    company: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as read; `set_aside` has a line for each row that cannot be used."""

    companies: tuple[FrameCompany, ...]
    set_aside: tuple[str, ...]


def read_frame(file: Path) -> Frame:
    """A frame from a CSV. Raises ValueError when it is no such file."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} cannot be read: it is not UTF-8 text ({error})") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    companies: dict[tuple[str, str | None], tuple[int, FrameCompany]] = {}
    set_aside = []
    try:
        if not {"company", "weight"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{file.name} line 1: the header must name company and weight")
        for row in rows:
            try:
                found = _company(row)
                key = (normalize_name(found.company), found.domain)
                if key in companies:
                    raise ValueError(f"repeats line {companies[key][0]}")
                companies[key] = (rows.line_num, found)
            except ValueError as error:
                set_aside.append(f"{file.name} line {rows.line_num}: {error}")
    except csv.Error as error:
        raise ValueError(f"{file.name} line {rows.line_num + 1}: {error}") from error
    return Frame(tuple(found for _, found in companies.values()), tuple(set_aside))


def _company(row: dict[str, str | None]) -> FrameCompany:
    """One row; raises ValueError with what is wrong with it."""
    cells = {
        name: plain_text.line(plain_text.uncell(row.get(name) or "")).strip()
        for name in ("company", "domain", "weight")
    }
    if not normalize_name(cells["company"]):
        raise ValueError("no company")
    try:
        weight = float(cells["weight"])
    except ValueError:
        raise ValueError(f"no weight: {cells['weight']!r:.40}") from None
    if not math.isfinite(weight) or weight < 0:
        raise ValueError(f"no weight: {cells['weight']!r:.40}")
    return FrameCompany(cells["company"], weight, _domain(cells["domain"]))


def _domain(text: str) -> str | None:
    """A domain, also from an address; None for a blank one. Raises ValueError."""
    host = re.sub(r"^[a-z]+://", "", text.lower()).split("/")[0].removeprefix("www.").rstrip(".")
    if host and (not _DOMAIN.fullmatch(host) or _SUFFIX.fullmatch(host)):
        raise ValueError(f"not a domain: {text!r:.60}")
    return host or None


def without_legal_form(name: str) -> str:
    """The words of a name without legal forms at its end; all of them when nothing else is left."""
    words = normalize_name(name).split()
    kept = list(words)
    while kept and kept[-1] in _LEGAL:
        kept.pop()
    return " ".join(kept or words)


class BoardIndex:
    """The known boards by each of the keys that the rules compare."""

    def __init__(self, boards: Iterable[KnownBoard]) -> None:
        self._by: dict[tuple[str, str], list[KnownBoard]] = {}
        for board in sorted(boards, key=lambda b: (b.ats, b.board)):
            for key in dict.fromkeys(_keys_of_board(board)):
                self._by.setdefault(key, []).append(board)

    def match(self, company: FrameCompany) -> tuple[str | None, tuple[KnownBoard, ...]]:
        """The rule that finds boards of a company, and those boards; None and () without any."""
        for rule, key in _keys_of_company(company):
            if found := self._by.get((rule, key)):
                return rule, tuple(found)
        return None, ()


def _keys_of_board(board: KnownBoard) -> Iterator[tuple[str, str]]:
    labels = unquote(board.board).lower().split(".")
    for start in range(len(labels)):  # jobs.acme.com.us-en is below acme.com
        for end in range(start + 2, len(labels) + 1):
            yield "domain", ".".join(labels[start:end])
    if board.company and normalize_name(board.company):
        yield "name", normalize_name(board.company)
        yield "name without legal form", without_legal_form(board.company)
    if not board.company or _joined(board.company) == _joined(unquote(board.board)):
        yield "board", _joined(unquote(board.board))


def _keys_of_company(company: FrameCompany) -> Iterator[tuple[str, str]]:
    if company.domain:
        yield "domain", company.domain
    yield "name", normalize_name(company.company)
    yield "name without legal form", without_legal_form(company.company)
    yield "board", _joined(without_legal_form(company.company))
    if company.domain:
        labels = company.domain.split(".")
        is_below = _SUFFIX.fullmatch(".".join(labels[-2:])) is not None
        yield "board", _joined(labels[-3 if is_below else -2])


def _joined(name: str) -> str:
    return normalize_name(name).replace(" ", "")
