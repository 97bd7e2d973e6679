"""Which postings' own pages are asked tonight, in which order, and what becomes of each.

Never asked come first, then those asked longest ago, so that pages that fail or hold no job do not
use up the budget. What a page told is remembered by `stored`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

from orchestration.set_aside import Lost, record, shown
from orchestration.sources._listing import LOSSES, Get, Incomplete, Listing, Posting, Source, Spent
from orchestration.stored import Asked, BoardResult

LOG = logging.getLogger(__name__)
Row = Callable[[Posting, Listing], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the list alone tells of a posting, and what earlier nights know of its page."""

    posting: Posting
    listing: Listing
    brief_id: str
    held_content_id: str | None
    before: Asked | None
    """What became of the page when it was last asked for this very brief; null if never."""

    @property
    def is_due(self) -> bool:
        return self.before is None or self.before.is_due


def unread(
    result: BoardResult, error: Exception, native_id: str | None = None, field: str = "posting"
) -> None:
    """Count a posting, or the page of one, that cannot be read: a line in the log, and a record."""
    result.unreadable_count += 1
    problem = f"{type(error).__name__}: {shown(str(error))[:120]}"
    LOG.warning("%s/%s: a posting cannot be read: %s", result.ats, result.board, problem)
    if isinstance(error, Lost):
        result.lost.append(record(field, error.rule, error.value, native_id))
    else:
        result.lost.append(record(field, "unreadable", problem, native_id))


def rows(
    source: Source,
    listed: Iterable[tuple[Posting, Listing]],
    asked: Mapping[str, Asked],
    get: Get,
    row: Row,
    result: BoardResult,
) -> Iterator[dict[str, Any]]:
    """A row for each listing, and for each page asked in vain of a posting that is none (yet).

    Raises `Incomplete` at the end when postings of which nothing is known wait for budget.
    """
    briefs = [_brief(posting, listing, asked) for posting, listing in listed]
    briefs.sort(key=lambda brief: brief.before.asked_on if brief.before else date.min)
    waiting = 0
    for brief in briefs:
        before = brief.before.detail if brief.before else None
        told, found = _page(source, brief, get, row, result) if brief.is_due else (None, None)
        if told == "missing" and before == "none":
            told = "none"  # a failure does not make it a posting again
        state = told or before
        result.pending_count += state in (None, "missing")
        if found is None and state != "none":
            found = _without_page(brief, row, result)
        if found is None and told is None and state != "none":
            waiting += brief.is_due
        if found is not None or told is not None:
            asked_for = {"brief_id": brief.brief_id, "detail": told} if told else {}
            yield (found or {}) | asked_for | {"native_id": brief.listing.native_id}
    if waiting:
        raise Incomplete(f"{waiting} postings wait for their own page: the budget is used up")


def _brief(posting: Posting, listing: Listing, asked: Mapping[str, Asked]) -> Brief:
    brief_id = md5(repr(listing).encode(), usedforsecurity=False).hexdigest()
    known = asked.get(listing.native_id)
    before = known if known and known.brief_id == brief_id else None
    return Brief(posting, listing, brief_id, known.content_id if known else None, before)


def _page(
    source: Source, brief: Brief, get: Get, row: Row, result: BoardResult
) -> tuple[str | None, dict[str, Any] | None]:
    """What the page tells: read, with its row; none, when it holds no posting; missing, when it
    failed or cannot be read; null when it was not asked for want of budget."""
    try:
        posting = source.detail(brief.posting, result.board, get)  # type: ignore[attr-defined]
    except Spent:
        return None, None
    except Exception as error:  # noqa: BLE001 - one page must not cost the others
        if result.reason is None:
            result.reason = f"a detail is missing: {str(error)[:160]}"
        return "missing", None
    try:
        listing = source.read(posting, result.board)
        return ("none", None) if listing is None else ("read", row(posting, listing))
    except LOSSES as error:
        unread(result, error, brief.listing.native_id, "detail")
        return "missing", None


def _without_page(brief: Brief, row: Row, result: BoardResult) -> dict[str, Any] | None:
    """The content that is held, else what the list says; null when that is an address alone."""
    if brief.held_content_id is not None:
        return {"held_content_id": brief.held_content_id}
    if not brief.listing.title:
        return None
    try:
        return row(brief.posting, brief.listing)
    except LOSSES as error:
        unread(result, error, brief.listing.native_id)
        return None
