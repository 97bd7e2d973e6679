"""Computes the weights of the seed `industry_terms` from descriptions of companies.

`python -m benchmarks.company_terms --directory FOLDER --work DIR` counts how often a company whose
description of itself holds a term is of the term's industry, and writes the weights. FOLDER holds
JSON of an open directory of companies (name, one_liner, long_description, subindustry, tags): the
responses of github.com/akshaybhalotia/yc_company_scraper (MIT). DIR is the `--work` of
`benchmarks.quality`: the sentences of companies of the teaching half, with their facts. Companies
of the telling half are left out of both.

A term is added as a row with its strength: `names` for a term that names the industry, `suggests`,
or `hints`. The strength is the share to begin with, worth `PRIOR_COUNT` companies. The weight is
one more than the base-two logarithm of the odds. A term that would weigh next to nothing is
dropped.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.quality import is_teaching

SEED = Path("dbt_project/seeds/industry_terms.csv")
PRIOR = {"names": 0.8, "suggests": 0.65, "hints": 0.5}
PRIOR_COUNT = 10
FACTS_COUNT = 2
"""A company of the facts counts as two of the directory, whose tags are less complete."""
LEAST, MOST = 0.2, 4.0
LONGEST_TERM = 3

INDUSTRIES: dict[str, tuple[str, str]] = {
    "adtech": ("", "Advertising;AdTech"),
    "ai-ml": (
        "",
        "AI;Artificial Intelligence;Generative AI;Deep Learning;AI Assistant;Conversational AI;"
        "Reinforcement Learning;NLP;AIOps",
    ),
    "automotive": (
        "Industrials -> Automotive",
        "Automotive;Electric Vehicles;Autonomous Trucking;Self-Driving Vehicles;Auto Commerce",
    ),
    "biotech": (
        "Healthcare -> Therapeutics;Healthcare -> Drug;Healthcare -> Industrial Bio",
        "Biotech;Therapeutics;Drug discovery;Synthetic Biology;Biotechnology;Genomics;"
        "Gene Therapy;AI-powered Drug Discovery",
    ),
    "climate": (
        "Industrials -> Climate;Industrials -> Energy",
        "Climate;ClimateTech;Energy;Renewable Energy;Solar Power;Energy Storage;"
        "Carbon Capture and Removal;Sustainability",
    ),
    "consulting": ("", "Consulting"),
    "consumer": (
        "Consumer",
        "Consumer;Social;Consumer Products;Social Network;Beauty;Fitness;Food & Beverage",
    ),
    "crypto": ("", "Crypto / Web3;DeFi;Blockchain;NFT;Cryptocurrency"),
    "cybersecurity": ("B2B -> Security", "Security;Cybersecurity;DevSecOps;Identity"),
    "data-infrastructure": ("", "Data Engineering;Databases;Big Data;Analytics"),
    "defense": (
        "Industrials -> Defense;Aviation and Space",
        "Defense;Aerospace;Satellites;Space Exploration",
    ),
    "developer-tools": (
        "Engineering, Product and Design",
        "Developer Tools;DevOps;API;Kubernetes",
    ),
    "e-commerce": ("B2B -> Retail", "E-commerce;E-Commerce;Retail;Retail Tech;Marketplace"),
    "edtech": ("Education", "Education;Edtech;eLearning;AI-Enhanced Learning"),
    "enterprise-software": (
        "",
        "Enterprise;Enterprise Software;CRM;Workflow Automation;Procurement;"
        "Robotic Process Automation",
    ),
    "fintech": (
        "Fintech",
        "Fintech;Payments;Neobank;Insurance;Banking as a Service;Lending;Consumer Finance;"
        "Investing;Billing;Trading;FinOps;Finance",
    ),
    "gaming": ("Consumer -> Gaming", "Gaming;Esports;Games"),
    "government": ("Government", "GovTech"),
    "healthcare": (
        "Healthcare -> Healthcare IT;Healthcare -> Consumer Health;"
        "Healthcare -> Healthcare Services;Healthcare -> Diagnostics;Healthcare -> Medical Devices",
        "Digital Health;Health Tech;Healthcare IT;Telehealth;Telemedicine;Mental Health Tech;"
        "Consumer Health Services;Healthcare;Medical Devices",
    ),
    "hr-tech": (
        "Human Resources;Recruiting and Talent;Job and Career",
        "HR Tech;Recruiting;Human Resources;Payroll",
    ),
    "legal": ("B2B -> Legal", "LegalTech;Legal"),
    "logistics": (
        "Supply Chain and Logistics",
        "Logistics;Supply Chain;Delivery;Warehouse Management Tech",
    ),
    "media": ("Consumer -> Content", "Media;Entertainment;Music;Podcasts;Creator Economy;News"),
    "real-estate": (
        "Real Estate and Construction",
        "Proptech;Real Estate;Construction;Housing",
    ),
    "robotics": ("Manufacturing and Robotics;Industrials -> Drones", "Robotics;Drones"),
    "saas": ("B2B -> Productivity;B2B -> Sales;B2B -> Marketing;B2B -> Operations", "SaaS"),
    "semiconductors": ("", "Semiconductors;Quantum Computing;AI Chips"),
    "telecom": ("", "Telecommunications"),
    "travel": ("Travel, Leisure", "Travel;Tourism;Hospitality"),
}
"""By industry: parts of the names of the directory's industries, and its tags."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a company says about itself, and its industries."""

    text: str
    industries: frozenset[str]
    count: int


def directory(folder: Path, telling: set[str]) -> Iterator[Company]:
    """The companies of the directory, each once, without those named in `telling`."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.rglob("*.json")):
        found |= {row["slug"]: row for row in _rows(json.loads(file.read_text("utf-8")))}
    for slug, row in sorted(found.items()):
        if row["long_description"] and not {_letters(slug), _letters(row["name"])} & telling:
            text = f"{row['one_liner'] or ''}. {row['long_description']}"
            yield Company(text, _industries(row), 1)


def teaching(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Company]:
    """The companies of the teaching half that have facts."""
    query = """
        select
            any_value(boards.board), string_agg(distinct sentence_text, '. '), any_value(industries)
        from intermediate.int_companies__sentences
        inner join intermediate.int_listings__boards as boards using (company_id)
        inner join staging.stg_companies using (company_id)
        where len(industries) > 0 and not regexp_matches(board, '^(hidden_|case\\d)')
        group by company_id order by company_id
    """
    for board, text, industries in warehouse.execute(query).fetchall():
        if is_teaching(board):
            yield Company(text, frozenset(industries), FACTS_COUNT)


def telling_names(warehouse: duckdb.DuckDBPyConnection) -> set[str]:
    """The letters of the names of boards of the telling half."""
    query = "select board, company_id from intermediate.int_listings__boards"
    rows = warehouse.execute(query).fetchall()
    return {_letters(name) for row in rows if not is_teaching(row[0]) for name in row}


def words(text: str, db: duckdb.DuckDBPyConnection) -> list[str]:
    """The words of a text in the form of the macro `term_words`."""
    plain = db.execute("select lower(strip_accents(?))", [text]).fetchall()[0][0]
    found = re.findall(r"[^\W_]+", plain)
    return [w[:-1] if len(w) > 3 and w[-1] == "s" and w[-2] != "s" else w for w in found]


def groups(found: list[str]) -> set[str]:
    """The words one by one, in pairs and in threes."""
    return {
        " ".join(found[start : start + size])
        for size in range(1, LONGEST_TERM + 1)
        for start in range(len(found) - size + 1)
    }


def weights(rows: list[dict[str, str]], companies: list[Company]) -> list[dict[str, str]]:
    """The rows with their weights, without those that weigh next to nothing."""
    with duckdb.connect() as db:
        keys = [" ".join(words(row["term"], db)) for row in rows]
        used: Counter[str] = Counter()
        right: Counter[tuple[str, str]] = Counter()
        for company in companies:
            for key in groups(words(company.text, db)) & set(keys):
                used[key] += company.count
                for industry in company.industries:
                    right[industry, key] += company.count
    kept = []
    for row, key in zip(rows, keys, strict=True):
        hits = PRIOR[row["strength"]] * PRIOR_COUNT + right[row["industry"], key]
        odds = hits / (PRIOR_COUNT + used[key] - hits)
        weight = round(min(1 + math.log2(odds), MOST), 2)
        if weight > LEAST:
            kept.append(row | {"weight": f"{weight:.2f}"})
    return kept


def _rows(answer: Any) -> Iterator[dict[str, Any]]:
    if isinstance(answer, dict) and answer.get("slug") and "long_description" in answer:
        yield answer
    elif isinstance(answer, dict | list):
        for inner in answer.values() if isinstance(answer, dict) else answer:
            yield from _rows(inner)


def _industries(row: dict[str, Any]) -> frozenset[str]:
    name = row.get("subindustry") or row.get("industry") or ""
    tags = set(row.get("tags") or [])
    return frozenset(
        industry
        for industry, (parts, wanted) in INDUSTRIES.items()
        if any(part in name for part in parts.split(";") if part) or tags & set(wanted.split(";"))
    )


def _letters(name: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", (name or "").lower().removesuffix(".com"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--directory", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parsed = parser.parse_args()
    file = parsed.work / "home" / "warehouse.duckdb"
    with duckdb.connect(str(file), read_only=True) as warehouse:
        companies = [
            *directory(parsed.directory, telling_names(warehouse)),
            *teaching(warehouse),
        ]
    with SEED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kept = weights(rows, companies)
    with SEED.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    print(f"{len(companies):,} companies; {len(kept):,} of {len(rows):,} terms weigh something")


if __name__ == "__main__":
    main()
