"""Numbers with what they count, in words."""

from typing import Any

from orchestration.publish.report import rounding


def companies(value: Any) -> str:
    """A number of companies, in words."""
    return f"{rounding.count(value)} {'company' if value == 1 else 'companies'}"


def listings(value: Any) -> str:
    """A number of listings, in words."""
    return f"{rounding.count(value) if value else 'no'} {'listing' if value == 1 else 'listings'}"


def boards(value: Any) -> str:
    """A number of boards, in words."""
    return f"{rounding.count(value)} {'board' if value == 1 else 'boards'}"
