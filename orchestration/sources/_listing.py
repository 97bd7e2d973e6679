"""The record that every source fills, and the contract between a source and its collector.

A source copies what a board published. Nothing is decided here: no country, no yearly pay, no
workplace; those are SQL. Text stays as published, null where the board says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

Posting = Mapping[str, Any]
"""One posting as the vendor sent it (parsed JSON)."""
_FAILURES = frozenset(
    ("error", "errors", "errorcode", "errormessage", "errordescription", "fault", "exception")
)
UNDIVIDED = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF"}) | frozenset(
    {"KRW", "PYG", "RWF", "UGX", "VND", "XAF", "XOF"}
)
"""Currencies without a minor unit (ISO 4217): vendors that count in cents count these whole."""
LOSSES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What a source raises on a posting that is not in the vendor's shape."""

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
SPACED = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]|%2[06789BC])*"
"""A part of a host; what a source's board is where it has no `BOARD` of its own; and a part of a
path that may hold dots, blanks and a few signs."""


class Answer(Protocol):
    """What the getter returns for one request that was answered with a 2xx status."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...

    @property
    def text(self) -> str: ...

    def json(self) -> Any:
        """The parsed body; raises `Unreadable` when it is not JSON."""


Get = Callable[..., Answer]
"""`get(url, *, headers=None, json=None) -> Answer`; raises for anything but a 2xx answer."""


class NotAnswered(Exception):
    """No 2xx answer to a request; the message is one line naming status, host and path."""


class NotFound(NotAnswered):
    """404 or 410. The one error of the getter that a source may catch, to ask elsewhere."""


class Spent(NotAnswered):
    """The night's budget of requests for details is used up."""


class Unreadable(Exception):
    """An answer that is not what the vendor documents; the board fails with this reason."""


class Incomplete(Exception):
    """Raised by `postings` after its last posting when the board proved not to be whole."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a listing as published: the label, and the parts where the vendor has them."""

    text: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """One pay range as published, in units of `currency` (never cents).

    `kind` is the vendor's word for the component (Salary, Bonus, EquityPercentage…), `interval`
    the vendor's word for the period, `title` the tier, level or zone it is for, `place` the place
    it holds for.
    """

    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    interval: str | None = None
    kind: str | None = None
    title: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One published posting of one board. `native_id` is unique within the board."""

    native_id: str
    title: str
    url: str | None = None
    company: str | None = None
    description_html: str | None = None
    places: tuple[Place, ...] = ()
    applicant_places: tuple[Place, ...] = ()
    """Where one who works remotely may live, where the vendor says so apart from the places."""
    workplace: str | None = None
    """The vendor's words for the work model; of several booleans the true ones, by name."""
    is_remote: bool | None = None
    """The vendor's boolean for remote, where it has one."""
    employment_type: str | None = None
    department: str | None = None
    team: str | None = None
    level: str | None = None
    language: str | None = None
    opening_id: str | None = None
    """The vendor's key shared by all postings of one opening, where it has one."""
    pays: tuple[Pay, ...] = ()
    pay_text: str | None = None
    """The vendor's separate pay sentence or summary, where it has one."""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    closes_at: datetime | None = None
    """Until when the board says that it takes applications."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a vendor is asked: requests a second and at once, over all its hosts together, or for
    each host apart where the hosts are not one vendor's."""

    rate: float = 1.0
    concurrency: int = 2
    per_host: bool = False


class Source(Protocol):
    """What a module in `sources/` provides. Its module name is the value of `ats` everywhere.

    A vendor whose list lacks the text has a third function, `detail(posting, board, get)`: the
    posting with the answer of its own page added. It is asked only for a posting that is new, or
    that `read` reads otherwise than on the night before, and as far as the night's budget goes;
    `read` must also read a posting without it: where the list does not even tell a title, as a
    listing with an empty one, which is not kept until the detail has come. A vendor that stands
    another pace than the default has a constant `PACE`.
    """

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        """Yield each posting of a board once, paging as needed.

        Ends normally only when the board is complete; raises `Incomplete` after what it could
        yield otherwise. Errors of `get` pass through.
        """

    def read(self, posting: Posting, board: str) -> Listing | None:
        """Pick the published fields; None for a posting that is not publicly listed.

        Raises `KeyError`, `TypeError` or `ValueError` for a posting it cannot read: that posting
        alone is lost, and counted.
        """


def required(posting: Posting, key: str) -> str:
    """The id or the title: a posting without it cannot be read."""
    value = posting[key]
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"{key} is {type(value).__name__}")
    if not str(value).strip():
        raise ValueError(f"{key} is blank")
    return str(value)


def text(value: object) -> str | None:
    """Text as published; blank or null is null; TypeError for anything else."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"text expected, got {type(value).__name__}")
    return value if value.strip() else None


def texts(value: object) -> list[str]:
    """The texts in a list, or the one text in its place; what is not text is left out."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item.strip()]


def flag(value: object) -> bool | None:
    """A boolean as published; anything that is not one is unknown."""
    return value if isinstance(value, bool) else None


def number(value: object, per: int = 1) -> float | None:
    """A finite number of units, sent `per` to the unit, also as a string; null when it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        result = float(value) / per
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def part(value: object) -> Posting:
    """A nested object; null is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"object expected, got {type(value).__name__}")
    return value


def parts(value: object) -> list[Posting]:
    """A nested list of objects; null is an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError(f"list expected, got {type(value).__name__}")
    return [part(item) for item in value]


def names(rows: object, *keys: str) -> list[str]:
    """The first of `keys` that says something, of each object of a nested list; each name once."""
    found = (next(filter(None, (text(row.get(key)) for key in keys)), None) for row in parts(rows))
    return list(dict.fromkeys(filter(None, found)))


def envelope(answer: object, what: str, key: str | None = None) -> list[Posting]:
    """The list of postings in an answer, or under one key of it; Unreadable when there is none.

    A row that is no object comes as an empty one, which no source can read: it alone is lost. An
    answer that says that it failed is Unreadable, whatever list stands beside: it is often empty.
    """
    if isinstance(answer, Mapping) and (failure := _failure(answer)):
        raise Unreadable(f"{what}: the answer says {failure}")
    rows = answer if key is None else answer.get(key) if isinstance(answer, Mapping) else None
    if isinstance(rows, list):
        found = [row if isinstance(row, Mapping) else {} for row in rows]
        if not rows or any(isinstance(row, Mapping) for row in rows):
            return found
    raise Unreadable(f"{what}: no list of postings" + (f" under {key}" if key else ""))


def _failure(answer: Posting) -> str | None:
    """What an answer with a 2xx status says of a failure, in the words vendors use for it."""
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


def counted(sent: int, total: object, what: str) -> None:
    """Raise `Incomplete` unless a list that came in one answer has as many rows as it announces."""
    if total is None:
        raise Incomplete(f"{what}: {sent} postings sent, no number announced")
    if type(total) is not int or total != sent:
        raise Incomplete(f"{what}: {sent} postings sent, {str(total)[:20]} announced")


def utc(value: str | None) -> datetime | None:
    """An ISO 8601 timestamp with offset as UTC; null stays null; ValueError when unreadable."""
    if not value:
        return None
    parsed = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    try:
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"date out of range: {value}") from error


def utc_from_ms(value: object) -> datetime | None:
    """Milliseconds since 1970 as UTC; null stays null; ValueError when out of range."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"milliseconds expected, got {type(value).__name__}")
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"date out of range: {value}") from error
