"""The figures of two groups of listings together: what both have in common, and how they differ.

They are of pairs of technologies, of comparisons, of the AI-related listings of a company, of the
types of company, and of the two parts of an AI group. Here: what they are called, which listings
they count, and their words. Not here: their SQL (`overlap_sql`), and their rows in a release
(`overlap_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.publish.report import addresses
from orchestration.publish.seeds import seed

METHOD = "report"
AI = "segment=ai_union"
"""The AI-related listings: the second group of a company and of a type of company."""
TECHNOLOGIES = "technologies"
"""The dimension of the listings that name one technology of an AI group or more."""
_SEGMENT_MEMBERS = seed("segment_members")


@dataclass(frozen=True)
class Base:
    """Which listings of the two groups a figure counts."""

    title: str
    members: str
    """SQL: a condition on `is_a` and `is_b`."""
    counted: str = "true"
    """SQL: a condition on the listing."""
    first: str = ""
    """SQL: of a difference, which members are in the group that comes first."""
    second: str = ""
    names: tuple[str, str] = ("", "")
    """What readers call the two groups of a difference."""


_PAID = "has_salary"
TOGETHER = "together"
"""The base of the count of a pair of technologies: a page has many of them, in one table."""
BASES = {
    TOGETHER: Base("Listings of both technologies", "is_a and is_b"),
    "both": Base("Listings of both groups", "is_a and is_b"),
    "both_paid": Base("Base pay of the listings of both groups", "is_a and is_b", _PAID),
    "only_a": Base("Listings of the first group only", "is_a and not is_b"),
    "only_b": Base("Listings of the second group only", "is_b and not is_a"),
    "only_a_paid": Base("Base pay, first group only", "is_a and not is_b", _PAID),
    "only_b_paid": Base("Base pay, second group only", "is_b and not is_a", _PAID),
    "a_minus_b": Base("Base pay of the two groups", "true", _PAID, "is_a", "is_b", ("{a}", "{b}")),
    "with_b": Base(
        "Base pay with and without the second group",
        *("is_a", _PAID, "is_b", "not is_b"),
        ("both groups", "{a} only"),
    ),
    "with_a": Base(
        "Base pay with and without the first group",
        *("is_b", _PAID, "is_a", "not is_a"),
        ("both groups", "{b} only"),
    ),
    "of_company": Base("AI-related listings", "is_a and is_b"),
    "of_type": Base("Listings of the type", "is_a"),
    "of_type_read": Base("Listings of the type whose text was read", "is_a", "has_text"),
    "of_type_ai": Base("AI-related listings of the type", "is_a and is_b"),
}
_PAY = "mean annual base pay in United States dollars, where pay is disclosed"
_PAIRED = {
    "listing_count": ("both", "Software listings that are in both groups, {a} and {b}"),
    "with_salary_count": (
        "both_paid",
        "Software listings in both groups, {a} and {b}, that disclose base pay",
    ),
    "only_a_listing_count": ("only_a", "Software listings of {a} that are not of {b}"),
    "only_b_listing_count": ("only_b", "Software listings of {b} that are not of {a}"),
    "only_a_with_salary_count": (
        "only_a_paid",
        "Software listings of {a} that are not of {b} and disclose base pay",
    ),
    "only_b_with_salary_count": (
        "only_b_paid",
        "Software listings of {b} that are not of {a} and disclose base pay",
    ),
    "mean_difference_usd": ("a_minus_b", f"{{a}} minus {{b}}: difference of the {_PAY}"),
    "mean_difference_share": ("a_minus_b", f"{{a}} relative to {{b}}, less 1: {_PAY}"),
    "median_difference_usd": (
        "a_minus_b",
        "{a} minus {b}: difference of the median annual base pay in United States dollars, where "
        "pay is disclosed",
    ),
    "with_salary_count_lead_share": (
        "a_minus_b",
        "{a} relative to {b}, less 1: listings that disclose base pay",
    ),
}
_OF_PAIR = {
    "listing_count": (TOGETHER, "Software listings that name both {a} and {b}"),
    "mean_salary_usd": ("both_paid", f"Of the listings in both groups, {{a}} and {{b}}: {_PAY}"),
    "with_b_difference_usd": (
        "with_b",
        f"Listings in both groups minus listings of {{a}} that are not of {{b}}: {_PAY}",
    ),
    "with_a_difference_usd": (
        "with_a",
        f"Listings in both groups minus listings of {{b}} that are not of {{a}}: {_PAY}",
    ),
}
_OF_TYPE = {
    "listing_count": ("of_type", "Software listings of {a}"),
    "with_text_count": ("of_type_read", "Software listings of {a} whose text was read"),
    "ai_listing_count": ("of_type_ai", "AI-related listings (broad) of {a}"),
    "ai_share": ("of_type", "Share of the software listings of {a} that is AI-related (broad)"),
}
_OF_COMPANY = {"ai_listing_count": ("of_company", "AI-related listings (broad) of {a}")}
_OF_PARTS = {
    "listing_count": (
        "both",
        "Software listings of companies in {a} that name one or more of {b}",
    ),
    "only_a_listing_count": (
        "only_a",
        "Software listings of companies in {a} that name none of {b}",
    ),
    "only_b_listing_count": (
        "only_b",
        "Software listings of other companies than those in {a} that name one or more of {b}",
    ),
}
MEASURES = list(dict.fromkeys((*_PAIRED, *_OF_PAIR, *_OF_TYPE, *_OF_COMPANY)))


def measures(segment_id: str) -> Mapping[str, tuple[str, str]]:
    """By measure of a segment: its base, and its words; empty if it has no figure of two groups."""
    if addresses.pair(segment_id):
        return _PAIRED | _OF_PAIR
    if segment_id.startswith("comparison="):
        return _PAIRED
    if segment_id.startswith("company_type="):
        return _OF_TYPE
    if part_groups(segment_id):
        return _OF_PARTS
    # A company and something else is a segment of its own.
    return _OF_COMPANY if segment_id.startswith("company=") else {}


def part_groups(segment_id: str) -> tuple[str, str] | None:
    """The two groups of `parts=ai_union`: the companies of the AI group by their industry, and the
    listings that name one of its technologies. None of any other segment."""
    dimension, _, key = segment_id.partition("=")
    industries = _members(key, "industry")
    if dimension != "parts" or len(industries) != 1:
        return None
    return industries[0], f"{TECHNOLOGIES}={key}"


def segments_of(group: str) -> tuple[str, ...]:
    """The segments whose listings a group has together; most groups are one segment."""
    dimension, _, key = group.partition("=")
    return _members(key, "technology") if dimension == TECHNOLOGIES else (group,)


def _members(key: str, dimension: str) -> tuple[str, ...]:
    """The segments of a dimension that a group of the seed `segment_members` has."""
    return tuple(
        f"{dimension}={row['key']}"
        for row in _SEGMENT_MEMBERS
        if (row["segment"], row["dimension"]) == (key, dimension)
    )


def is_overlap(row: Mapping[str, Any]) -> bool:
    """Whether a figure is of two groups together."""
    return row["base"] in BASES


def is_difference(row: Mapping[str, Any]) -> bool:
    """Whether a figure compares two groups."""
    return bool(BASES[row["base"]].first)


def definition(row: Mapping[str, Any]) -> str:
    """What a figure measures."""
    _, words = measures(row["segment_id"])[row["measure"]]
    return _named(row, words)


def groups(row: Mapping[str, Any]) -> list[str]:
    """The names of the two groups of a difference, the first one first; empty of others."""
    return [_named(row, words) for words in BASES[row["base"]].names if words]


def _named(row: Mapping[str, Any], words: str) -> str:
    return words.format(a=row["segment_a_name"], b=row["segment_b_name"])
