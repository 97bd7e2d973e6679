"""The board files, which say what is crawled, and the check which of the boards still answer.

One `boards/<ats>.csv` per source with `board,company` and where the row comes from: `origin` is
`reviewed` for a row that was checked by hand, else the list it was imported from. Nothing here
knows a vendor. Not here: importing lists of boards (`board_lists`).
"""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from orchestration import plain_text
from orchestration.http.client import (
    Client,
    NotAnswered,
    NotFound,
    RedirectedElsewhere,
    RequestFailed,
)
from orchestration.settings import BOARDS
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import PARSE_ERRORS, Incomplete, Unreadable
from orchestration.sources._toolkit.listing import NAME, Pace, Posting, Source

LOG = logging.getLogger(__name__)
_NOT_FOUND = r"^4(?:04|10) \S+: not found$"
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}){0,99}")


@dataclass(frozen=True, slots=True)
class Provenance:
    """The list that names a board, the licence of the list (SPDX), and the day of the import."""

    origin: str
    licence: str
    since: str


COLUMNS = ("board", "company", *(field.name for field in fields(Provenance)))


@dataclass(frozen=True, slots=True)
class Board:
    """One company's page on an ats. `company` is None when it is not known, `provenance` when no
    board file names the board."""

    ats: str
    board: str
    company: str | None = None
    provenance: Provenance | None = field(default=None, compare=False)

    def cells(self) -> tuple[str | None, ...]:
        """The values of `COLUMNS`."""
        provenance = astuple(self.provenance) if self.provenance else (None,) * 3
        return self.board, self.company, *provenance


@dataclass(frozen=True, slots=True)
class BoardStatus:
    """The answer of a board: `status` is live, empty, gone, moved, refused, failed or skipped (not
    requested), and `reason` says why."""

    ats: str
    board: str
    status: str
    listing_count: int
    reason: str | None = None


def load_boards(ats: str | None = None, folder: Path = BOARDS) -> list[Board]:
    """The boards of one source, or of all, sorted by ats and name. Raises ValueError."""
    files = [folder / f"{name}.csv" for name in ([ats] if ats else all_sources())]
    boards = [board for file in files if file.is_file() for board in _boards_of(file.resolve())]
    return sorted(boards, key=lambda b: (b.ats, b.board.casefold(), b.board))


def _boards_of(file: Path) -> tuple[Board, ...]:
    """The boards of a file, which is read again only when it has changed: a night asks for the
    16,000 bundled boards four times."""
    is_now = file.stat()
    return _boards_of_version(file, (is_now.st_mtime_ns, is_now.st_size, is_now.st_ino))


@lru_cache(maxsize=128)
def _boards_of_version(file: Path, version: tuple[int, ...]) -> tuple[Board, ...]:
    return tuple(merge_duplicates(_read_board_file(file), file))


def merge_duplicates(boards: Iterable[Board], file: Path) -> list[Board]:
    """Each board of a list once, with the first company given for it; repeats are logged."""
    merged: dict[tuple[str, str], Board] = {}
    for board in boards:
        key = (board.ats, unquote(board.board))
        if first := merged.get(key):
            LOG.warning(
                "%s: %s/%s is listed twice; the rows are merged", file, board.ats, board.board
            )
            board = replace(first, company=first.company or board.company)
        merged[key] = board
    return list(merged.values())


def _read_board_file(file: Path) -> Iterator[Board]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            try:
                cells = {name: plain_text.uncell(row.get(name) or "") for name in COLUMNS}
                company = normalize_company_name(cells["company"])
                board = encode_board_name(cells["board"])
                yield Board(file.stem, board, company, provenance_of(cells))
            except ValueError as error:
                raise ValueError(f"{file.name} line {rows.line_num}: {error}") from error


def provenance_of(cells: Mapping[str, object]) -> Provenance | None:
    """The provenance of a row; None when it has none. Raises ValueError when it is incomplete."""
    values = [plain_text.line(str(cells.get(name) or "")).strip()[:100] for name in COLUMNS[2:]]
    if any(values) and not all(values):
        raise ValueError(f"{', '.join(COLUMNS[2:])} belong together")
    return Provenance(*values) if all(values) else None


def encode_board_name(value: object) -> str:
    """A board name percent-encoded as in a URL; raises ValueError when it cannot be one."""
    if not isinstance(value, str):
        raise ValueError(f"board is not text: {value!r:.60}")
    encoded = quote(unquote(value.strip(), errors="strict"), safe="")
    decoded = unquote(encoded)
    if not _TOKEN.fullmatch(encoded) or not decoded.isprintable() or set(decoded) & set("/\\?#:@"):
        raise ValueError(f"not a board name: {value!r:.60}")
    return encoded


def validate_board_name(ats: str, value: object) -> str:
    """The encoded name of a board, when its source accepts it; raises ValueError otherwise."""
    named = encode_board_name(value)
    if not re.fullmatch(getattr(all_sources()[ats], "BOARD", NAME), named):
        raise ValueError(f"not a board of {ats}: {value!r:.80}")
    return named


def normalize_company_name(value: object) -> str | None:
    """A company name without extra blanks; None when blank. Raises ValueError when too long."""
    name = " ".join(value.split()) if isinstance(value, str) else ""
    if len(name) > 120:
        raise ValueError(f"company name of {len(name)} characters")
    return name or None


def write_board_files(boards: Iterable[Board], folder: Path) -> None:
    """Write the board file of each source, sorted, and replace the old one by a rename."""
    folder.mkdir(parents=True, exist_ok=True)
    by_ats: dict[str, list[Board]] = {}
    for board in boards:
        by_ats.setdefault(board.ats, []).append(board)
    for ats, rows in by_ats.items():
        aside = folder / f".{ats}.csv.new"
        with aside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for b in sorted(rows, key=lambda b: (b.board.casefold(), b.board)):
                writer.writerow(map(plain_text.cell, b.cells()))
        aside.replace(folder / f"{ats}.csv")


def _is_listed(source: Source, posting: Posting, board: str) -> bool:
    try:
        return source.read(posting, board) is not None
    except PARSE_ERRORS:
        return False


def check_boards(
    client: Client,
    boards: Iterable[Board],
    skip_reason: Callable[[Board], tuple[str, bool] | None] = lambda _: None,
) -> Iterator[BoardStatus]:
    """Request each board once, by the crawl policy of a night, and yield its answer.

    Boards of unknown sources are left out. `skip_reason` is that of a `NightCrawl`.
    """
    sources = all_sources()
    for board in boards:
        if board.ats not in sources:
            continue
        if why := skip_reason(board):
            yield BoardStatus(board.ats, board.board, "skipped", 0, why[0])
        else:
            yield _check_board(client, board, sources[board.ats])


def gone_pattern(ats: str) -> str:
    """What the reason of a failure matches, in Python and in RE2, when there is no such board: the
    address is not found, or the vendor says so in its own way (`GONE` of the source)."""
    own = getattr(all_sources()[ats], "GONE", None)
    return f"{_NOT_FOUND}|{own}" if own else _NOT_FOUND


def _check_board(client: Client, board: Board, source: Source) -> BoardStatus:
    session = client.session(vendor=board.ats, pace=getattr(source, "PACE", Pace()))
    count, reason = 0, None
    try:
        for posting in source.postings(board.board, session):
            count += _is_listed(source, posting, board.board)
        status = "live" if count else "empty"
    except NotFound as error:
        status, reason = "gone", str(error)
    except RedirectedElsewhere as error:
        status, reason = "moved", str(error)
    except (RequestFailed, Unreadable, Incomplete) as error:
        status, reason = "failed", str(error)
    except NotAnswered as error:
        status, reason = "refused", str(error)
    except PARSE_ERRORS as error:
        status = "failed"
        reason = f"unexpected shape: {type(error).__name__}: {str(error)[:120]}"
    if status in ("moved", "refused") and re.search(gone_pattern(board.ats), reason or ""):
        status = "gone"
    return BoardStatus(board.ats, board.board, status, count, reason)
