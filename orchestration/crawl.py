"""Asking the boards of one source: one night, in a folder of its own; nothing is judged here.

How a night lies on disk is in `stored`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import stored
from orchestration.boards import Board
from orchestration.sources._http import Client, Failed, NotModified, Refused, Reserved, Session
from orchestration.sources._listing import (
    Incomplete,
    NotAnswered,
    NotFound,
    Pace,
    Posting,
    Source,
    Spent,
    Unreadable,
)

LOG = logging.getLogger(__name__)
LOSSES = (KeyError, TypeError, ValueError, AttributeError)
BATCH = 2_000  # postings held in memory before they are written


def _rows(
    source: Source,
    board: Board,
    session: Session,
    before: stored.Before,
    result: stored.BoardResult,
) -> Iterator[dict[str, Any]]:
    """Each readable listing of a board as a row; an unreadable one costs a line in the log."""
    seen: set[str] = set()
    detail = getattr(source, "detail", None)
    postings = source.postings(board.board, session)
    for posting in postings if detail is None else _listed(postings):
        try:
            listing = source.read(posting, board.board)
            if listing is None or listing.native_id in seen:
                continue
            seen.add(listing.native_id)
            row: dict[str, Any] = {"ats": board.ats, "board": board.board}
            row |= {"native_id": listing.native_id, "held_content_id": None, "brief_id": None}
            if detail is not None:
                brief_id = md5(repr(listing).encode(), usedforsecurity=False).hexdigest()
                held_brief, held_content = before.held.get(listing.native_id, (None, None))
                if held_brief != brief_id:
                    whole = _detailed(detail, posting, board, session, result)
                    read = source.read(whole, board.board) if whole is not None else listing
                    if read is None:
                        continue
                    if whole is not None:
                        posting, listing, held_content = whole, read, None
                        row["brief_id"] = brief_id
                row["held_content_id"] = held_content
                if not listing.title and held_content is None:
                    continue  # nothing is known of it but its address
        except LOSSES as error:
            result.unreadable_count += 1
            problem = f"{type(error).__name__}: {str(error)[:120]}"
            LOG.warning("%s/%s: a posting cannot be read: %s", board.ats, board.board, problem)
            continue
        result.listing_count += 1
        if row["held_content_id"] is None:
            row |= stored.row(listing) | {"native_id": row["native_id"]}
            row["payload"] = orjson.dumps(posting).decode()
        yield row


def _listed(postings: Iterator[Posting]) -> Iterator[Posting]:
    """The whole list before its first posting: a refused detail must not cost the pages after."""
    listed, trouble = [], None
    try:
        for posting in postings:
            listed.append(posting)
    except (NotAnswered, Incomplete, Unreadable, *LOSSES) as error:
        trouble = error
    yield from listed
    if trouble is not None:
        raise trouble


def _detailed(
    detail: Callable[..., Posting],
    posting: Posting,
    board: Board,
    session: Session,
    result: stored.BoardResult,
) -> Posting | None:
    """A posting with the answer of its own page; None, and counted, when that is for later."""
    try:
        return detail(posting, board.board, session.detail)
    except (NotAnswered, Unreadable, *LOSSES) as error:
        result.pending_count += 1
        if not isinstance(error, Spent) and result.reason is None:
            result.reason = f"a detail is missing: {str(error)[:160]}"
        return None


def crawl_board(
    source: Source,
    board: Board,
    client: Client,
    origin: str,
    before: stored.Before,
    write: Callable[[list[dict[str, Any]]], None],
) -> stored.BoardResult:
    """Ask one board and hand its rows to `write`; every failure becomes the board's outcome."""
    result = stored.BoardResult(board.ats, board.board, board.company, origin)
    pace = getattr(source, "PACE", Pace())
    session = client.session(before.etag, before.last_modified, vendor=board.ats, pace=pace)
    if client.recorder is not None:
        before = stored.Before()  # a recording is made whole
    batch: list[dict[str, Any]] = []
    try:
        for row in _rows(source, board, session, before, result):
            batch.append(row)
            if len(batch) >= BATCH:
                write(batch)
                batch = []
    except NotModified:
        result.outcome = "not_modified"
    except Incomplete as error:
        result.outcome, result.reason = "partial", str(error)
    except Reserved as error:
        result.outcome, result.reason = "skipped", str(error)
    except (NotFound, Refused, Failed, Unreadable) as error:
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = str(error)
    except LOSSES as error:
        # A body that is JSON but not in the vendor's shape breaks in the source's own indexing.
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = f"unexpected shape: {type(error).__name__}: {str(error)[:120]}"
    if result.outcome == "complete" and result.unreadable_count:
        result.outcome = "partial"
        result.reason = f"{result.unreadable_count} postings could not be read"
    if result.outcome == "complete" and not result.listing_count and before.listing_count:
        result.outcome = "partial"
        result.reason = f"no postings, {before.listing_count} the night before: to be confirmed"
    write(batch)
    result.request_count = session.request_count
    if result.outcome == "not_modified":
        result.etag = session.etag or before.etag
        result.last_modified = session.last_modified or before.last_modified
    elif result.outcome == "complete" and not result.pending_count:
        result.etag, result.last_modified = session.etag, session.last_modified
    return result


def crawl(
    source: Source,
    boards: Sequence[Board],
    client: Client,
    *,
    folder: Path,
    accepted: Path,
    night: date,
    origin: str,
    threads: int,
    skipped: Callable[[Board], tuple[str, bool] | None],
    progress: Callable[[stored.BoardResult], None],
) -> list[stored.BoardResult]:
    """Ask all boards of one source and leave the night's three files in `folder`.

    `accepted` is `raw/<ats>`, whose earlier nights say which content is stored already; `skipped`
    says why a board is not asked, and whether it opted out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    crawled = folder / "crawled.jsonl"
    known = stored.before(accepted, night)
    turn = threading.Lock()
    with (
        crawled.open("wb") as file,
        ThreadPoolExecutor(threads, thread_name_prefix=f"{boards[0].ats}") as workers,
    ):

        def write(batch: list[dict[str, Any]]) -> None:
            written = stored.lines(batch)
            with turn:
                file.write(written)

        def ask(board: Board) -> stored.BoardResult:
            if skip := skipped(board):
                result = stored.BoardResult(
                    board.ats, board.board, board.company, origin, "skipped"
                )
                result.reason, result.is_opted_out = skip
            else:
                before = known.get(board.board, stored.Before())
                result = crawl_board(source, board, client, origin, before, write)
            progress(result)
            return result

        results = list(workers.map(ask, boards))
    rows = sorted((asdict(result) for result in results), key=lambda row: row["board"])
    pq.write_table(pa.Table.from_pylist(rows, stored.BOARDS), folder / "boards.parquet")
    stored.settle(folder, accepted, night)
    crawled.unlink()
    return results
