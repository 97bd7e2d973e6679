"""A segment in the words of readers: each part of its id with the name of its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from orchestration.publish.report import names
from orchestration.publish.report.queries import Query

Named = Callable[[str], str]
"""The name of a segment by its id."""
_PART = re.compile(r"(?P<dimension>\w+)(?P<relation>>=|<>|=)(?P<key>.+)", re.DOTALL)
GROUPS = {
    "ai_union": "AI-related listings (broad)",
    "ai_union_method": "AI-related listings with Spark",
}
SIZES = {
    "<50": "Companies of fewer than 50 people",
    "50-500": "Companies of 50 to 500 people",
    ">500": "Companies of more than 500 people",
    "unknown": "Companies of unknown size",
}
TYPES = {
    "vendor": "Vendors of AI technologies",
    "industry": "Other AI and machine learning companies",
    "embedded": "Companies elsewhere with AI-related listings",
    "none": "Companies without an AI-related listing",
}
NAMES: dict[str, Named] = {
    "industry": names.industry,
    "country": lambda key: "No known country" if key == "unknown" else names.country(key),
    "state": names.state,
    "family": lambda key: f"{names.family(key)} (family)",
    "seniority": lambda key: f"{names.level(key)} (level)",
    "workplace": lambda key: f"{key.capitalize()} (work arrangement)",
    "company_size": lambda key: SIZES.get(key, key),
    "segment": lambda key: GROUPS.get(key, key),
    "parts": lambda key: f"{GROUPS.get(key, key)} in parts",
    "technologies": lambda key: f"the technologies of {GROUPS.get(key, key)}",
    "company_type": lambda key: TYPES.get(key, key),
}
"""The names of keys, where no table has them."""


def of(query: Query) -> Named:
    """A function that names segments, with the published names of technologies and companies."""
    # A vendor without a listing is no company of the release, and has its name all the same.
    rows = query(
        "select distinct vendor_company_id as company_id, vendor_name as company_name "
        "from core.dim_technologies where vendor_company_id is not null "
        "union all select company_id, company_name from core.dim_companies"
    )
    companies = {row["company_id"]: row["company_name"] or row["company_id"] for row in rows}
    technologies = names.technologies(query)
    rows = query("select comparison_id, comparison_name from mart_salary_by_comparison")
    comparisons = {f"comparison={row['comparison_id']}": row["comparison_name"] for row in rows}
    return lambda segment_id: (
        comparisons.get(segment_id) or name(segment_id, technologies, companies)
    )


def name(segment_id: str, technologies: Mapping[str, str], companies: Mapping[str, str]) -> str:
    """The name of a segment; the id of what has no name."""
    if segment_id == "index":
        return "All software listings"
    return ", ".join(_part(part, technologies, companies) for part in segment_id.split(" & "))


def _part(text: str, technologies: Mapping[str, str], companies: Mapping[str, str]) -> str:
    found = _PART.fullmatch(text)
    if found is None:
        return text
    dimension, relation, key = found["dimension"], found["relation"], found["key"]
    company = companies.get(key) or names.of_slug(key)
    if relation == "<>":
        return f"at companies other than {company}"
    if relation == ">=":
        return f"{names.level(key)} or above (level)"
    if dimension == "technology":
        return technologies.get(key, key)
    if dimension == "company":
        return company
    if dimension == "vendor":
        return f"AI technologies of {company}"
    return NAMES[dimension](key) if dimension in NAMES else f"{key} ({dimension})"
