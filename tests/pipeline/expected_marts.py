"""The expected values of the marts, computed from the ground truth in plain Python.

It uses no SQL and no warehouse, and converts currencies with the library itself, so that an error
of a model is not repeated here. Each mart is {key: {column: value}}.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

from tests.csv_rows import seed_rows
from tests.pipeline.expected_measures import (
    counts,
    disclosure,
    is_mean_published,
    remote,
    salary,
    salary_mart,
)
from tests.pipeline.ground_truth import Listing

SENIOR = ("senior", "staff", "principal", "lead")


def _grouped(market: list[Listing], keys: Any) -> dict[Any, list[Listing]]:
    groups: dict[Any, list[Listing]] = defaultdict(list)
    for listing in market:
        for key in set(keys(listing)):
            groups[key].append(listing)
    return groups


def expected(market: list[Listing]) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every mart with one key or two, as {mart: {key: {column: value}}}. Two keys are a tuple."""
    technology = {row["technology_id"]: row for row in seed_rows("technologies")}
    union = ("ai_union", "ai_union_method")

    def segments(x: Listing) -> list[str]:
        return [u for u in union if x.is_ai or (u == union[1] and "spark" in x.technologies)]

    by_technology = _grouped(market, lambda x: x.technologies)
    by_family = _grouped(market, lambda x: {technology[t]["family"] for t in x.technologies})
    by_industry = _grouped(market, lambda x: x.industries)
    by_level = _grouped(market, lambda x: {(t, x.seniority) for t in x.technologies})
    senior = _grouped([x for x in market if x.seniority in SENIOR], lambda x: x.technologies)
    ai = {r["technology_family"] for r in seed_rows("technology_families") if r["is_ai"] == "true"}
    vendor_of = {t: row["vendor"] for t, row in technology.items() if row["family"] in ai}
    by_vendor = _grouped(market, lambda x: {vendor_of.get(t, "") for t in x.technologies})
    by_vendor.pop("", None)
    by_segment = _grouped(market, segments)

    def marts(name: str, groups: dict[Any, list[Listing]], measure: Any) -> dict[str, Any]:
        return {name: {key: measure(group) for key, group in groups.items()}}

    return {
        **marts("mart_salary_by_technology", by_technology, salary_mart),
        **marts("mart_salary_by_technology_family", by_family, salary_mart),
        **marts("mart_salary_by_industry", by_industry, salary_mart),
        **marts("mart_salary_by_seniority", _grouped(market, lambda x: [x.seniority]), salary_mart),
        **marts(
            "mart_salary_by_country",
            _grouped([y for x in market for y in x.in_its_countries], lambda x: [x.country]),
            salary_mart,
        ),
        **marts("mart_salary_by_technology_and_seniority", by_level, salary_mart),
        **marts(
            "mart_salary_by_technology_and_level_group",
            {(t, "senior or above"): group for t, group in senior.items()},
            salary_mart,
        ),
        **marts("mart_salary_by_company_size", _grouped(market, lambda x: [x.size]), salary_mart),
        **marts(
            "mart_salary_by_segment_and_seniority",
            _grouped(market, lambda x: [(s, x.seniority) for s in segments(x)]),
            salary_mart,
        ),
        **marts("mart_remote_by_technology", by_technology, remote),
        **marts("mart_remote_by_technology_family", by_family, remote),
        **marts("mart_remote_by_industry", by_industry, remote),
        **marts("mart_remote_by_segment", by_segment, remote),
        **marts(
            "mart_remote_by_company_size",
            _grouped(market, lambda x: [(s, x.size) for s in segments(x)]),
            remote,
        ),
        "mart_listings_by_company": {
            company: salary(group)
            | disclosure(group)
            | {
                "remote_share": remote(group)["remote_share"],
                "remote_of_read_share": remote(group)["remote_of_read_share"],
                "ai_listing_count": sum(x.is_ai for x in group),
            }
            for company, group in _grouped(market, lambda x: [x.company]).items()
        },
        "mart_listings_by_vendor": {
            vendor: salary(group)
            | {
                "own_listing_count": sum(x.company == vendor for x in market),
                "other_listing_count": sum(x.company != vendor for x in group),
                "other_company_count": len({x.company for x in group} - {vendor}),
                "other_mean_salary_usd": salary(x for x in group if x.company != vendor)[
                    "mean_salary_usd"
                ],
            }
            for vendor, group in by_vendor.items()
        },
        "mart_salary_by_technology_pair": _pairs(by_technology),
        "mart_salary_by_comparison": _comparisons(by_technology, by_family, by_industry),
        "mart_totals_by_night": {"report": _totals(market)},
    }


def _overlap(a: list[Listing], b: list[Listing]) -> list[Listing]:
    inside = {id(x) for x in b}
    return [x for x in a if id(x) in inside]


def _difference(a: list[Listing], b: list[Listing]) -> dict[str, Any]:
    of_a, of_b = salary(a), salary(b)
    row = counts(_overlap(a, b)) | {
        "with_salary_a_count": of_a["with_salary_count"],
        "with_salary_b_count": of_b["with_salary_count"],
    }
    for name in ("mean", "median"):
        pair = of_a[f"{name}_salary_usd"], of_b[f"{name}_salary_usd"]
        row[f"{name}_salary_a_usd"], row[f"{name}_salary_b_usd"] = pair
        row[f"{name}_difference_usd"] = None if None in pair else pair[0] - pair[1]
    return row


def _pairs(groups: dict[str, list[Listing]]) -> dict[Any, dict[str, Any]]:
    found = {}
    published = {name for name, group in groups.items() if is_mean_published(group)}
    for a, b in combinations(sorted(groups), 2):
        row = _difference(groups[a], groups[b])
        if row["listing_count"] >= 5 or {a, b} <= published:
            row["only_a_listing_count"] = len(groups[a]) - row["listing_count"]
            row["only_b_listing_count"] = len(groups[b]) - row["listing_count"]
            found[a, b] = row
    return found


def _comparisons(
    technology: dict[str, list[Listing]],
    family: dict[str, list[Listing]],
    industry: dict[str, list[Listing]],
) -> dict[str, dict[str, Any]]:
    groups = {"technology": technology, "family": family, "industry": industry}

    def group(segment: str) -> list[Listing]:
        dimension, key = segment.split("=")
        return groups[dimension].get(key, [])

    rows = seed_rows("comparisons")
    return {
        row["comparison_id"]: _difference(group(row["segment_a_id"]), group(row["segment_b_id"]))
        for row in rows
        if group(row["segment_a_id"]) and group(row["segment_b_id"])
    }


def _totals(market: list[Listing]) -> dict[str, Any]:
    return (
        salary(market)
        | disclosure(market)
        | {
            "remote_of_read_share": remote(market)["remote_of_read_share"],
            "not_stated_count": remote(market)["not_stated_count"],
            "not_read_count": 0,
            "ats_count": len({x.ats for x in market}),
            "country_count": len({country for x in market for country in x.countries}),
            "without_country_count": sum(x.country == "unknown" for x in market),
            "remote_share": remote(market)["remote_share"],
        }
    )
