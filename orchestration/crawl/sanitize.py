"""Sets aside the values of a listing that cannot be right, or are longer than is stored.

Only the value is set aside, before it is stored, so that one malformed posting does not make the
suite of the raw layer quarantine its whole source. Not here: invisible characters, mail addresses
and phone numbers (`storage.redaction`).
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
DISGUISED = re.compile(r"https?://[^/?#]*[@\\]", re.IGNORECASE)
"""The host is not what it looks like: a user stands before it, or programs differ about `\\`."""
MAIL = re.compile(r"[^\s/?#&=@:;,]@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
PERSON = re.compile(r"linkedin\.com/(?:in|pub)/|xing\.com/profile/", re.IGNORECASE)
MAX_AHEAD = timedelta(days=400)
EARLIEST_DATE = datetime(1990, 1, 1, tzinfo=UTC)
MAX_PAY = 1e12
MAX_ID_LENGTH = 500

_NAMES = ("company", "workplace", "employment_type", "department", "team", "level", "language")
_BOUNDED = (*((name, "field_limit") for name in _NAMES), ("pay_text", "pay_text_limit"))
_PLACE = ("text", "city", "region", "country")
_PAY = ("currency", "interval", "kind", "title", "place")


class _Changes:
    """The new values of a listing's fields, and a record of each value that was set aside."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.values: dict[str, Any] = {}
        self.records: list[SetAsideRecord] = []

    def put(self, field: str, rule: str, value: object, instead: object = None) -> None:
        """Set a value aside by a rule, and store `instead` in its field."""
        self.values[field] = instead
        self.records.append(set_aside_record(field, rule, value))

    def current(self, field: str) -> Any:
        """The value of a field after the changes so far."""
        return self.values.get(field, getattr(self.listing, field))


def sanitize(
    listing: Listing,
    today: datetime,
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
) -> tuple[Listing, list[SetAsideRecord]]:
    """The listing without impossible and overlong values, and a record of each of those.

    Raises `PostingSetAside` for a title without a letter or digit, since it names no job.
    """
    changes = _Changes(listing)
    _sanitize_title(changes, bounds)
    if listing.url is not None and (rule := _invalid_url_rule(listing.url, bounds)):
        changes.put("url", rule, listing.url)
    if listing.opening_id is not None and (rule := invalid_id_rule(listing.opening_id)):
        changes.put("opening_id", rule, listing.opening_id)
    _sanitize_texts(changes, bounds)
    _sanitize_places(changes, bounds)
    if listing.pays:
        _sanitize_pays(changes, bounds)
    _sanitize_dates(changes, today)
    return (replace(listing, **changes.values) if changes.values else listing), changes.records


def _sanitize_title(changes: _Changes, bounds: Bounds) -> None:
    published = title = changes.listing.title
    if len(title) > bounds.title_limit:
        title = truncate(title.strip(), bounds.title_limit)
        changes.put("title", "text_too_long", published, title)
    if not any(map(str.isalnum, title)):
        raise PostingSetAside("title_without_letter", published)


def _sanitize_texts(changes: _Changes, bounds: Bounds) -> None:
    html = changes.listing.description_html
    if html is not None and len(html) > bounds.text_limit:
        shorter = truncate_html(html, bounds.text_limit)
        if len(shorter) < len(html):
            start = f"{len(html)} characters: {html[:300]}"
            changes.put("description_html", "text_too_long", start, shorter)
    for field, bound in _BOUNDED:
        value = getattr(changes.listing, field)
        if value is not None and len(value) > (limit := getattr(bounds, bound)):
            changes.put(field, "text_too_long", value, truncate(value, limit))


def _sanitize_places(changes: _Changes, bounds: Bounds) -> None:
    for field in ("places", "applicant_places"):
        places: tuple[Place, ...] = getattr(changes.listing, field)
        if len(places) > bounds.places_limit:
            first = places[: bounds.places_limit]
            changes.put(field, "too_many_places", f"{len(places)} places", first)
        if places:
            _shorten_parts(changes, field, _PLACE, bounds.field_limit)


def _sanitize_pays(changes: _Changes, bounds: Bounds) -> None:
    valid = []
    by_rule: dict[str, Pay] = {}
    for pay in changes.listing.pays:
        rule = _invalid_amount_rule(pay.minimum) or _invalid_amount_rule(pay.maximum)
        if rule:
            by_rule.setdefault(rule, pay)
        else:
            valid.append(pay)
    for rule, pay in by_rule.items():
        amounts = f"{pay.minimum} to {pay.maximum} {pay.currency}"
        changes.put("pays", rule, amounts, tuple(valid))
    if len(valid) > bounds.pays_limit:
        first = tuple(valid[: bounds.pays_limit])
        changes.put("pays", "too_many_pays", f"{len(valid)} pays", first)
    _shorten_parts(changes, "pays", _PAY, bounds.field_limit)


def _sanitize_dates(changes: _Changes, today: datetime) -> None:
    for field in ("published_at", "updated_at", "closes_at"):
        at: datetime | None = getattr(changes.listing, field)
        if at is not None and at < EARLIEST_DATE:
            changes.put(field, "date_far_back", at.isoformat())
        # Boards that have no closing date write one like 9999-12-31.
        elif at is not None and at > today + MAX_AHEAD and field != "closes_at":
            changes.put(field, "date_far_ahead", at.isoformat())


def _shorten_parts(changes: _Changes, field: str, names: tuple[str, ...], limit: int) -> None:
    """Cut the long texts within places or pays; with one record for all of them."""
    first_long = None
    shorter = []
    for part in changes.current(field):
        long = {n: v for n in names if (v := getattr(part, n)) is not None and len(v) > limit}
        first_long = first_long or next(iter(long.values()), None)
        cut = {name: truncate(value, limit) for name, value in long.items()}
        shorter.append(replace(part, **cut) if cut else part)
    if first_long is not None:
        changes.put(field, "text_too_long", first_long, tuple(shorter))


def invalid_id_rule(native_id: str) -> str | None:
    """The rule by which an id cannot be stored, else None. An id is never cut: it is a key."""
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
    if DISGUISED.match(url):
        return "url_not_web"
    return "url_of_person" if PERSON.search(url) else None


def _has_mail(address: str) -> bool:
    """Whether a mail address is in it, also percent-encoded or as entities, once or twice."""
    if not any(sign in address for sign in ("@", "%", "&", "＠", "﹫")):
        return False
    plain = unescape(unescape(unquote(unquote(address)))).replace("＠", "@").replace("﹫", "@")
    return MAIL.search(plain) is not None


def _invalid_amount_rule(amount: float | None) -> str | None:
    if amount is None or 0 <= amount <= MAX_PAY:
        return None
    if amount < 0:
        return "pay_negative"
    return "pay_too_large" if amount > MAX_PAY else "pay_not_a_number"


def is_payload_too_large(payload: str, bounds: Bounds) -> bool:
    """Whether a payload is longer than the longest text with its markup, twice over."""
    return len(payload) > 2 * MARKUP_FACTOR * bounds.text_limit
