"""Typed values from parsed JSON. Blank and null are None. A value of another type is an error where
the posting cannot be read without it, and None elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime

from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Posting

_FAILURES = frozenset(
    ("error", "errors", "errorcode", "errormessage", "errordescription", "fault", "exception")
)
ZERO_DECIMAL_CURRENCIES = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF"}) | frozenset(
    {"KRW", "PYG", "RWF", "UGX", "VND", "XAF", "XOF"}
)
"""Currencies without a minor unit (ISO 4217): vendors that send cents send whole units of these."""


def required(posting: Posting, key: str) -> str:
    """The id or the title of a posting. Raises KeyError, TypeError or ValueError when it is
    missing."""
    value = posting[key]
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"{key} is {type(value).__name__}")
    if not str(value).strip():
        raise ValueError(f"{key} is blank")
    return str(value)


def text(value: object) -> str | None:
    """Text as published; None for blank or null. Raises TypeError for anything else."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"text expected, got {type(value).__name__}")
    return value if value.strip() else None


def joined_text(posting: Posting, *keys: str) -> str | None:
    """The texts under some keys, a line each, in the order of the keys; None when all are blank."""
    return "\n".join(filter(None, (text(posting.get(key)) for key in keys))) or None


def texts(value: object) -> list[str]:
    """The texts in a list, or a single text; other values are dropped."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item.strip()]


def boolean(value: object) -> bool | None:
    """A boolean as published; None for anything else."""
    return value if isinstance(value, bool) else None


def number(value: object, per: int = 1) -> float | None:
    """A finite number, also from a string, divided by `per` (100 for cents); None for anything
    else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        result = float(value) / per
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def nested(value: object) -> Posting:
    """A nested object; empty for null. Raises TypeError."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"object expected, got {type(value).__name__}")
    return value


def nested_list(value: object) -> list[Posting]:
    """A nested list of objects; empty for null. Raises TypeError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError(f"list expected, got {type(value).__name__}")
    return [nested(item) for item in value]


def names(rows: object, *keys: str) -> list[str]:
    """The first non-blank value of `keys` in each object of a nested list, without duplicates."""
    found = (
        next(filter(None, (text(row.get(key)) for key in keys)), None) for row in nested_list(rows)
    )
    return list(dict.fromkeys(filter(None, found)))


def rows(answer: object, what: str, key: str | None = None) -> list[Posting]:
    """The list of postings in an answer, or under one of its keys. Raises Unreadable if there is
    none.

    A row that is not an object becomes an empty one, which `read` rejects, so only this row is
    lost. An answer that reports an error is Unreadable, also when it has a list, which is often
    empty.
    """
    if isinstance(answer, Mapping) and (failure := _failure(answer)):
        raise Unreadable(f"{what}: the answer reports {failure}")
    rows = answer if key is None else answer.get(key) if isinstance(answer, Mapping) else None
    if isinstance(rows, list):
        found = [row if isinstance(row, Mapping) else {} for row in rows]
        if not rows or any(isinstance(row, Mapping) for row in rows):
            return found
    raise Unreadable(f"{what}: no list of postings" + (f" under {key}" if key else ""))


def _failure(answer: Posting) -> str | None:
    """The error that an answer with a 2xx status reports, by the keys that vendors use."""
    for key, value in answer.items():
        name = key.casefold().replace("_", "") if isinstance(key, str) else ""
        wrong = name in _FAILURES and value not in (None, False, "", 0, [], {}, "0", "null")
        wrong |= name in ("success", "ok", "succeeded") and value in (False, "false", 0)
        wrong |= name in ("status", "statuscode", "code") and (
            str(value).casefold() in ("error", "fail", "failed", "failure")
            or (type(value) is int and 400 <= value < 600)
        )
        if wrong:
            return f"{key}: {str(value)[:60]!r}"
    return None


def check_announced_total(sent: int, total: object, what: str) -> None:
    """Raise Incomplete unless a list in one answer has as many rows as the answer announces."""
    if total is None:
        raise Incomplete(f"{what}: {sent} postings sent, no number announced")
    if type(total) is not int or total != sent:
        raise Incomplete(f"{what}: {sent} postings sent, {str(total)[:20]} announced")


def utc(value: str | None) -> datetime | None:
    """An ISO 8601 timestamp as UTC; None for blank. Raises ValueError."""
    if not value:
        return None
    parsed = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    try:
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"date out of range: {value}") from error


def utc_from_ms(value: object) -> datetime | None:
    """Milliseconds since 1970 as UTC; None for null. Raises TypeError or ValueError."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"milliseconds expected, got {type(value).__name__}")
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"date out of range: {value}") from error
