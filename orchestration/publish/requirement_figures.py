"""The figures of stated requirements (`mart_requirements_by_segment`), as `explain` reads figures.

Their base is the requirement. Here: their columns, words and SQL. Not here: the query of a share
from its members, which is that of every share (`figure_sql`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

METHOD = "report"
REQUIREMENTS = {
    "visa_sponsorship": "Visa sponsorship",
    "degree": "Degree",
    "degree_level": "Level of the degree",
    "experience": "Years of experience",
    "security_clearance": "Security clearance",
}
"""The requirements, and what readers call them."""
ANSWERS = {
    "visa_sponsorship": "listings.visa_sponsorship",
    "degree": "listings.degree",
    "degree_level": "coalesce(listings.degree_level, 'not stated')",
    "experience": "case when listings.experience_years is null then 'not stated' "
    "when listings.experience_years = 0 then 'none required' "
    "when listings.experience_years <= 2 then '1 to 2 years' "
    "when listings.experience_years <= 4 then '3 to 4 years' "
    "when listings.experience_years <= 7 then '5 to 7 years' "
    "else '8 years or more' end",
    "security_clearance": "listings.security_clearance",
}
"""SQL: the answer of a listing whose text was read, as the mart says it."""
FIGURES = f"""
select
    requirements.figure_id, requirements.segment_id, requirements.top_company_id,
    requirements.dimension, requirements.key,
    null::varchar as within_key, null::varchar as scope_country_code, requirements.method,
    requirements.requirement as base, requirements.measure, requirements.publish_status,
    requirements.status_reason,
    case
        when requirements.low_share is null then null
        when requirements.answer_share in (0, 1) then 'exact bound'
        else 'jackknife'
    end as interval_method,
    requirements.role_count, requirements.listing_count as unit_count, requirements.company_count,
    requirements.effective_company_count, requirements.top_company_share,
    requirements.answer_share as value, requirements.low_share as interval_low,
    requirements.high_share as interval_high,
    requirements.answer_count, requirements.answer_company_count,
    coalesce(nights.is_settled, false) as is_settled, requirements.as_of_date
from mart_requirements_by_segment as requirements
left join core.dim_nights as nights using (as_of_date)
where requirements.method = '{METHOD}'
"""
"""One row per figure, with the columns of `core.fct_estimates` and how many give the answer."""


def is_requirement(row: Mapping[str, Any]) -> bool:
    """Whether a figure is of a stated requirement."""
    return row["base"] in REQUIREMENTS


def answer(row: Mapping[str, Any]) -> str:
    """The answer whose share a figure is: its measure without the requirement."""
    words = str(row["measure"]).removeprefix(f"{row['base']}_").removesuffix("_share")
    return words.replace("_", " ")


def definition(row: Mapping[str, Any]) -> str:
    """What a figure measures."""
    requirement, stated = REQUIREMENTS[row["base"]], answer(row)
    if stated == "not stated":
        return f"Share that does not state: {requirement.lower()}, of those whose text was read"
    return f"Share that states “{requirement}: {stated}”, of those whose text was read"
