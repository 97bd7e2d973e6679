"""The expected values of every mart, computed from the simulator's ground truth in plain Python.

It is independent of the pipeline: no SQL, no warehouse, and exchange rates from the library
itself. Each function returns a mart's rows as {key: {column: value}}.
"""

from __future__ import annotations

import csv
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from currency_converter import CurrencyConverter

from orchestration.simulator.places import CITIES
from tests.paths import SEEDS

A_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
COUNTRIES = {"US": "United States", "CA": "Canada"}
CURRENCY = {place.code: place.currency for place in CITIES}
SENIOR = ("senior", "staff", "principal", "lead")
AI_UNION = {"llm", "pytorch", "tensorflow", "openai", "mlflow"}


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class Listing:
    """A listing as the simulator made it; `salary` is its yearly midpoint in USD: that of the tier
    of its country, or the mean of all."""

    company: str
    role: tuple[str, str]
    industries: tuple[str, ...]
    size: str
    seniority: str
    workplace: str
    country: str
    ats: str
    technologies: frozenset[str]
    salary: float | None
    currencies: frozenset[str]
    is_foreign: bool = False
    """It publishes pay that is not counted here."""
    has_text: bool = True
    """The simulator's postings all have a text, and its boards all show it."""

    @property
    def in_its_country(self) -> Listing:
        """The same, its pay gone where it is not in the currency of its country."""
        own = self.country == "unknown" or self.currencies == {CURRENCY.get(self.country)}
        return self if own or self.salary is None else replace(self, salary=None, is_foreign=True)

    @property
    def is_ai(self) -> bool:
        return "ai-ml" in self.industries or bool(self.technologies & AI_UNION)


def listings(path: Path, night: date) -> list[Listing]:
    """The software listings of a truth file."""
    rates = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_wrong_date=True)
    found = []
    for row in pq.read_table(path).to_pylist():
        if not row["is_software"]:
            continue
        home = COUNTRIES.get(row["country_code"], "no name of a tier")
        of_home = [tier for tier in row["pay_tiers"] if tier["title"] == home]
        counted = [
            tier
            for tier in of_home or row["pay_tiers"]
            if tier["minimum"] is not None and tier["maximum"] is not None
        ]
        tiers = [
            rates.convert(
                (tier["minimum"] + tier["maximum"]) / 2 * A_YEAR[tier["interval"]],
                tier["currency"],
                "USD",
                date=night,
            )
            for tier in counted
        ]
        found.append(
            Listing(
                company=row["company"],
                role=(row["company"], row["role_key"]),
                industries=tuple(row["company_industries"] or ()),
                size=row["company_size_band"],
                seniority=row["seniority"],
                workplace=row["workplace"],
                country=row["country_code"] or "unknown",
                ats=row["ats"],
                technologies=frozenset(row["technologies"]),
                salary=statistics.fmean(tiers) if tiers else None,
                currencies=frozenset(tier["currency"] for tier in counted),
            )
        )
    return found


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
    """The share of listings that publish pay, among those whose pay was read."""
    read = [x for x in group if x.has_text or x.salary is not None or x.is_foreign]
    published = sum(x.salary is not None or x.is_foreign for x in read)
    return {
        "pay_read_count": len(read),
        "disclosure_share": published / len(read) if read else None,
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


def _grouped(market: list[Listing], keys: Any) -> dict[Any, list[Listing]]:
    groups: dict[Any, list[Listing]] = defaultdict(list)
    for listing in market:
        for key in set(keys(listing)):
            groups[key].append(listing)
    return groups


def expected(market: list[Listing]) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every mart with one key or two, as {mart: {key: {column: value}}}."""
    technology = {row["technology_id"]: row for row in seed("technologies")}
    union = ("ai_union", "ai_union_method")

    def segments(x: Listing) -> list[str]:
        return [u for u in union if x.is_ai or (u == union[1] and "spark" in x.technologies)]

    by_technology = _grouped(market, lambda x: x.technologies)
    by_family = _grouped(market, lambda x: {technology[t]["family"] for t in x.technologies})
    by_industry = _grouped(market, lambda x: x.industries)
    by_level = _grouped(market, lambda x: {(t, x.seniority) for t in x.technologies})
    senior = _grouped([x for x in market if x.seniority in SENIOR], lambda x: x.technologies)
    by_level |= {(t, "senior or above"): group for t, group in senior.items()}
    by_vendor = _grouped(market, lambda x: {technology[t]["vendor"] for t in x.technologies})
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
            _grouped([x.in_its_country for x in market], lambda x: [x.country]),
            salary_mart,
        ),
        **marts("mart_salary_by_technology_and_seniority", by_level, salary_mart),
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
        "mart_totals_by_night": {"report": _index(market)},
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
    for a, b in combinations(sorted(groups), 2):
        row = _difference(groups[a], groups[b])
        if row["listing_count"] >= 5 or (
            row["with_salary_a_count"] >= 20 and row["with_salary_b_count"] >= 20
        ):
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

    rows = seed("comparisons")
    return {
        row["comparison_id"]: _difference(group(row["segment_a_id"]), group(row["segment_b_id"]))
        for row in rows
        if group(row["segment_a_id"]) and group(row["segment_b_id"])
    }


def _index(market: list[Listing]) -> dict[str, Any]:
    return (
        salary(market)
        | disclosure(market)
        | {
            "remote_of_read_share": remote(market)["remote_of_read_share"],
            "not_stated_count": remote(market)["not_stated_count"],
            "not_read_count": 0,
            "ats_count": len({x.ats for x in market}),
            "country_count": len({x.country for x in market} - {"unknown"}),
            "without_country_count": sum(x.country == "unknown" for x in market),
            "remote_share": remote(market)["remote_share"],
        }
    )


FIELDS = {
    "title": "title",
    "url": "url",
    "text": "description_html",
    "employment_type": "employment_type",
    "department": "department",
    "team": "team",
    "level": "level",
    "language": "language",
    "published_date": "published_at",
    "updated_date": "updated_at",
    "closing_date": "closes_at",
}
"""A share of mart_coverage_by_source, and the field of a posting as it was stored."""


def coverage(home: Path, night: date, truth_file: Path) -> dict[str, dict[str, Any]]:
    """What was read of each source, from the stored postings of a first night and the truth."""
    found: dict[str, dict[str, Any]] = {}
    software = Counter(
        row["ats"] for row in pq.read_table(truth_file).to_pylist() if row["is_software"]
    )
    for folder in sorted(home.glob(f"raw/*/night={night}")):
        if not (folder / "boards.parquet").exists():
            continue
        ats = folder.parent.name
        boards = pq.read_table(folder / "boards.parquet").to_pylist()
        rows = pq.read_table(folder / "postings.parquet").to_pylist()
        seen = pq.read_table(folder / "sightings.parquet").to_pylist()
        content = {row["content_id"]: row for row in rows}
        postings = [content[sighting["content_id"]] for sighting in seen]
        ends = Counter(board["outcome"] for board in boards)
        found[ats] = {
            "board_count": len(boards),
            "complete_board_count": ends["complete"],
            "missing_board_count": 0,
            "listing_count": len(postings),
            "software_listing_count": software[ats],
            "with_text_count": sum(bool(row["description_html"]) for row in postings),
            "pending_count": sum(board["pending_count"] for board in boards),
        }
        filled = {name: [row[field] for row in postings] for name, field in FIELDS.items()}
        filled["place"] = [row["places"] for row in postings]
        filled["pay_field"] = [row["pays"] or row["pay_text"] for row in postings]
        filled["workplace_field"] = [
            row["workplace"] or row["is_remote"] is not None or None for row in postings
        ]
        found[ats] |= {
            f"{name}_share": sum(bool(v) for v in values) / len(values) if values else None
            for name, values in filled.items()
        }
    return found
