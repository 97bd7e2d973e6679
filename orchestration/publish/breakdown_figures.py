"""Counts of a segment's listings by one column: their words, and the SQL that readers see.

Any such count is a figure, whether a table has it or not: its id says which listings it counts
(`report.breakdown_ids`). Not here: counting many of them at once (`breakdown_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.plain_text import sql_literal
from orchestration.publish.report import breakdown_ids, names, rounding
from orchestration.publish.report.breakdown_ids import SALARY, Breakdown
from orchestration.publish.report.segment_names import Named

BASE = "breakdown"
TITLES = {
    SALARY: "Annual base pay",
    "foreign_salary": "Pay in another currency than the country's",
    "seniority": "Level",
    "workplace": "Work arrangement",
    "place": "Place",
    "company": "Employer",
    "technology": "Technology",
}
"""The columns in the order of a page, and what readers call them."""
_COLUMNS = {
    "seniority": ("listings.seniority",),
    "workplace": ("listings.workplace",),
    "place": ("listings.city_name", "listings.country_code"),
    "company": ("listings.company_id",),
}
_AND = "\n    and "
_NAMES_TECHNOLOGY = (
    "listing_id in (\n        select listing_id from core.fct_listing_technologies\n"
    "        where is_counted and technology_id = {}\n    )"
)
STEP, LAST_STEP = 25_000, 400_000
"""Dollars of a band of pay on a page, and the beginning of the last one."""
_COUNTS = f"""with members as (
    select
        listing_id, listings.role_id, listings.company_id, listings.seniority,
        listings.workplace, coalesce(listings.city_name, '') as city_name,
        coalesce(listings.country_code, '') as country_code,
        if(pay.has_salary, floor(least(pay.annual_salary_usd, {LAST_STEP}) / {STEP}), null)::integer
            * {STEP} as low,
        listings.has_salary and not pay.has_salary as is_foreign
    from core.fct_segment_listings
    inner join core.fct_listings as listings using (listing_id)
    inner join {{pay}} as pay using (listing_id)
    where segment_id = {{segment}}{{counted}}
),

columns as (
    select *, unnest([
        'salary=' || low || '-' || if(low < {LAST_STEP}, (low + {STEP})::varchar, ''),
        if(is_foreign, 'foreign_salary=true', null),
        'seniority=' || url_encode(seniority),
        'workplace=' || url_encode(workplace),
        'place=' || url_encode(city_name) || ',' || url_encode(country_code),
        'company=' || url_encode(company_id)
    ]) as counted
    from members
    union all by name
    select members.*, 'technology=' || url_encode(technology_id) as counted
    from members
    inner join core.fct_listing_technologies as named using (listing_id)
    where named.is_counted
),

companies as (
    select
        counted, company_id, count(distinct role_id) as role_count, count(*) as listing_count
    from columns
    where counted is not null
    group by counted, company_id
)

select
    counted, sum(listing_count)::bigint as figure_value, sum(role_count)::bigint as role_count,
    count(*) as company_count,
    round(pow(sum(listing_count), 2) / sum(listing_count * listing_count), 4)
        as effective_company_count
from companies
group by counted
order by counted"""


def is_breakdown(row: Mapping[str, Any]) -> bool:
    """Whether a figure is a count of a segment's listings by one column."""
    return bool(row["base"] == BASE)


def of_row(row: Mapping[str, Any]) -> Breakdown:
    """What a figure counts."""
    breakdown = breakdown_ids.of_figure(row["figure_id"])
    if breakdown is None:
        raise ValueError(f"{row['figure_id']} is no count by a column")
    return breakdown


def value_name(breakdown: Breakdown, named: Named) -> str:
    """What readers call the value that is counted."""
    (value, *more) = breakdown.values
    if breakdown.column == SALARY:
        return band_name(*breakdown.band)
    if breakdown.column == "place":
        return names.place(value, *more)
    if breakdown.column == "foreign_salary":
        return "Yes"
    if breakdown.column in ("company", "technology"):
        return named(f"{breakdown.column}={value}")
    name = names.level(value) if breakdown.column == "seniority" else value.capitalize()
    return rounding.text(name)


def band_name(low: int, high: int | None) -> str:
    """A band of pay in words; the upper end is not in it."""
    start = rounding.thousands(low)
    return f"{start} and more" if high is None else f"{start} to {rounding.thousands(high)}"


def definition(row: Mapping[str, Any]) -> str:
    """What a figure counts."""
    column, value = of_row(row).column, row["value_name"]
    title = TITLES[column].lower()
    if column == SALARY:
        return f"Software listings of {row['segment_name']} that disclose {title} of {value}"
    return f"Software listings of {row['segment_name']}, {title}: {value}"


def condition(breakdown: Breakdown) -> str:
    """SQL: whether a listing counts, for the query of members (`figure_sql`)."""
    if breakdown.column == SALARY:
        low, high = breakdown.band
        below = "" if high is None else f"{_AND}pay.annual_salary_usd < {high}"
        return f"pay.has_salary{_AND}pay.annual_salary_usd >= {low}{below}"
    if breakdown.column == "foreign_salary":
        return f"listings.has_salary{_AND}not pay.has_salary"
    if breakdown.column == "technology":
        return _NAMES_TECHNOLOGY.format(sql_literal(breakdown.values[0]))
    return _AND.join(
        f"{column} = {sql_literal(value)}" if value else f"coalesce({column}, '') = ''"
        for column, value in zip(_COLUMNS[breakdown.column], breakdown.values, strict=True)
    )


def counts(segment_id: str, country: str | None) -> str:
    """The query of all counts of a segment; what is counted is said as in the id of a figure.

    `country` is the one that the segment is about: a listing counts with its pay for it.
    """
    return _COUNTS.format(
        segment=sql_literal(segment_id),
        pay="core.fct_listing_countries" if country else "core.fct_listings",
        counted=f" and pay.country_code = {sql_literal(country)}" if country else "",
    )
