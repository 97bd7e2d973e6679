"""Asking the boards of one source: one night, in a folder of its own; nothing is judged here.

How a night lies on disk is in `stored`.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from orchestration.crawl import board_scheduler, detail_pages
from orchestration.crawl.boards import Board
from orchestration.crawl.detail_pages import Row, record_unreadable
from orchestration.crawl.sanitize import invalid_id_rule, is_payload_too_large, sanitize
from orchestration.http.client import (
    Client,
    CrawlingDisallowed,
    HttpRefused,
    NotModified,
    RequestFailed,
    Session,
)
from orchestration.settings import Bounds
from orchestration.sources._toolkit.errors import PARSE_ERRORS, Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Listing, Pace, Posting, Source
from orchestration.sources._toolkit.surrogates import fix_surrogates
from orchestration.storage import raw_nights
from orchestration.storage.finalize import finalize_night
from orchestration.storage.payload_filter import filter_payload
from orchestration.storage.set_aside import PostingSetAside, SetAsideRecord, set_aside_record

LOG = logging.getLogger(__name__)
BATCH = 2_000  # postings held in memory before they are written


def _read_postings(
    source: Source, postings: Iterator[Posting], result: raw_nights.BoardResult
) -> Iterator[tuple[Posting, Listing]]:
    """Each posting once, with what is read of it; an unreadable one costs a line in the log."""
    seen: set[str] = set()
    for posting in postings:
        try:
            listing = source.read(posting, result.board)
            if listing is None or listing.native_id in seen:
                continue
            seen.add(listing.native_id)
            if rule := invalid_id_rule(listing.native_id):
                raise PostingSetAside(rule, listing.native_id)
        except PARSE_ERRORS as error:
            record_unreadable(result, error)
            continue
        yield posting, listing


def _board_rows(
    source: Source,
    session: Session,
    before: raw_nights.CrawlState,
    row: Row,
    result: raw_nights.BoardResult,
    keep: Callable[[int], bool] = lambda turn: True,
) -> Iterator[dict[str, Any] | None]:
    """A row for each listing of a board, and for each page asked in vain; None between turns."""
    readable = _read_postings(source, source.postings(result.board, session), result)
    if hasattr(source, "detail"):
        listed, trouble = _read_full_list(readable)
        try:
            yield from detail_pages.rows_with_details(
                source,
                board_scheduler.drain(listed),
                before.details,
                session.detail,
                row,
                result,
                keep,
            )
        except Incomplete as error:
            trouble = trouble or error
        if trouble is not None:
            raise trouble
        return
    for posting, listing in readable:
        try:
            made = row(posting, listing)
        except PARSE_ERRORS as error:
            record_unreadable(result, error, listing.native_id)
            continue
        yield made


def _read_full_list(
    readable: Iterator[tuple[Posting, Listing]],
) -> tuple[list[tuple[Posting, Listing]], Exception | None]:
    """The whole list before its first page is asked: a refused one must not cost what follows."""
    listed = []
    try:
        for posting, listing in readable:
            listed.append((posting, listing))
    except Exception as error:  # noqa: BLE001 - raised again after what could be listed
        return listed, error
    return listed, None


def _payload_json(posting: Posting, bounds: Bounds) -> tuple[str | None, list[SetAsideRecord]]:
    """A posting as it is stored beside its listing; nothing is read from it, so no listing waits
    for one that cannot be stored."""
    try:
        part = filter_payload(posting)
        try:
            payload = orjson.dumps(part).decode()
        except TypeError:  # half of a surrogate pair, a number of more than 64 bits
            payload = json.dumps(fix_surrogates(part), ensure_ascii=False)
    except PARSE_ERRORS as error:
        return None, [set_aside_record("payload", "unreadable", f"{type(error).__name__}: {error}")]
    if is_payload_too_large(payload, bounds):
        return None, [set_aside_record("payload", "payload_too_long", f"{len(payload)} characters")]
    return payload, []


def _json_line(row: dict[str, Any]) -> bytes:
    try:
        return raw_nights.json_lines([row])
    except TypeError:  # half of a surrogate pair; no source lets one through in an answer of JSON
        return raw_nights.json_lines([raw_nights.fix_row_surrogates(row)])


def crawl_board(
    source: Source,
    board: Board,
    client: Client,
    origin: str,
    before: raw_nights.CrawlState,
    write: Callable[[bytes], None],
    keep: Callable[[int], bool] = lambda turn: True,
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
) -> Generator[None, None, raw_nights.BoardResult]:
    """Ask one board and hand its rows to `write` as lines; every failure becomes its outcome.

    Yields where it waits for its next turn of detail pages, and returns how the board ended.
    """
    result = raw_nights.BoardResult(board.ats, board.board, board.company, origin)
    pace = getattr(source, "PACE", Pace())
    session = client.session(before.etag, before.last_modified, vendor=board.ats, pace=pace)
    if client.recorder is not None:
        before = raw_nights.CrawlState()  # a recording is made whole
    aside: Counter[tuple[str, str]] = Counter()

    def row(posting: Posting, listing: Listing) -> dict[str, Any]:
        listing, records = sanitize(listing, result.fetched_at, bounds)
        made = raw_nights.listing_row(listing)
        made["payload"], more = _payload_json(posting, bounds)
        records += more
        if records:
            made["set_aside"] = records
            aside.update((record.field, record.rule) for record in records)
        return made

    batch: list[bytes] = []

    def flush() -> None:
        lost = [
            _json_line({"ats": board.ats, "board": board.board, **row})
            for row in result.set_aside_rows
        ]
        write(b"".join(batch + lost))
        batch.clear()
        result.set_aside_rows.clear()

    try:
        for made in _board_rows(source, session, before, row, result, keep):
            if made is None:
                yield
                continue
            try:
                batch.append(_json_line({"ats": board.ats, "board": board.board, **made}))
            except PARSE_ERRORS as error:
                record_unreadable(result, error, made["native_id"])
                continue
            result.listing_count += raw_nights.is_listing_row(made)
            if len(batch) + len(result.set_aside_rows) >= BATCH:
                flush()
    except NotModified:
        result.outcome = "not_modified"
    except Incomplete as error:
        result.outcome, result.reason = "partial", str(error)
    except CrawlingDisallowed as error:
        result.outcome, result.reason = "skipped", str(error)
    except (NotFound, HttpRefused, RequestFailed, Unreadable) as error:
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = str(error)
    except Exception as error:  # no board may end the night of all others
        # A body that is JSON but not in the vendor's shape breaks in the source's own indexing.
        LOG.debug("%s/%s", board.ats, board.board, exc_info=True)
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = f"unexpected shape: {type(error).__name__}: {str(error)[:120]}"
    if result.outcome == "complete" and result.unreadable_count:
        result.outcome = "partial"
        result.reason = f"{result.unreadable_count} postings could not be read"
    if result.outcome == "complete" and not result.listing_count and before.listing_count:
        result.outcome = "partial"
        result.reason = f"no postings, {before.listing_count} the night before: to be confirmed"
    flush()
    for (field, rule), count in sorted(aside.items()):
        LOG.warning("%s/%s: %s set aside (%s): %d", board.ats, board.board, field, rule, count)
    result.request_count = session.request_count
    days = sorted(session.recorded_on)
    result.recorded_first, result.recorded_last = (days[0], days[-1]) if days else (None, None)
    if result.outcome == "not_modified":
        result.etag = session.etag or before.etag
        result.last_modified = session.last_modified or before.last_modified
    elif result.outcome == "complete" and not result.pending_count:
        result.etag, result.last_modified = session.etag, session.last_modified
    return result


def crawl_source(
    source: Source,
    boards: Sequence[Board],
    client: Client,
    *,
    folder: Path,
    accepted: Path,
    night: date,
    origin: str,
    threads: int,
    skip_reason: Callable[[Board], tuple[str, bool] | None],
    progress: Callable[[raw_nights.BoardResult], None],
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
) -> list[raw_nights.BoardResult]:
    """Ask all boards of one source and leave the night's files in `folder`.

    `accepted` is `raw/<ats>`, whose earlier nights say which content is stored already; `skipped`
    says why a board is not asked, and whether it opted out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    boards = _without_duplicates(boards)
    crawled = folder / "crawled.jsonl"
    known = raw_nights.load_crawl_state(accepted, night)
    writing = threading.Lock()
    is_per_host = getattr(source, "PACE", Pace()).per_host
    room = board_scheduler.RoundCapacity(client.budget)
    with (
        crawled.open("wb") as file,
        ThreadPoolExecutor(threads, thread_name_prefix=f"{boards[0].ats}") as workers,
    ):

        def write(lines: bytes) -> None:
            with writing:
                file.write(lines)

        def ask(board: Board) -> Generator[None, None, raw_nights.BoardResult]:
            if skip := skip_reason(board):
                result = raw_nights.BoardResult(
                    board.ats, board.board, board.company, origin, "skipped"
                )
                result.reason, result.is_opted_out = skip
                return result
            before = known.get(board.board, raw_nights.CrawlState())
            held = board_scheduler.RoundCapacity(client.budget) if is_per_host else room
            work = crawl_board(source, board, client, origin, before, write, held.reserve, bounds)
            # Without a budget no page waits, and no board has to be held until it is read.
            return (yield from work if client.budget else board_scheduler.in_one_round(work))

        results = board_scheduler.run_in_rounds(
            {board: ask(board) for board in boards}, workers, progress
        )
    raw_nights.write_board_results(results.values(), folder / "boards.parquet")
    finalize_night(folder, accepted, night)
    crawled.unlink()
    return list(results.values())


def _without_duplicates(boards: Sequence[Board]) -> list[Board]:
    """A board that is listed twice is asked once: its postings have one id each."""
    once = {(board.ats, board.board): board for board in reversed(boards)}
    if len(once) < len(boards):
        counts = Counter((board.ats, board.board) for board in boards)
        for (ats, board), count in counts.items():
            if count > 1:
                LOG.warning("%s/%s is listed %d times: asked once", ats, board, count)
    return list(reversed(once.values()))
