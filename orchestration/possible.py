"""What no posting can mean is left out before it is stored, field by field; the gate behind it
refuses a whole source, which one odd posting must not cost.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from orchestration.sources._listing import Listing

ADDRESS = re.compile(r"https?://\S+", re.ASCII)
AHEAD = timedelta(days=400)


def possible(listing: Listing, today: datetime) -> tuple[Listing, list[str]]:
    """A listing without impossible values, and the fields they were in.

    ValueError for a title without a letter or digit: nothing is offered under it.
    """
    if not any(map(str.isalnum, listing.title)):
        raise ValueError("title has no letter or digit")
    left: dict[str, Any] = {}
    if listing.url is not None and not ADDRESS.fullmatch(listing.url):
        left["url"] = None
    if listing.published_at is not None and listing.published_at > today + AHEAD:
        left["published_at"] = None
    pays = tuple(p for p in listing.pays if (p.minimum or 0) >= 0 and (p.maximum or 0) >= 0)
    if len(pays) < len(listing.pays):
        left["pays"] = pays
    return (replace(listing, **left) if left else listing), list(left)
