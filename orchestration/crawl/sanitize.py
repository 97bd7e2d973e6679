"""What no posting can mean, or is more than one needs, is set aside before it is stored, value by
value; the suite behind refuses a whole source, which one odd posting must not cost.

Not here: characters that are not seen, mail addresses and phone numbers (redaction).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

from orchestration.crawl.shorten import MARKUP_FACTOR, truncate, truncate_html
from orchestration.settings import Bounds
from orchestration.sources._toolkit.listing import Listing, Pay, Place
from orchestration.storage.set_aside import (
    INVISIBLE_IN_PYTHON,
    PostingSetAside,
    SetAsideRecord,
    set_aside_record,
)

WEB = re.compile(r"https?://[^\s/?#]\S*")
MAIL = re.compile(r"[^\s/?#&=@:;,]@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
PERSON = re.compile(r"linkedin\.com/(?:in|pub)/|xing\.com/profile/", re.IGNORECASE)
MAX_DAYS_AHEAD = timedelta(days=400)
EARLIEST_DATE = datetime(1990, 1, 1, tzinfo=UTC)
MAX_PAY = 1e12
MAX_ID_LENGTH = 500

_NAMES = ("company", "workplace", "employment_type", "department", "team", "level", "language")
_BOUNDED = (*((name, "field_limit") for name in _NAMES), ("pay_text", "pay_text_limit"))
_PLACE = ("text", "city", "region", "country")
_PAY = ("currency", "interval", "kind", "title", "place")


def sanitize(
    listing: Listing,
    today: datetime,
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
) -> tuple[Listing, list[SetAsideRecord]]:
    """A listing without impossible and unbounded values, and what of it was set aside.

    Lost for a title without a letter or digit: nothing is offered under it.
    """
    left: dict[str, Any] = {}
    aside: list[SetAsideRecord] = []

    def put(field: str, rule: str, value: object, instead: object = None) -> None:
        left[field] = instead
        aside.append(set_aside_record(field, rule, value))

    title = listing.title
    if len(title) > bounds.title_limit:
        title = truncate(title.strip(), bounds.title_limit)
        put("title", "text_too_long", listing.title, title)
    if not any(map(str.isalnum, title)):
        raise PostingSetAside("title_without_letter", listing.title)
    if listing.url is not None and (rule := _invalid_url_rule(listing.url, bounds)):
        put("url", rule, listing.url)
    if listing.opening_id is not None and (rule := invalid_id_rule(listing.opening_id)):
        put("opening_id", rule, listing.opening_id)
    html = listing.description_html
    if html is not None and len(html) > bounds.text_limit:
        less = truncate_html(html, bounds.text_limit)
        if len(less) < len(html):
            put("description_html", "text_too_long", f"{len(html)} characters: {html[:300]}", less)
    for field, bound in _BOUNDED:
        value = getattr(listing, field)
        if value is not None and len(value) > (limit := getattr(bounds, bound)):
            put(field, "text_too_long", value, truncate(value, limit))
    for field in ("places", "applicant_places"):
        places: tuple[Place, ...] = getattr(listing, field)
        if len(places) > bounds.places_limit:
            put(field, "too_many_places", f"{len(places)} places", places[: bounds.places_limit])
        if places:
            _shorten_parts(field, _PLACE, left.get(field, places), bounds.field_limit, put)
    if listing.pays:
        _sanitize_pays(listing.pays, bounds, put)
        _shorten_parts("pays", _PAY, left.get("pays", listing.pays), bounds.field_limit, put)
    for field in ("published_at", "updated_at", "closes_at"):
        at: datetime | None = getattr(listing, field)
        if at is not None and at < EARLIEST_DATE:
            put(field, "date_far_back", at.isoformat())
        elif (
            at is not None and at > today + MAX_DAYS_AHEAD and field != "closes_at"
        ):  # 9999 is no end
            put(field, "date_far_ahead", at.isoformat())
    return (replace(listing, **left) if left else listing), aside


def invalid_id_rule(native_id: str) -> str | None:
    """Why an id cannot be stored as it is; it names a listing, so nothing of it is cut."""
    if len(native_id) > MAX_ID_LENGTH:
        return "id_too_long"
    if INVISIBLE_IN_PYTHON.search(native_id) or "\n" in native_id or "\r" in native_id:
        return "id_with_control_character"
    return "id_with_mail" if _has_mail(native_id) else None


def _invalid_url_rule(url: str, bounds: Bounds) -> str | None:
    if len(url) > bounds.url_limit:
        return "url_too_long"
    if not WEB.fullmatch(url) or INVISIBLE_IN_PYTHON.search(url):
        return "url_not_web"
    if _has_mail(url):
        return "url_with_mail"
    return "url_of_person" if PERSON.search(url) else None


def _has_mail(address: str) -> bool:
    """Also one that is written in percents or entities, once or twice."""
    if not any(sign in address for sign in ("@", "%", "&", "＠", "﹫")):
        return False
    plain = unescape(unescape(unquote(unquote(address)))).replace("＠", "@").replace("﹫", "@")
    return MAIL.search(plain) is not None


def _sanitize_pays(pays: tuple[Pay, ...], bounds: Bounds, put: Any) -> None:
    kept = []
    odd: dict[str, Pay] = {}
    for pay in pays:
        rule = _invalid_amount_rule(pay.minimum) or _invalid_amount_rule(pay.maximum)
        if rule:
            odd.setdefault(rule, pay)
        else:
            kept.append(pay)
    for rule, pay in odd.items():
        put("pays", rule, f"{pay.minimum} to {pay.maximum} {pay.currency}", tuple(kept))
    if len(kept) > bounds.pays_limit:
        put("pays", "too_many_pays", f"{len(kept)} pays", tuple(kept[: bounds.pays_limit]))


def _invalid_amount_rule(amount: float | None) -> str | None:
    if amount is None or 0 <= amount <= MAX_PAY:
        return None
    if amount < 0:
        return "pay_negative"
    return "pay_too_large" if amount > MAX_PAY else "pay_not_a_number"


def _shorten_parts(
    field: str, names: tuple[str, ...], parts: tuple[Any, ...], limit: int, put: Any
) -> None:
    """Cut the long texts within places or pays; one record tells of all."""
    first = None
    shorter = []
    for part in parts:
        long = {n: v for n in names if (v := getattr(part, n)) is not None and len(v) > limit}
        first = first or next(iter(long.values()), None)
        shorter.append(
            replace(part, **{n: truncate(v, limit) for n, v in long.items()}) if long else part
        )
    if first is not None:
        put(field, "text_too_long", first, tuple(shorter))


def is_payload_too_large(payload: str, bounds: Bounds) -> bool:
    """More than a posting can be, with all its markup and what stands beside its text."""
    return len(payload) > 2 * MARKUP_FACTOR * bounds.text_limit
