"""The one rounding rule and the one small-n rule. No other module turns a number into words."""

import csv
import math
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlsplit

from orchestration.settings import DBT_PROJECT

NO_DATA = "no data"
LOW_SAMPLE = "low sample"
NOT_READ = "not read"
"""Listings are there, but no text of theirs was fetched that could say it."""
with (DBT_PROJECT / "seeds" / "low_sample.csv").open(encoding="utf-8", newline="") as rows:
    _LOWEST = {row["counted"]: int(row["lowest"]) for row in csv.DictReader(rows)}
# Below either a row is shown greyed; by the same seed ranks leave a group out.
SMALL_LISTINGS, SMALL_COMPANIES = _LOWEST["listings"], _LOWEST["companies"]


def is_missing(value: Any) -> bool:
    """Null, or a number that is none."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def whole(value: float) -> int:
    """To the nearest whole number, a half away from zero."""
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))


def count(value: Any) -> str:
    return NO_DATA if is_missing(value) else f"{whole(value):,}"


def sample(value: Any) -> str:
    """A count that is the n of a row: nothing counted is "no data", not a zero."""
    return NO_DATA if is_missing(value) or not value else count(value)


def money(value: Any) -> str:
    """Whole dollars, for tables and sentences."""
    if is_missing(value):
        return NO_DATA
    return f"−${-whole(value):,}" if whole(value) < 0 else f"${whole(value):,}"


def thousands(value: Any) -> str:
    """Whole thousands of dollars, for charts."""
    return NO_DATA if is_missing(value) else f"${whole(value / 1000):,}K"


def share(value: Any) -> str:
    """Whole percent; what is neither none nor all never reads 0% or 100%."""
    if is_missing(value):
        return NO_DATA
    percent = whole(100 * value)
    if percent == 0 and value > 0:
        return "<1%"
    if percent == 100 and value < 1:
        return ">99%"
    return f"−{-percent:,}%" if percent < 0 else f"{percent:,}%"


def signed_money(value: Any) -> str:
    return f"+{money(value)}" if not is_missing(value) and whole(value) > 0 else money(value)


def signed_share(value: Any) -> str:
    """Whole percent of a difference, which may be past 100 and may be nought."""
    if is_missing(value):
        return NO_DATA
    percent = whole(100 * value)
    return f"−{-percent:,}%" if percent < 0 else f"{'+' if percent else ''}{percent:,}%"


def text(value: Any) -> str:
    return NO_DATA if value in (None, "") else str(value)


def day(value: Any) -> str:
    """A date as a reader says it; anything else as it came."""
    try:
        parsed = date.fromisoformat(str(value))
    except ValueError:
        return text(value)
    return f"{parsed.day} {parsed:%B} {parsed.year}"


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


def is_small(listings: Any, companies: Any) -> bool:
    """Too few to lean on; nothing at all is "no data", which says so already."""
    if is_missing(listings) or not listings:
        return False
    return listings < SMALL_LISTINGS or (companies or 0) < SMALL_COMPANIES


def is_small_pay(row: Mapping[str, Any]) -> bool:
    """The n of a salary: the listings that publish one, and their companies."""
    companies = row.get("with_salary_company_count", row.get("company_count"))
    return is_small(row["with_salary_count"], companies)


def is_small_place(row: Mapping[str, Any]) -> bool:
    """The n of a remote share: the row's listings whose text was read, and their companies."""
    return is_small(row["with_text_count"], row["with_text_company_count"])


def is_unread(row: Mapping[str, Any]) -> bool:
    """Listings, and not one text of them: what only a text says was not read."""
    return bool(row.get("listing_count")) and row.get("with_text_count") == 0


def web_address(value: Any) -> str | None:
    """An address that may be linked to: http or https with a host, or none."""
    try:
        parts = urlsplit(str(value))
    except ValueError:
        return None
    return str(value) if parts.scheme in ("http", "https") and parts.netloc else None
