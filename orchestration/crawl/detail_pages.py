"""Which postings' own pages are asked tonight, in which order, and what becomes of each.

Pages go by turns, and a turn is over on all boards of a source before the next begins: new
postings with a software title, then those whose list gives no title, then other new ones, last
those asked before in vain, longest ago first. So the budget goes where the figures are made, and
pages that fail or hold no job do not use it up. What a page told is remembered by `stored`.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

from orchestration.crawl.software_titles import is_software
from orchestration.sources._toolkit.errors import PARSE_ERRORS, BudgetExhausted, Incomplete
from orchestration.sources._toolkit.listing import Get, Listing, Posting, Source
from orchestration.storage.raw_nights import BoardResult, DetailState
from orchestration.storage.set_aside import PostingSetAside, posting_set_aside_row, printable

LOG = logging.getLogger(__name__)
Row = Callable[[Posting, Listing], dict[str, Any]]
SOFTWARE, UNTITLED, OTHER, RETRY = range(4)
"""The turns, in their order."""


@dataclass(frozen=True, slots=True)
class ListingStub:
    """What the list alone tells of a posting, and what earlier nights know of its page."""

    posting: Posting
    listing: Listing
    brief_id: str
    held_content_id: str | None
    before: DetailState | None
    """What became of the page when it was last asked for this very brief; null if never."""

    @property
    def is_due(self) -> bool:
        return self.before is None or self.before.is_due

    @property
    def turn(self) -> int:
        if self.before is not None:
            return RETRY
        if not self.listing.title:
            return UNTITLED
        return SOFTWARE if is_software(self.listing.title) else OTHER


def record_unreadable(
    result: BoardResult, error: Exception, native_id: str | None = None, field: str = "posting"
) -> None:
    """Count a posting, or the page of one, that cannot be read: a line in the log, and a record."""
    result.unreadable_count += 1
    problem = f"{type(error).__name__}: {printable(str(error))[:120]}"
    LOG.warning("%s/%s: a posting cannot be read: %s", result.ats, result.board, problem)
    if isinstance(error, PostingSetAside):
        result.set_aside_rows.append(
            posting_set_aside_row(field, error.rule, error.value, native_id)
        )
    else:
        result.set_aside_rows.append(posting_set_aside_row(field, "unreadable", problem, native_id))


def rows_with_details(
    source: Source,
    listed: Iterable[tuple[Posting, Listing]],
    asked: Mapping[str, DetailState],
    get: Get,
    row: Row,
    result: BoardResult,
    keep: Callable[[int], bool] = lambda turn: True,
) -> Iterator[dict[str, Any] | None]:
    """A row for each listing, and for each page asked in vain of a posting that is none (yet);
    None where a turn ends and another follows.

    `keep` says whether a posting may be held for a later turn: those that no budget could reach
    need not be. Raises `Incomplete` at the end when postings of which nothing is known wait.
    """
    later: dict[int, list[ListingStub]] = defaultdict(list)
    waiting = 0
    for posting, listing in listed:
        brief = _stub(posting, listing, asked)
        turn = brief.turn if brief.is_due else None
        if turn and keep(turn):
            later[turn].append(brief)
            continue
        page = _fetch_detail(source, brief, get, row, result) if turn == SOFTWARE else (None, None)
        made, waits = _row_after_request(brief, *page, row, result)
        waiting += waits
        if made is not None:
            yield made
    for turn in range(UNTITLED, max((*later, SOFTWARE)) + 1):
        yield None
        for brief in sorted(later.pop(turn, ()), key=_request_order):
            page = _fetch_detail(source, brief, get, row, result)
            made, waits = _row_after_request(brief, *page, row, result)
            waiting += waits
            if made is not None:
                yield made
    if waiting:
        raise Incomplete(f"{waiting} postings wait for their own page: the budget is used up")


def _request_order(brief: ListingStub) -> tuple[date, bool]:
    """Those asked longest ago first, and of one night software titles."""
    if brief.before is None:
        return date.min, False
    return brief.before.requested_on, not is_software(brief.listing.title)


def _row_after_request(
    brief: ListingStub,
    told: str | None,
    found: dict[str, Any] | None,
    row: Row,
    result: BoardResult,
) -> tuple[dict[str, Any] | None, bool]:
    """The row of a posting after what its page told, if it was asked; and whether nothing is known
    of it until it is."""
    before = brief.before.detail if brief.before else None
    if told == "missing" and before == "none":
        told = "none"  # a failure does not make it a posting again
    state = told or before
    result.pending_count += state in (None, "missing")
    if found is None and state != "none":
        found = _row_without_detail(brief, row, result)
    if found is None and told is None:
        return None, brief.is_due and state != "none"
    asked_for = {"brief_id": brief.brief_id, "detail": told} if told else {}
    return (found or {}) | asked_for | {"native_id": brief.listing.native_id}, False


def _stub(posting: Posting, listing: Listing, asked: Mapping[str, DetailState]) -> ListingStub:
    brief_id = md5(repr(listing).encode(), usedforsecurity=False).hexdigest()
    known = asked.get(listing.native_id)
    before = known if known and known.brief_id == brief_id else None
    return ListingStub(posting, listing, brief_id, known.content_id if known else None, before)


def _fetch_detail(
    source: Source, brief: ListingStub, get: Get, row: Row, result: BoardResult
) -> tuple[str | None, dict[str, Any] | None]:
    """What the page tells: read, with its row; none, when it holds no posting; missing, when it
    failed or cannot be read; null when it was not asked for want of budget."""
    try:
        posting = source.detail(brief.posting, result.board, get)  # type: ignore[attr-defined]
    except BudgetExhausted:
        return None, None
    except Exception as error:  # noqa: BLE001 - one page must not cost the others
        if result.reason is None:
            result.reason = f"a detail is missing: {str(error)[:160]}"
        return "missing", None
    try:
        listing = source.read(posting, result.board)
        return ("none", None) if listing is None else ("read", row(posting, listing))
    except PARSE_ERRORS as error:
        record_unreadable(result, error, brief.listing.native_id, "detail")
        return "missing", None


def _row_without_detail(brief: ListingStub, row: Row, result: BoardResult) -> dict[str, Any] | None:
    """The content that is held, else what the list says; null when that is an address alone."""
    if brief.held_content_id is not None:
        return {"held_content_id": brief.held_content_id}
    if not brief.listing.title:
        return None
    try:
        return row(brief.posting, brief.listing)
    except PARSE_ERRORS as error:
        record_unreadable(result, error, brief.listing.native_id)
        return None
