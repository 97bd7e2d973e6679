"""Crawls the boards of one source for one night, into a separate folder.

Nothing is validated here (`night`); the files of a night are described in `storage.raw_nights`.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

from orchestration import plain_text
from orchestration.crawl import board_scheduler, detail_pages
from orchestration.crawl.board_spans import BoardSpans
from orchestration.crawl.board_writer import BoardWriter
from orchestration.crawl.boards import Board
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.crawl.sanitize import invalid_id_rule
from orchestration.http.client import (
    CrawlingDisallowed,
    HttpRefused,
    NotModified,
    RequestFailed,
    Session,
)
from orchestration.sources._toolkit.errors import PARSE_ERRORS, Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Listing, Pace, Posting, Source
from orchestration.storage import raw_nights
from orchestration.storage.crawl_state import CrawlState, load_crawl_state
from orchestration.storage.raw_nights import BoardResult
from orchestration.storage.set_aside import PostingSetAside

LOG = logging.getLogger(__name__)
PROGRESS = logging.getLogger("orchestration.progress")
LONGEST_REASON = 298
"""Characters of the reason of an outcome: the words of a server can be in it."""
BOARD_ERRORS = (NotFound, HttpRefused, RequestFailed, Unreadable)
"""Errors whose message is the reason of a board's outcome."""


def _read_postings(
    source: Source, session: Session, writer: BoardWriter
) -> Iterator[tuple[Posting, Listing]]:
    """Each posting of a board once, with its listing; an unreadable one is recorded and skipped."""
    board = writer.result.board
    seen: set[str] = set()
    for posting in source.postings(board, session):
        try:
            listing = source.read(posting, board)
            if listing is None or listing.native_id in seen:
                continue
            seen.add(listing.native_id)
            if rule := invalid_id_rule(listing.native_id):
                raise PostingSetAside(rule, listing.native_id)
        except PARSE_ERRORS as error:
            writer.record_unreadable(error)
            continue
        yield posting, listing


def _write_postings(
    source: Source,
    session: Session,
    state: CrawlState,
    writer: BoardWriter,
    reserve: Callable[[int], bool] = lambda round_number: True,
) -> Iterator[None]:
    """Write a row for each posting of a board; yields between rounds of detail pages."""
    postings = _read_postings(source, session, writer)
    if not hasattr(source, "detail"):
        for posting, listing in postings:
            if (row := writer.try_build_row(posting, listing)) is not None:
                writer.add(row)
        return
    listed, list_error = _read_full_list(postings)
    try:
        yield from detail_pages.write_with_details(
            source, board_scheduler.drain(listed), state.details, session.detail, writer, reserve
        )
    except Incomplete as error:
        list_error = list_error or error
    if list_error is not None:
        raise list_error


def _read_full_list(
    postings: Iterator[tuple[Posting, Listing]],
) -> tuple[list[tuple[Posting, Listing]], Exception | None]:
    """The full list, read before any detail page is requested, so that a failed page does not end
    it; and the error that cut it short."""
    listed = []
    try:
        for posting, listing in postings:
            listed.append((posting, listing))
    except Exception as error:  # noqa: BLE001 - raised again after the listed postings are written
        return listed, error
    return listed, None


def crawl_board(
    source: Source,
    board: Board,
    crawl: NightCrawl,
    state: CrawlState,
    write: Callable[[bytes], None],
    reserve: Callable[[int], bool] = lambda round_number: True,
) -> Generator[None, None, BoardResult]:
    """Crawl one board and pass its rows to `write` as lines of JSON.

    Yields between rounds of detail pages; returns how the board ended. Every failure becomes an
    outcome: nothing is raised.
    """
    result, pace = crawl.result(board), getattr(source, "PACE", Pace())
    session = crawl.client.session(state.etag, state.last_modified, vendor=board.ats, pace=pace)
    if crawl.client.recorder is not None:
        state = CrawlState()  # a recording needs every answer, so no request is conditional
    writer = BoardWriter(result, write, crawl.settings.bounds)
    try:
        yield from _write_postings(source, session, state, writer, reserve)
    except Exception as error:  # noqa: BLE001 - no board may end the night of all others
        result.outcome, result.reason = _outcome(error, result)
    _check_complete(result, state)
    result.reason = result.reason and plain_text.short(result.reason, LONGEST_REASON)
    writer.flush()
    writer.log_set_aside()
    result.request_count = session.request_count
    days = sorted(session.recorded_on)
    result.recorded_first, result.recorded_last = (days[0], days[-1]) if days else (None, None)
    if result.outcome == "not_modified":
        result.etag = session.etag or state.etag
        result.last_modified = session.last_modified or state.last_modified
    elif result.outcome == "complete" and not result.pending_count:
        result.etag, result.last_modified = session.etag, session.last_modified
    return result


def _outcome(error: Exception, result: BoardResult) -> tuple[str, str | None]:
    """The outcome of a board that ended with an error, and the reason."""
    if isinstance(error, NotModified):
        return "not_modified", result.reason
    if isinstance(error, Incomplete):
        return "partial", str(error)
    if isinstance(error, CrawlingDisallowed):
        return "skipped", str(error)
    outcome = "partial" if result.listing_count else "failed"
    if isinstance(error, BOARD_ERRORS):
        return outcome, str(error)
    # JSON that is not in the vendor's shape raises an error of Python in the source itself.
    LOG.debug("%s/%s", result.ats, result.board, exc_info=error)
    return outcome, f"unexpected shape: {type(error).__name__}: {str(error)[:120]}"


def _check_complete(result: BoardResult, state: CrawlState) -> None:
    """Make a complete board partial when postings are unreadable, or all of them are gone."""
    if result.outcome != "complete":
        return
    if result.unreadable_count:
        result.outcome = "partial"
        result.reason = f"{result.unreadable_count} postings could not be read"
    elif not result.listing_count and state.listing_count:
        result.outcome = "partial"
        held = f"no postings, {state.listing_count} the night before"
        result.reason = f"{held}: {raw_nights.TO_BE_CONFIRMED}"


def is_resting(board: Board, state: CrawlState, crawl: NightCrawl) -> bool:
    """Whether a board that failed on many nights is not requested on this one.

    Each board has its own day of the week, so that no night requests all of them.
    """
    limit, weekday = crawl.settings.weekly_after_nights, zlib.crc32(board.board.encode()) % 7
    return 0 < limit <= state.failed_night_count and crawl.night.toordinal() % 7 != weekday


def crawl_source(
    source: Source, boards: Sequence[Board], crawl: NightCrawl, folder: Path
) -> list[BoardResult]:
    """Crawl boards of one source, each listed once, and write the files of their night to a
    folder."""
    folder.mkdir(parents=True, exist_ok=True)
    ats, budget = boards[0].ats, crawl.client.budget
    spans = BoardSpans([board.board for board in boards], folder)
    is_per_host = getattr(source, "PACE", Pace()).per_host
    shared_capacity = board_scheduler.RoundCapacity(budget)
    with (
        closing(load_crawl_state(ats, crawl.earlier, folder)) as states,
        ThreadPoolExecutor(crawl.threads, thread_name_prefix=ats) as workers,
    ):

        def board_work(board: Board) -> board_scheduler.BoardWork[BoardResult]:
            if skip := crawl.skip_reason(board):
                return crawl.result(board, "skipped", *skip)
            state = states.get(board.board, CrawlState())
            if is_resting(board, state, crawl):
                why = f"failed on {state.failed_night_count} nights: requested once a week"
                return crawl.result(board, "skipped", why)
            capacity = board_scheduler.RoundCapacity(budget) if is_per_host else shared_capacity
            write = partial(spans.write, board.board)
            work = crawl_board(source, board, crawl, state, write, capacity.reserve)
            # Without a budget every page is requested, so no board has to wait for the others.
            return (yield from work if budget else board_scheduler.in_one_round(work))

        work = {board: board_work(board) for board in boards}
        progress = _progress_logger(ats, len(boards))
        results = board_scheduler.run_in_rounds(work, workers, progress)
    spans.finish(results.values(), crawl.earlier)
    return list(results.values())


def _progress_logger(ats: str, total: int) -> Callable[[BoardResult], None]:
    """A function that logs the progress of a source: every tenth of its boards, and each board that
    is not complete."""
    finished: list[BoardResult] = []

    def log_result(result: BoardResult) -> None:
        finished.append(result)
        if result.outcome not in ("complete", "not_modified"):
            PROGRESS.warning(
                "%s/%s %s: %s",
                *(ats, result.board, result.outcome, result.reason),
                extra={
                    "facts": {
                        "event": f"board {result.outcome}",
                        "source": ats,
                        "board": result.board,
                    }
                },
            )
        if len(finished) % max(10, total // 10) == 0 or len(finished) == total:
            listings = sum(r.listing_count for r in finished)
            PROGRESS.info(
                "%-15s %d/%d boards, %d listings",
                *(ats, len(finished), total, listings),
                extra={"facts": {"event": "boards crawled", "source": ats, "rows": listings}},
            )

    return log_result
