"""The listing record that every source fills, and the contract between a source and the crawler.

A source copies what a board published. Inferences such as country, yearly pay or workplace are made
in SQL. Text stays as published, and is None where the board does not state it.
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
"""Patterns: a part of a host; a board name, for a source without `BOARD`; and a part of a path that
may contain dots, blanks and a few other characters."""


class Answer(Protocol):
    """The answer of the getter to a request, with a 2xx status."""

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
    """One place of a listing as published: its label, and its parts where the vendor has them."""

    text: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """One pay range as published, in units of `currency` (never cents).

    `kind` is the vendor's word for the component (Salary, Bonus, EquityPercentage…), `interval` the
    vendor's word for the period, `title` the tier, level or zone, and `place` the place that the
    range is for.
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
    """Where remote workers may live, if the vendor states it apart from the places."""
    workplace: str | None = None
    """The vendor's words for the work model; for several booleans the names of the true ones."""
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
    """The last day for applications, as the board states it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The rate limit of a vendor: requests a second and concurrent requests, over all its hosts.

    With `per_host` the limit holds for each host, for sources whose hosts belong to customers.
    """

    rate: float = 1.0
    concurrency: int = 2
    per_host: bool = False


class Source(Protocol):
    """What a module in `sources/` provides. Its module name is the value of `ats` everywhere.

    A source whose list lacks the text has a third function, `detail(posting, board, get)`, which
    returns the posting with its detail page added. It is called for postings that are new, or that
    `read` reads differently than on the night before, within the night's budget. `read` must also
    read a posting without its page. If the list has no title, it returns a listing with an empty
    title, which is not stored until the page is read. A vendor with another rate limit than the
    default has a constant `PACE`. Where the pace is per host and a board is not named by its host,
    `host(board)` returns the host; it raises Unreadable for a name that is no board.
    """

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        """Yield each posting of a board once, paging as needed.

        Ends normally only when the board is complete; otherwise it raises `Incomplete` after the
        last posting. Errors of `get` pass through.
        """

    def read(self, posting: Posting, board: str) -> Listing | None:
        """Pick the published fields; None for a posting that is not publicly listed.

        Raises one of `PARSE_ERRORS` for a posting it cannot read; only this posting is set aside,
        and counted.
        """
