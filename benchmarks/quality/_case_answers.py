"""What the pipeline says of a hand case, by the field that the case is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

Row = dict[str, Any]


@dataclass(slots=True)
class Answers:
    """The rows of one listing."""

    listing: Row = field(default_factory=dict)
    places: list[Row] = field(default_factory=list)
    pays: list[Row] = field(default_factory=list)
    technologies: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read from the answers (and the words behind the colon of its name), and when
    what was read is what was expected."""

    read: Callable[[Answers, str], Any]
    holds: Callable[[Any, Any], bool] = lambda expected, said: _equal(expected, said)

    def __call__(self, found: Answers, name: str) -> Any:
        return self.read(found, name.partition(":")[2])


def _equal(expected: Any, said: Any) -> bool:
    """In an expected text `a|b` means either."""
    return said in expected.split("|") if isinstance(expected, str) else bool(expected == said)


def _all_said(expected: list[str], said: list[str]) -> bool:
    return all(any(_equal(one, other) for other in said) for one in expected)


def _column(name: str) -> Field:
    return Field(lambda found, _: found.listing[name])


def _places(name: str) -> Field:
    return Field(
        lambda found, _: sorted({p[name] for p in found.places if p[name]}),
        lambda expected, said: len(expected) == len(said) and _all_said(expected, said),
    )


def _counted(found: Answers, _: str) -> list[str]:
    return sorted(name for name, row in found.technologies.items() if row["is_counted"])


def _technology(found: Answers, what: str) -> bool | str | None:
    """Whether a technology counts; with `:class` behind its name, how it is used."""
    name, _, column = what.partition(":")
    row = found.technologies.get(name)
    is_counted = row is not None and row["is_counted"]
    return (row[column] if row else None) if column else is_counted


NAMED = ("salary_min", "salary_max", "salary_currency", "salary_interval")
NO_ANSWER = ("not_base", "other_place", "implausible", "suspected_unit", "suspected_currency")
"""Exclusion codes of rows that are not what the listing pays."""


def _pay_rows(found: Answers, _: str) -> list[list[Any]]:
    """Bounds, currency, interval, whether it counts, and why not."""
    names = (*NAMED, "is_counted", "exclusion_reason")
    return [[row[name] for name in names] for row in found.pays]


def _is_pay(expected: list[Any] | None, said: list[list[Any]]) -> bool:
    """A list of rows is what must count; one row what must be read, counted or not; None that
    nothing may be read."""
    if expected is None or (expected and not isinstance(expected[0], list)):
        read = [row[:4] for row in said if row[5] not in NO_ANSWER]
        return _same(read, [expected] if expected else [])
    return _same([row[:4] for row in said if row[4]], expected)


def _same(said: list[list[Any]], expected: list[Any]) -> bool:
    """Whether rows are equal in any order; 5 and 5.0 are."""
    return all(row in said for row in expected) and len(said) == len(expected)


def _annual(found: Answers, _: str) -> list[list[float]]:
    """The yearly bounds in the currency of the pay, to a tenth of a per cent."""
    return [
        [
            row[name] / row["usd_per_unit"]
            for name in ("annual_salary_min_usd", "annual_salary_max_usd")
        ]
        for row in found.pays
        if row["is_counted"]
    ]


def _is_near(expected: list[float], said: list[list[float]]) -> bool:
    return len(said) == 1 and all(
        abs(want - is_) <= want / 1000 for want, is_ in zip(expected, said[0], strict=True)
    )


def _first_place(found: Answers, _: str) -> list[str | None]:
    return [found.listing["country_code"], found.listing["city_name"]]


UNKNOWN = {"not stated": "unknown", "not read": "unknown"}
FIELDS = {
    "title": _column("title"),
    "is_software": _column("is_software"),
    "role_family": _column("role_family"),
    "seniority": _column("seniority"),
    "visa_sponsorship": _column("visa_sponsorship"),
    "degree": _column("degree"),
    "degree_level": _column("degree_level"),
    "experience_years": _column("experience_years"),
    "security_clearance": _column("security_clearance"),
    "workplace": Field(lambda found, _: UNKNOWN.get(w := found.listing["workplace"], w)),
    "is_remote_uncontradicted": _column("is_remote_uncontradicted"),
    "countries": _places("country_code"),
    "cities": _places("city_name"),
    "regions": _places("region_code"),
    "world": _places("world_region"),
    "place": Field(_first_place),
    "tech+": Field(_counted, _all_said),
    "tech-": Field(_counted, lambda expected, said: not set(expected) & set(said)),
    "technology": Field(_technology),
    "pay": Field(_pay_rows, _is_pay),
    "pay_rows": Field(_pay_rows, lambda expected, said: _same([row[:5] for row in said], expected)),
    "pay_any": Field(_pay_rows, lambda expected, said: bool(said)),
    "pay_annual_local": Field(_annual, _is_near),
    "suspected": Field(
        lambda found, _: [row["suspected_unit"] for row in found.pays],
        lambda expected, said: said == [expected],
    ),
}
NOT_RUN = dict.fromkeys(
    ("same_role", "other_role"), "the case has one of the two listings that are compared"
)
"""Fields of cases that cannot be run, with the reason."""


def answers(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Answers]:
    """The answers of the listings of hand cases, by board."""
    found: dict[str, Answers] = {}

    def of(row: Row) -> Answers:
        return found.setdefault(row["listing_id"].split(":")[1], Answers())

    for row in _rows(warehouse, "core.fct_listings"):
        of(row).listing = row
    for row in _rows(warehouse, "core.fct_listing_places"):
        of(row).places.append(row)
    for row in _rows(warehouse, "core.fct_listing_pay_ranges"):
        of(row).pays.append(row)
    for row in _rows(warehouse, "core.fct_listing_technologies"):
        of(row).technologies[row["technology_id"]] = row
    return found


def _rows(warehouse: duckdb.DuckDBPyConnection, table: str) -> Iterator[Row]:
    found = warehouse.sql(
        f"from {table} where split_part(listing_id, ':', 2) similar to 'case\\d+.*'"
    )
    names = found.columns
    for values in found.fetchall():
        yield dict(zip(names, values, strict=True))
