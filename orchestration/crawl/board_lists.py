"""Merges lists of boards that others publish into the board files.

Lists write slugs in different forms, so the address of a row names the board where there is one. A
board whose name its source does not accept is rejected. Nothing here sends a request.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from orchestration import plain_text
from orchestration.crawl import opt_outs
from orchestration.crawl.boards import (
    Board,
    Provenance,
    load_boards,
    normalize_company_name,
    provenance_of,
    validate_board_name,
    write_board_files,
)
from orchestration.crawl.discovery import boards_in
from orchestration.settings import BOARDS
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import NAME

_NOT_A_NAME = re.compile(
    r"(?i)[\s,:|-]*\b(current |job |our )?(careers?|jobs|openings|opportunities)( page| site)?$"
)
"""The end of the title of a page that is not part of the company's name."""


@dataclass(frozen=True)
class ImportResult:
    """The counts of an import; `refused` has one line for each rejected row."""

    added: int
    known: int
    refused: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """One row as read. `ats` is that of the whole list if the row has none."""

    place: str
    ats: str
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells.get(name)


def import_boards(
    file: Path,
    folder: Path = BOARDS,
    ats: str | None = None,
    provenance: Provenance | None = None,
) -> ImportResult:
    """Merge a list of boards into the board files.

    A CSV has the columns ats and board, or is of one source and has slug or url (public lists:
    name, slug, url); a JSON is `{ats: [board]}`, or a list of one source. For a list of one source
    it is `ats`, or the name of the file, or the source that the URLs name.

    A row that cannot be read is rejected with a line that has the reason; the others are imported.
    A known board keeps its company and provenance, and gets the company of the row if it had none.
    """
    known = {(b.ats, unquote(b.board)): b for b in load_boards(folder=folder)}
    added, seen, refused = 0, 0, []
    for row in _rows(file, (ats or file.stem).lower()):
        try:
            ats_of_row, board = _board_of_row(row)
            company = _company_of_row(row, board)
            new = Board(ats_of_row, board, company, provenance_of(row.cells) or provenance)
        except ValueError as error:
            refused.append(f"{row.place}: {error}")
            continue
        old = known.get(key := (new.ats, unquote(new.board)))
        added, seen = (added + 1, seen) if old is None else (added, seen + 1)
        known[key] = new if old is None else replace(old, company=old.company or new.company)
    write_board_files(known.values(), folder)
    return ImportResult(added, seen, tuple(refused))


def _board_of_row(row: _Row) -> tuple[str, str]:
    """(ats, board) of a row: by its board, else its address, else its slug. Raises ValueError."""
    is_known = row.ats in all_sources()
    if not is_known and not row["url"]:
        raise ValueError(f"unknown ats: {row.ats!r:.60}")
    if row["board"] or not (row["slug"] or row["url"]):
        return row.ats, validate_board_name(row.ats, row["board"])
    if not row["url"]:
        return row.ats, validate_board_name(row.ats, row["slug"])
    url = str(row["url"]).strip()
    found = list(dict.fromkeys(boards_in(url)))
    own = [(ats, board) for ats, board in found if ats == row.ats] or found
    if is_known and len(own) == 1 and (slug := _slug_in_address(row, url, own[0][1])):
        return row.ats, slug
    if is_known and not own:
        own = list(_board_from_bare_host(row.ats, url))
    if len(own) != 1:
        what = "more than one board" if own else f"no valid board of {row.ats}"
        raise ValueError(f"the address names {what}: {url!r:.100}")
    return own[0]


def _company_of_row(row: _Row, board: str) -> str | None:
    """The company of a row. A `name` is the title of a page, so it counts only if it is like the
    board: a board under the wrong company is worse than one whose company is its board."""
    if row["company"]:
        return normalize_company_name(row["company"])
    name = normalize_company_name(row["name"])
    title = _NOT_A_NAME.sub("", name) if name else ""
    return title if is_like(title, unquote(board)) else None


def is_like(name: str, board: str) -> bool:
    """Whether a company name and a board share a word, a beginning or their initials."""
    words = re.findall(r"[^\W_]+", opt_outs.normalize_name(name))
    joined = "".join(words)
    slug = "".join(re.findall(r"[^\W_]+", opt_outs.normalize_name(board)))
    initials = "".join(word[0] for word in words)
    return bool(
        joined
        and slug
        and (
            slug in joined
            or joined in slug
            or joined[:4] == slug[:4]
            or (len(words) > 1 and slug.startswith(initials))
            or any(len(word) > 3 and word in slug for word in words)
        )
    )


def _slug_in_address(row: _Row, url: str, read: str) -> str | None:
    """The slug, when the address contains it and it begins with the board that was read there.

    Some board names contain characters that end an address in running text.
    """
    try:
        slug, parts = validate_board_name(row.ats, row["slug"]), urlsplit(url)
    except ValueError:
        return None
    pieces = [*parts.netloc.split("."), *map(unquote, parts.path.split("/"))]
    is_whole = str(row["slug"]).strip() in pieces and slug.startswith(read)
    return slug if is_whole else None


def _board_from_bare_host(ats: str, url: str) -> Iterator[tuple[str, str]]:
    """The host of an address without a path, for a source whose boards are hosts."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_bare = parts.netloc.lower() == host and parts.path in ("", "/") and not parts.query
        if is_bare and _has_host_boards(ats):
            yield ats, validate_board_name(ats, host)
    except ValueError:
        return


def _has_host_boards(ats: str) -> bool:
    """Whether the boards of a source are hosts: it accepts a host and rejects a bare name."""
    form = getattr(all_sources()[ats], "BOARD", NAME)
    return bool(re.fullmatch(form, "jobs.acme.com")) and not re.fullmatch(form, "acme")


def _rows(file: Path, ats: str) -> Iterator[_Row]:
    """Every row of a file; raises ValueError when the file cannot be read."""
    try:
        content = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: cannot be read as UTF-8 text ({error})") from error
    if file.suffix.lower() == ".json":
        yield from _json_rows(file.name, content, ats)
        return
    rows = csv.DictReader(io.StringIO(content, newline=""))
    try:
        named = set(rows.fieldnames or ())
        if not named >= {"ats", "board"} and not named & {"slug", "url"}:
            raise ValueError(
                f"{file.name} line 1: the header must name ats and board, or slug, or url"
            )
        if "ats" not in named and "url" not in named:
            _require_known_ats(file.name, ats)
        for row in rows:
            cells = {
                key: plain_text.uncell(cell) for key, cell in row.items() if isinstance(cell, str)
            }
            of = cells.get("ats", "").strip().lower() or ats
            yield _Row(f"{file.name} line {rows.line_num}", of, cells)
    except csv.Error as error:
        raise ValueError(f"{file.name} line {rows.line_num + 1}: {error}") from error


def _require_known_ats(name: str, ats: str) -> str:
    if ats not in all_sources():
        raise ValueError(f"{name}: {ats!r:.40} is not a source; name the source with --source")
    return ats


def _json_rows(name: str, content: str, ats: str) -> Iterator[_Row]:
    try:
        parsed = json.loads(content)
    except ValueError as error:
        raise ValueError(f"{name}: not JSON ({error})") from error
    if isinstance(parsed, list):
        parsed = {_require_known_ats(name, ats): parsed}
    if not isinstance(parsed, dict) or not all(isinstance(b, list) for b in parsed.values()):
        raise ValueError(f"{name}: expected a list of boards, or an object of lists, ats to boards")
    for of, boards in parsed.items():
        for number, item in enumerate(boards, start=1):
            place = f"{name} {of} #{number}"
            yield _Row(place, of, item if isinstance(item, dict) else {"board": item})
