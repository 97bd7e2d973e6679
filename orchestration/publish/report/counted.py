"""Numbers with what they count, in words."""

from typing import Any

from orchestration.publish.report import rounding


def number_of(value: Any, one: str, several: str) -> str:
    """A number and what it counts, as "1 role" or "2 roles"."""
    return f"{rounding.count(value)} {one if value == 1 else several}"


def companies(value: Any) -> str:
    """A number of companies, in words."""
    return number_of(value, "company", "companies")


def roles(value: Any) -> str:
    """A number of roles, in words."""
    return number_of(value, "role", "roles")


def listings(value: Any) -> str:
    """A number of listings, in words; none is "no listings"."""
    return number_of(value, "listing", "listings") if value else "no listings"


def boards(value: Any) -> str:
    """A number of boards, in words."""
    return number_of(value, "board", "boards")
