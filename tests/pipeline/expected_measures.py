"""The columns that marts share, computed of a group of listings in plain Python."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.pipeline.ground_truth import Listing


def counts(group: Iterable[Listing]) -> dict[str, Any]:
    group = list(group)
    return {
        "listing_count": len(group),
        "role_count": len({x.role for x in group}),
        "company_count": len({x.company for x in group}),
        "with_text_count": sum(x.has_text for x in group),
        "with_salary_count": sum(x.salary is not None for x in group),
    }


def disclosure(group: Iterable[Listing]) -> dict[str, Any]:
    """Of the listings of which it is known whether they publish pay."""
    known_listings = [x for x in group if x.has_text or x.salary is not None or x.is_foreign]
    published = sum(x.salary is not None or x.is_foreign for x in known_listings)
    return {
        "pay_read_count": len(known_listings),
        "disclosure_share": published / len(known_listings) if known_listings else None,
    }


def salary_mart(group: Iterable[Listing]) -> dict[str, Any]:
    group = list(group)
    foreign = sum(x.is_foreign for x in group)
    return salary(group) | disclosure(group) | {"foreign_salary_count": foreign}


def salary(group: Iterable[Listing]) -> dict[str, Any]:
    group = list(group)
    paid = [x.salary for x in group if x.salary is not None]
    return counts(group) | {
        "mean_salary_usd": statistics.fmean(paid) if paid else None,
        "median_salary_usd": statistics.median(paid) if paid else None,
    }


def is_mean_published(group: Iterable[Listing]) -> bool:
    """By the row `low` of the seed publication_rules."""
    paid = [x for x in group if x.salary is not None]
    by_company = Counter(x.company for x in paid)
    return (
        len({x.role for x in paid}) >= 20
        and len(by_company) >= 10
        and max(by_company.values()) <= len(paid) / 2
    )


def remote(group: Iterable[Listing]) -> dict[str, Any]:
    group = list(group)
    by = Counter(x.workplace for x in group)
    known = len(group) - by["unknown"]
    texts = [x for x in group if x.has_text]
    of_texts = Counter(x.workplace for x in texts)
    return counts(group) | {
        "remote_count": by["remote"],
        "hybrid_count": by["hybrid"],
        "onsite_count": by["onsite"],
        "not_stated_count": of_texts["unknown"],
        "not_read_count": by["unknown"] - of_texts["unknown"],
        "with_text_company_count": len({x.company for x in texts}),
        "with_text_remote_count": of_texts["remote"],
        "with_text_hybrid_count": of_texts["hybrid"],
        "with_text_onsite_count": of_texts["onsite"],
        "remote_share": by["remote"] / len(group),
        "remote_of_read_share": of_texts["remote"] / len(texts) if texts else None,
        "remote_of_known_share": by["remote"] / known if known else None,
    }
