"""How figures are rounded and formatted, and what their publication status means on a page."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlsplit

from orchestration.publish.seeds import seed

NO_DATA = "no data"
LOW_SAMPLE = "low sample"
SUPPRESSED = "suppressed"
"""The sample is too small, or one company too large in it, to publish the figure."""
SMALL = ("low", SUPPRESSED)
"""The statuses of figures whose sample is not sufficient."""
NOT_READ = "not read"
"""There are listings, but no text of theirs was fetched that could state it."""
(_LOW,) = (rule for rule in seed("publication_rules") if rule["publish_status"] == "low")
# The counts that a group needs for a page of its own.
MIN_LISTINGS, MIN_COMPANIES = int(_LOW["min_roles"]), int(_LOW["min_companies"])


def is_missing(value: Any) -> bool:
    """Null, NaN or infinite."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def whole(value: float) -> int:
    """To the nearest whole number, halves away from zero."""
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))


def count(value: Any) -> str:
    """A whole number with thousands separators."""
    return NO_DATA if is_missing(value) else f"{whole(value):,}"


def sample(value: Any) -> str:
    """The sample of a row: a zero is "no data"."""
    return NO_DATA if is_missing(value) or not value else count(value)


def money(value: Any) -> str:
    """Whole dollars, for tables and sentences."""
    if is_missing(value):
        return NO_DATA
    return f"−${-whole(value):,}" if whole(value) < 0 else f"${whole(value):,}"


def thousands(value: Any) -> str:
    """Whole thousands of dollars, for charts."""
    return NO_DATA if is_missing(value) else f"${whole(value / 1000):,}K"


def signed_thousands(value: Any) -> str:
    """Whole thousands of dollars of a difference, with its sign."""
    if is_missing(value):
        return NO_DATA
    amount = whole(value / 1000)
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}${abs(amount):,}K"


def share(value: Any) -> str:
    """Whole percent; "<1%" and ">99%" where rounding would give 0% or 100%."""
    if is_missing(value):
        return NO_DATA
    percent = whole(100 * value)
    if percent == 0 and value > 0:
        return "<1%"
    if percent == 100 and value < 1:
        return ">99%"
    return f"−{-percent:,}%" if percent < 0 else f"{percent:,}%"


def signed_money(value: Any) -> str:
    """Whole dollars of a difference, with its sign."""
    return f"+{money(value)}" if not is_missing(value) and whole(value) > 0 else money(value)


def signed_share(value: Any) -> str:
    """Whole percent of a difference, with its sign; it can be above 100% and can be 0%."""
    if is_missing(value):
        return NO_DATA
    percent = whole(100 * value)
    return f"−{-percent:,}%" if percent < 0 else f"{'+' if percent else ''}{percent:,}%"


def text(value: Any) -> str:
    """A text, or "no data"."""
    return NO_DATA if value in (None, "") else str(value)


def day(value: Any) -> str:
    """A date such as 2 November 2026; any other value unchanged."""
    try:
        parsed = date.fromisoformat(str(value))
    except ValueError:
        return text(value)
    return f"{parsed.day} {parsed:%B} {parsed.year}"


def interval(low: Any, high: Any, words: Callable[[Any], str]) -> str:
    """A 95 % interval, from its low to its high end."""
    return NO_DATA if is_missing(low) or is_missing(high) else f"{words(low)} to {words(high)}"


WORDS = {
    "count": count,
    "sample": sample,
    "money": money,
    "share": share,
    "signed_money": signed_money,
    "signed_share": signed_share,
    "text": text,
}
NUMBERS = frozenset(WORDS) - {"text"}


def is_low_sample_pay(row: Mapping[str, Any]) -> bool:
    """Whether the sample of a salary is low or too small; an empty one is "no data" instead."""
    return row["salary_publish_status"] in SMALL


def is_low_sample_place(row: Mapping[str, Any]) -> bool:
    """Whether the sample of a remote share is low or too small."""
    return row["remote_publish_status"] in SMALL


def is_unread(row: Mapping[str, Any]) -> bool:
    """Whether there are listings but none of their texts was read."""
    return bool(row.get("listing_count")) and row.get("with_text_count") == 0


def web_address(value: Any) -> str | None:
    """The value if it is an http or https URL whose host is not disguised, else None."""
    try:
        parts = urlsplit(str(value))
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and parts.netloc and not {*"@\\"} & {*parts.netloc}
    return str(value) if is_web else None
