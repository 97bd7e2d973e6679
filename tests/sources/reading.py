"""One posting, read by its source."""

from __future__ import annotations

from typing import Any

from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Listing, Posting
from orchestration.storage.payload_filter import filter_payload

SOURCES: dict[str, Any] = all_sources()


def read(ats: str, posting: Posting, board: str = "b") -> Listing:
    """The listing of a posting. The stored payload must give the same listing."""
    found = SOURCES[ats].read(posting, board)
    assert isinstance(found, Listing)
    assert SOURCES[ats].read(filter_payload(posting), board) == found, (
        "the stored payload gives another listing"
    )
    return found
