"""The rows of one board: built from its postings and written as lines of JSON, in batches.

Not here: requests, and which detail pages are requested (`detail_pages`).
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

import orjson

from orchestration.crawl.sanitize import is_payload_too_large, sanitize
from orchestration.settings import Bounds
from orchestration.sources._toolkit.errors import PARSE_ERRORS
from orchestration.sources._toolkit.listing import Listing, Posting
from orchestration.sources._toolkit.surrogates import fix_surrogates
from orchestration.storage import raw_nights
from orchestration.storage.payload_filter import filter_payload
from orchestration.storage.set_aside import (
    PostingSetAside,
    SetAsideRecord,
    posting_set_aside_row,
    printable,
    set_aside_record,
)

LOG = logging.getLogger(__name__)
BATCH_SIZE = 2_000
"""Postings that are held in memory before they are written."""


class BoardWriter:
    """Builds and writes the rows of one board, and counts them in the board's result."""

    def __init__(
        self, result: raw_nights.BoardResult, write: Callable[[bytes], None], bounds: Bounds
    ) -> None:
        self.result = result
        self._write = write
        self._bounds = bounds
        self._lines: list[bytes] = []
        self._set_aside_rows: list[dict[str, Any]] = []
        self._set_aside_counts: Counter[tuple[str, str]] = Counter()

    def build_row(self, posting: Posting, listing: Listing) -> dict[str, Any]:
        """The row of a listing, sanitised, with its payload. Raises one of `PARSE_ERRORS`."""
        listing, records = sanitize(listing, self.result.fetched_at, self._bounds)
        row = raw_nights.listing_row(listing)
        row["payload"], of_payload = _payload_json(posting, self._bounds)
        records += of_payload
        if records:
            row["set_aside"] = records
            self._set_aside_counts.update((record.field, record.rule) for record in records)
        return row

    def try_build_row(self, posting: Posting, listing: Listing) -> dict[str, Any] | None:
        """The same, or None after the posting was recorded as unreadable."""
        try:
            return self.build_row(posting, listing)
        except PARSE_ERRORS as error:
            self.record_unreadable(error, listing.native_id)
            return None

    def add(self, row: dict[str, Any]) -> None:
        """Write a row with the next batch."""
        try:
            self._lines.append(self._json_line(row))
        except PARSE_ERRORS as error:
            self.record_unreadable(error, row["native_id"])
            return
        self.result.listing_count += raw_nights.is_listing_row(row)
        if len(self._lines) + len(self._set_aside_rows) >= BATCH_SIZE:
            self.flush()

    def record_unreadable(
        self, error: Exception, native_id: str | None = None, field: str = "posting"
    ) -> None:
        """Log and set aside a posting, or its detail page, that cannot be read."""
        result = self.result
        result.unreadable_count += 1
        problem = f"{type(error).__name__}: {printable(str(error))[:120]}"
        LOG.warning("%s/%s: a posting cannot be read: %s", result.ats, result.board, problem)
        if isinstance(error, PostingSetAside):
            row = posting_set_aside_row(field, error.rule, error.value, native_id)
        else:
            row = posting_set_aside_row(field, "unreadable", problem, native_id)
        self._set_aside_rows.append(row)

    def flush(self) -> None:
        """Write what is held."""
        self._write(b"".join([*self._lines, *map(self._json_line, self._set_aside_rows)]))
        self._lines.clear()
        self._set_aside_rows.clear()

    def log_set_aside(self) -> None:
        """Log how many values of each field were set aside, by rule."""
        result = self.result
        for (field, rule), count in sorted(self._set_aside_counts.items()):
            LOG.warning(
                "%s/%s: %s set aside (%s): %d", result.ats, result.board, field, rule, count
            )

    def _json_line(self, row: dict[str, Any]) -> bytes:
        row = {"ats": self.result.ats, "board": self.result.board, **row}
        try:
            return raw_nights.json_lines([row])
        except TypeError:  # a lone surrogate, which only answers that are not JSON can hold
            return raw_nights.json_lines([raw_nights.fix_row_surrogates(row)])


def _payload_json(posting: Posting, bounds: Bounds) -> tuple[str | None, list[SetAsideRecord]]:
    """The allow-listed part of a posting as JSON, or None and why it is set aside.

    No column is read from the payload, so a listing is kept when its payload cannot be stored.
    """
    try:
        allowed = filter_payload(posting)
        try:
            payload = orjson.dumps(allowed).decode()
        except TypeError:  # a lone surrogate, or an integer of more than 64 bits
            payload = json.dumps(fix_surrogates(allowed), ensure_ascii=False)
    except PARSE_ERRORS as error:
        problem = f"{type(error).__name__}: {error}"
        return None, [set_aside_record("payload", "unreadable", problem)]
    if is_payload_too_large(payload, bounds):
        length = f"{len(payload)} characters"
        return None, [set_aside_record("payload", "payload_too_long", length)]
    return payload, []
