"""The records between the market and the vendors' formats. No decisions here.

Records of which there are many are tuples, which are made faster than frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Ints, identifiers
from orchestration.simulator.markup import Form
from orchestration.simulator.places import Place

EMPLOYMENTS = ("full", "intern", "contract")


class Tier(NamedTuple):
    """One base-pay range; one side of it may be open."""

    minimum: float | None
    maximum: float | None
    currency: str
    interval: str
    """year, month, week, day or hour."""
    title: str | None = None


class Posting(NamedTuple):
    """One posting in no vendor's format. Structured keys state only `flag` and `fields`."""

    number: int
    key: str
    opening: int
    title: str
    department: str | None
    team: str | None
    labels: tuple[str, ...]
    """The places as published, first place first."""
    places: tuple[Place, ...]
    flag: str | None
    """remote, hybrid or onsite; None when no structured key states it."""
    fields: tuple[Tier, ...]
    employment: str
    """One of EMPLOYMENTS."""
    published: datetime | None
    body: tuple[str, ...]
    """The text as sections in the vendor's form, of which some may be empty."""
    variant: int
    """A random number for small variations in the vendor's format."""
    copies: int = 1
    plain: tuple[str, ...] = ()
    """The same sections as plain text, for a vendor that publishes both."""
    listed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """One company's page, and the marked sections around each of its postings. A key of caches by
    identity."""

    company: Company
    intro: tuple[str, ...]
    outro: tuple[str, ...]


class Exchange(NamedTuple):
    """One request and its answer."""

    method: str
    url: str
    status: int
    content_type: str
    body: bytes
    request_body: Any = None
    """The JSON that a POST sends."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor: `answers` renders postings in its format, the rest describes its boards.

    `share` is its weight among companies, 0 for a vendor that is in a market only by name; `flags`
    whether it publishes a workplace key; `text_pay` the share of postings with pay that state it
    only in the text.
    """

    answers: Callable[[Board, Sequence[Posting]], Iterator[Exchange]]
    form: Form
    """How it writes a text."""
    share: float = 1.0
    flags: bool = True
    text_pay: float = 0.1
    one_sided: bool = False
    tiers: int = 1
    """The most pay ranges of one posting."""
    one_place: bool = False
    """Whether it publishes the first place of a posting alone."""
    pools: bool = False
    """Whether it publishes talent pools, which are not openings, and marks them."""
    plain: bool = False
    """Whether it publishes each text as plain text, too."""
    keys: Callable[[Ints], list[str]] = identifiers
    """The ids of postings by their numbers."""
    board: Callable[[str], str] = str
    """A board's name by the company's short name."""


def each(key: Callable[[int], str]) -> Callable[[Ints], list[str]]:
    """A function of one number as one of many."""
    return lambda numbers: list(map(key, numbers.tolist()))
