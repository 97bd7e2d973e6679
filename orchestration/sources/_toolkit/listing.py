"""The record that every source fills, and the contract between a source and its collector.

A source copies what a board published. Nothing is decided here: no country, no yearly pay, no
workplace; those are SQL. Text stays as published, null where the board says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Posting = Mapping[str, Any]
"""One posting as the vendor sent it (parsed JSON)."""
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
