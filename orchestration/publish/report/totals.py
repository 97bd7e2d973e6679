"""The totals of a night: numbers of listings, boards and places that are no figures of a group.

Each has the query of its members, which a page of the passports shows and counts. Not here: figures
(`passports`), and where a page says a total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.plain_text import sql_literal

PAGE = "passports/night/totals.html"
_DIFFERENCES = (
    "select comparison_name, mean_difference_usd, mean_difference_status\n"
    "from mart_salary_by_comparison\nwhere mean_difference_status"
)
_COMPANY = re.compile(r"[a-z0-9.-]+")
_LISTING = "select listing_id, company_id, title, url\nfrom core.fct_listings"


@dataclass(frozen=True)
class Total:
    """What is counted, the published table that has it, and the query of its members."""

    title: str
    table: str
    members: str


VENDOR = "technologies_of_"
"""The beginning of the name of the total of a vendor, before the id of the company."""


def of_vendor(company_id: str) -> str:
    """The name of the total of the technologies of a vendor."""
    return f"{VENDOR}{company_id}"


def find(name: str) -> Total | None:
    """The total of a name, also that of a vendor; None of any other name."""
    if not name.startswith(VENDOR) or not _COMPANY.fullmatch(name[len(VENDOR) :]):
        return TOTALS.get(name)
    company_id = name[len(VENDOR) :]
    return Total(
        f"AI technologies of the dictionary whose vendor is {company_id}",
        "mart_listings_by_vendor",
        "select unnest(technologies) as technology_id\nfrom mart_listings_by_vendor\n"
        f"where vendor_company_id = {sql_literal(company_id)}",
    )


def _places(column: str, condition: str) -> str:
    return (
        f"select distinct places.{column}\nfrom core.fct_listing_places as places\n"
        "inner join core.fct_listings as listings using (listing_id)\n"
        f"where listings.is_software and {condition}"
    )


def _of_companies(condition: str) -> str:
    return (
        "select listings.listing_id, listings.company_id, listings.title\n"
        "from core.fct_listings as listings\n"
        "inner join core.dim_companies as companies using (company_id)\n"
        f"where listings.is_software and {condition}"
    )


TOTALS = {
    "listings": Total("Open listings of all kinds", "core.fct_listings", _LISTING),
    "texts": Total(
        "Open listings of all kinds whose text was read",
        "core.fct_listings",
        f"{_LISTING}\nwhere has_text",
    ),
    "systems": Total(
        "Applicant tracking systems with a board that is crawled",
        "core.dim_boards",
        "select distinct ats\nfrom core.dim_boards",
    ),
    "software_systems": Total(
        "Applicant tracking systems with a software listing",
        "core.fct_listings",
        "select distinct ats\nfrom core.fct_listings\nwhere is_software",
    ),
    "boards": Total(
        "Boards that are crawled",
        "core.dim_boards",
        "select board_id, company_id, last_outcome, last_reason\nfrom core.dim_boards",
    ),
    "complete_boards": Total(
        "Boards with a complete answer on this night",
        "core.dim_boards",
        "select board_id, company_id, last_outcome\nfrom core.dim_boards\nwhere not is_stale",
    ),
    "stale_boards": Total(
        "Boards without a complete answer on this night",
        "core.dim_boards",
        "select board_id, company_id, last_outcome, last_reason\nfrom core.dim_boards\n"
        "where is_stale",
    ),
    "countries": Total(
        "Countries that software listings name",
        "core.fct_listing_places",
        _places("country_code", "places.country_code is not null"),
    ),
    "states": Total(
        "States and districts of the United States that software listings name",
        "core.fct_listing_places",
        _places("region_code", "places.country_code = 'US' and places.region_code is not null"),
    ),
    "without_country": Total(
        "Software listings without a country",
        "core.fct_listings",
        f"{_LISTING}\nwhere is_software and country_code is null",
    ),
    "differences": Total(
        "Differences of mean pay that the report shows",
        "mart_salary_by_comparison",
        f"{_DIFFERENCES} <> 'suppressed'",
    ),
    "clear_differences": Total(
        "Differences of mean pay whose interval excludes zero",
        "mart_salary_by_comparison",
        f"{_DIFFERENCES} in ('higher', 'lower')",
    ),
    "without_industry": Total(
        "Software listings of companies whose industry is unknown",
        "core.dim_companies",
        _of_companies("coalesce(len(companies.industries), 0) = 0"),
    ),
}
