"""The ids of counts of a segment's listings by one column, which pages show as bars.

`country=DE/listing_count:place=Berlin,DE/report` is the count of a place. A value is
percent-encoded (RFC 3986), so whatever a city is called, an id has the same parts: a comma, colon
or slash of a value is none of the id. Not here: the meaning of columns (`breakdown_figures`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote

METHOD = "report"
MEASURE = "listing_count"
SALARY = "salary"
COLUMNS = {
    SALARY: 1,
    "foreign_salary": 1,
    "seniority": 1,
    "workplace": 1,
    "place": 2,
    "company": 1,
    "technology": 1,
}
"""The columns, each with the number of its values: a place is a city and a country."""
CLOSED = {
    "foreign_salary": ("true",),
    "workplace": ("remote", "hybrid", "onsite", "not stated", "not read"),
}
"""Columns with few values, which a page shows also where nothing has one."""
MOST = 1_000
"""Characters of an id that is read: a longer one is none of ours."""
_BAND = re.compile(r"(0|[1-9][0-9]{0,8})-([1-9][0-9]{0,8})?")
_PLAIN = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,79})?")
_COUNT = re.compile(rf"(.+)/{MEASURE}:([a-z_]+)=([^/]*)/{METHOD}", re.DOTALL)
_ONE, _TWO = r"([^ =&]+)", rf"/{MEASURE}/{METHOD}"
_SEGMENTS = (
    ("seniority", re.compile(rf"(technology={_ONE}) & seniority={_ONE}{_TWO}")),
    ("technology", re.compile(rf"(company={_ONE}) & technology={_ONE}{_TWO}")),
)
"""Segments that are a count by a column of another one."""


@dataclass(frozen=True)
class Breakdown:
    """A count of the listings of a segment that have a value in a column."""

    segment_id: str
    column: str
    values: tuple[str, ...]
    """An empty one is "not known"."""

    @property
    def band(self) -> tuple[int, int | None]:
        """The ends of a band of salaries, in dollars a year; the upper one is not in it."""
        low, _, high = self.values[0].partition("-")
        return int(low), int(high) if high else None

    @property
    def can_be_zero(self) -> bool:
        """Whether a count of nothing is a figure, and not a value that is misspelt."""
        return self.column == SALARY or self.values[0] in CLOSED.get(self.column, ())

    @property
    def anchor(self) -> str:
        """Its id within a page: the values, or a hash where one is no plain word."""
        if all(_PLAIN.fullmatch(value) for value in self.values):
            return f"{self.column}.{','.join(self.values)}"
        return f"{self.column}.~{hashlib.sha256(self.measure.encode()).hexdigest()[:16]}"

    @cached_property
    def measure(self) -> str:
        """What of the segment it is: the second part of its id."""
        return f"{MEASURE}:{self.column}={','.join(quote(v, safe='') for v in self.values)}"

    @property
    def figure_id(self) -> str:
        """Its id, also where it is a segment of its own."""
        return f"{self.segment_id}/{self.measure}/{METHOD}"


def of_band(segment_id: str, low: int, high: int | None) -> Breakdown:
    """The count of a band of salaries."""
    return Breakdown(segment_id, SALARY, (f"{low}-{'' if high is None else high}",))


def figure_id(segment_id: str, column: str, values: tuple[str, ...], known: Container[str]) -> str:
    """The id of a count: that of a pair or a segment (`known`), where it is the count of one."""
    (dimension, _, key), value = segment_id.partition("="), values[0]
    if (dimension, column) == ("technology", "technology"):
        first, second = sorted((key, value))
        return f"technology={first} & technology={second}/{MEASURE}/{METHOD}"
    if (dimension, column) == ("technology", "company"):
        of_segment = f"company={value} & {segment_id}/{MEASURE}/{METHOD}"
    else:
        of_segment = f"{segment_id} & {column}={value}/{MEASURE}/{METHOD}"
    return of_segment if of_segment in known else Breakdown(segment_id, column, values).figure_id


def parsed(text: str) -> Breakdown | None:
    """The count that an id is of, in its own words only; None of any other text."""
    if len(text) > MOST or (found := _COUNT.fullmatch(text)) is None:
        return None
    segment_id, column, encoded = found.groups()
    try:
        values = tuple(unquote(value, errors="strict") for value in encoded.split(","))
        breakdown = Breakdown(segment_id, column, values)
        if breakdown.figure_id.encode() != text.encode():
            return None
    except UnicodeError:
        return None
    is_one = COLUMNS.get(column) == len(values) and "\x00" not in "".join((segment_id, *values))
    return breakdown if is_one and _fits(breakdown) else None


@lru_cache(65_536)
def of_figure(text: str) -> Breakdown | None:
    """The count that a figure is, also if it is that of a segment which is a part of another."""
    for column, form in _SEGMENTS:
        if found := form.fullmatch(text):
            return Breakdown(found[1], column, (found[3],))
    return parsed(text)


def _fits(breakdown: Breakdown) -> bool:
    if breakdown.column != SALARY:
        return True
    if not _BAND.fullmatch(breakdown.values[0]):
        return False
    low, high = breakdown.band
    return high is None or low < high
