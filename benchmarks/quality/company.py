"""Industries and sizes that companies state in their postings, against the facts of
`orchestration/data/companies.csv`, and how many listings have either.

The facts name one to three industries and are not complete: decision 26 says who is right in twenty
disagreements of the teaching half that were read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import Data

TITLE = "Companies"
ABOUT = (
    "Industries and size that are read from what a company says about itself in its postings, "
    "compared with facts about companies that people looked up."
)
MODELS = ("dim_companies", "fct_listings")
Row = dict[str, Any]
FACTS = """
    select
        boards.ats,
        boards.board,
        companies.stated_industries,
        companies.stated_company_size,
        facts.industries,
        facts.size_band
    from core.dim_companies as companies
    inner join intermediate.int_listings__boards as boards using (company_id)
    inner join staging.stg_companies as facts using (company_id)
    order by boards.ats, boards.board
"""
LISTINGS = """
    select
        boards.ats,
        boards.board,
        len(companies.industries) > 0 as has_industry,
        companies.company_size <> 'unknown' as has_size
    from core.fct_listings as listings
    inner join intermediate.int_listings__boards as boards using (board_id)
    inner join core.dim_companies as companies on listings.company_id = companies.company_id
    where listings.is_software
    order by listings.listing_id
"""


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Precision and recall of what companies state, and the share of listings with an answer."""
    recorded = {(ats, board) for ats, board, _ in data.recorded}
    facts, listings = (
        [row for row in _rows(warehouse, query) if (row["ats"], row["board"]) in recorded]
        for query in (FACTS, LISTINGS)
    )
    why = None if facts else "no recorded company has facts"
    known = [row for row in facts if row["industries"]]
    sized = [row for row in facts if row["size_band"] != "unknown"]
    answers = [
        (row["board"], industry in row["industries"])
        for row in known
        for industry in row["stated_industries"]
    ]
    yield Claim(
        "industry: stated ones right",
        answers,
        bar=0.9,
        not_run=why,
        about="Of the industries that a company states, how many are among its facts.",
    )
    first = [
        (row["board"], row["stated_industries"][0] in row["industries"])
        for row in known
        if row["stated_industries"]
    ]
    yield Claim("industry: first stated one right", first, not_run=why)
    found = [
        (row["board"], industry in row["stated_industries"])
        for row in known
        for industry in row["industries"]
    ]
    yield Claim("industry: those of the facts that are stated", found, not_run=why)
    spoken = [(row["board"], bool(row["stated_industries"])) for row in known]
    yield Claim("industry: companies that state one", spoken, not_run=why)
    right = [
        (row["board"], row["stated_company_size"] == row["size_band"])
        for row in sized
        if row["stated_company_size"]
    ]
    yield Claim(
        "company size: stated ones right",
        right,
        bar=0.9,
        not_run=why,
        about="Of the size bands that a company states, how many are those of its facts.",
    )
    stated = [(row["board"], row["stated_company_size"] is not None) for row in facts]
    yield Claim("company size: companies that state it", stated, not_run=why)
    none = None if listings else "no recorded software listing"
    shares = [(row["board"], row["has_industry"]) for row in listings]
    yield Claim(
        "industry: software listings with one",
        shares,
        bar=0.85,
        not_run=none,
        about="Software listings whose company has an industry, from facts or its own words.",
    )
    sizes = [(row["board"], row["has_size"]) for row in listings]
    yield Claim(
        "company size: software listings with one",
        sizes,
        not_run=none,
        about="Software listings whose company has a size, from facts or its own words.",
    )


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = warehouse.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
