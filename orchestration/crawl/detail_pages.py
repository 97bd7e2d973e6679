"""Which detail pages a night requests, in which order, and which row each posting gets.

A detail page is a posting's own page, for vendors whose list lacks the text. Pages are requested in
rounds, and a round ends on all boards of a source before the next begins: new postings with a
software title, new postings without a title in the list, other new postings, and last the pages
that failed or held no posting before, oldest request first. So the budget is spent first on the
listings that the figures are made of, and pages that keep failing cannot use it up. The state of
each page is stored by `raw_nights`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

from orchestration.crawl.board_writer import BoardWriter
from orchestration.crawl.software_titles import is_software
from orchestration.sources._toolkit.errors import PARSE_ERRORS, BudgetExhausted, Incomplete
from orchestration.sources._toolkit.listing import Get, Listing, Posting, Source
from orchestration.storage.crawl_state import DetailState

SOFTWARE, UNTITLED, OTHER, RETRY = range(4)
"""The rounds, in their order."""


@dataclass(frozen=True, slots=True)
class ListingStub:
    """A posting as the list shows it, and what earlier nights know of its detail page.

    `brief_id` is a hash of what the list says; a page is requested again when it changes.
    """

    posting: Posting
    listing: Listing
    brief_id: str
    held_content_id: str | None
    """The content that an earlier night stored for this posting."""
    last: DetailState | None
    """The state of the page for this very `brief_id`; None if it was never requested."""

    @property
    def is_due(self) -> bool:
        """Whether the page is to be requested on this night."""
        return self.last is None or self.last.is_due

    @property
    def round_number(self) -> int:
        """The round in which the page is requested."""
        if self.last is not None:
            return RETRY
        if not self.listing.title:
            return UNTITLED
        return SOFTWARE if is_software(self.listing.title) else OTHER


def write_with_details(
    source: Source,
    listed: Iterable[tuple[Posting, Listing]],
    details: Mapping[str, DetailState],
    get: Get,
    writer: BoardWriter,
    reserve: Callable[[int], bool] = lambda round_number: True,
) -> Iterator[None]:
    """Write a row for each posting, with its detail page where one is requested.

    A page that gave no listing gets a row of its own, which stores its state. Yields where a round
    ends and another follows. `reserve` says whether a posting may be held for a later round: one
    that no budget could reach need not be. Raises `Incomplete` at the end when postings of which
    nothing is known wait for their page.
    """
    later: dict[int, list[ListingStub]] = defaultdict(list)
    waiting = 0
    for posting, listing in listed:
        stub = _stub(posting, listing, details)
        round_number = stub.round_number if stub.is_due else None
        if round_number and reserve(round_number):
            later[round_number].append(stub)
        elif round_number == SOFTWARE:
            waiting += _write(stub, *_fetch_detail(source, stub, get, writer), writer)
        else:
            waiting += _write(stub, None, None, writer)
    for round_number in range(UNTITLED, max((*later, SOFTWARE)) + 1):
        yield
        for stub in sorted(later.pop(round_number, ()), key=_request_order):
            waiting += _write(stub, *_fetch_detail(source, stub, get, writer), writer)
    if waiting:
        raise Incomplete(
            f"{waiting} postings have no detail page yet: the night's budget is used up; "
            "a later night requests them"
        )


def _request_order(stub: ListingStub) -> tuple[date, bool]:
    """The page whose last request is oldest comes first; of one night, software titles first."""
    if stub.last is None:
        return date.min, False
    return stub.last.requested_on, not is_software(stub.listing.title)


def _write(
    stub: ListingStub, detail: str | None, row: dict[str, Any] | None, writer: BoardWriter
) -> bool:
    """Write the row of a posting after its page, if one was requested; whether nothing is known of
    the posting until its page is read. `detail` and `row` are as `_fetch_detail` returns them."""
    before = stub.last.detail if stub.last else None
    if detail == "missing" and before == "none":
        detail = "none"  # a failed request does not make it a posting again
    state = detail or before
    writer.result.pending_count += state in (None, "missing")
    if row is None and state != "none":
        row = _row_without_detail(stub, writer)
    if row is None and detail is None:
        return stub.is_due and state != "none"
    requested = {"brief_id": stub.brief_id, "detail": detail} if detail else {}
    writer.add((row or {}) | requested | {"native_id": stub.listing.native_id})
    return False


def _stub(posting: Posting, listing: Listing, details: Mapping[str, DetailState]) -> ListingStub:
    brief_id = md5(repr(listing).encode(), usedforsecurity=False).hexdigest()
    known = details.get(listing.native_id)
    last = known if known and known.brief_id == brief_id else None
    return ListingStub(posting, listing, brief_id, known.content_id if known else None, last)


def _fetch_detail(
    source: Source, stub: ListingStub, get: Get, writer: BoardWriter
) -> tuple[str | None, dict[str, Any] | None]:
    """The state of a page after a request, and its row: "read" with a row; "none", when it holds no
    posting; "missing", when it failed or cannot be read; None when the budget is used up."""
    result = writer.result
    try:
        posting = source.detail(stub.posting, result.board, get)  # type: ignore[attr-defined]
    except BudgetExhausted:
        return None, None
    except Exception as error:  # noqa: BLE001 - one page must not cost the others
        if result.reason is None:
            result.reason = f"a detail page is missing: {str(error)[:160]}"
        return "missing", None
    try:
        listing = source.read(posting, result.board)
        return ("none", None) if listing is None else ("read", writer.build_row(posting, listing))
    except PARSE_ERRORS as error:
        writer.record_unreadable(error, stub.listing.native_id, "detail")
        return "missing", None


def _row_without_detail(stub: ListingStub, writer: BoardWriter) -> dict[str, Any] | None:
    """A row with the held content, else with what the list says; None when it gives no title."""
    if stub.held_content_id is not None:
        return {"held_content_id": stub.held_content_id}
    if not stub.listing.title:
        return None
    return writer.try_build_row(stub.posting, stub.listing)
