"""The record that every source fills, and the contract between a source and its collector.

A source copies what a board published. Nothing is decided here: no country, no yearly pay, no
workplace; those are SQL. Text stays as published, null where the board says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

Posting = Mapping[str, Any]
"""One posting as the vendor sent it (parsed JSON)."""


class Answer(Protocol):
    """What the getter returns for one request that was answered with a 2xx status."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str: ...

    def json(self) -> Any:
        """The parsed body; raises `Unreadable` when it is not JSON."""


Get = Callable[..., Answer]
"""`get(url, *, headers=None, json=None) -> Answer`; raises for anything but a 2xx answer."""


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
    the vendor's word for the period, `title` the tier, level or zone it is for.
    """

    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    interval: str | None = None
    kind: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One published posting of one board. `native_id` is unique within the board."""

    native_id: str
    title: str
    url: str | None = None
    company: str | None = None
    description_html: str | None = None
    places: tuple[Place, ...] = ()
    workplace: str | None = None
    is_remote: bool | None = None
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


class Source(Protocol):
    """What a module in `sources/` provides. Its module name is the value of `ats` everywhere."""

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


def utc(value: str | None) -> datetime | None:
    """An ISO 8601 timestamp with offset as UTC; null stays null; ValueError when unreadable."""
    if not value:
        return None
    parsed = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
