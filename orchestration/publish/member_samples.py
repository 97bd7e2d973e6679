"""The samples of figures that are counted from their members, many at once.

Listings, roles and companies are numbers here, since a release shows thousands of such figures.
Not here: which listings are members of what (`overlap_members`, `breakdown_rows`).
"""

from __future__ import annotations

import math

LISTINGS = """
create or replace temp table numbered_listings as
select
    row_number() over (order by md5(listing_id), listing_id) as listing_number,
    dense_rank() over (order by role_id) as role_number,
    dense_rank() over (order by company_id) as company_number,
    listing_id, company_id, has_salary, has_text, annual_salary_usd,
    coalesce(seniority, '') as seniority, coalesce(workplace, '') as workplace,
    coalesce(city_name, '') as city_name, coalesce(country_code, '') as country_code
from core.fct_listings
where is_software
"""
"""By a hash: ids begin with the board, so the first ones would be of one company."""
COMPANIES = "select distinct company_number, company_id from numbered_listings"
"""The companies by their numbers."""
SAMPLES = """
with sides as (
    {sides}
),

roles as (
    select kind_number, side, company_number, role_number, count(*) as unit_count
    from sides
    group by kind_number, side, company_number, role_number
),

companies as (
    select
        kind_number, side, company_number, count(*) as role_count,
        sum(unit_count)::bigint as unit_count
    from roles
    group by kind_number, side, company_number
)

select
    kind_number, side,
    arg_max(company_number, row(unit_count, company_number)) as top_company_number,
    sum(role_count)::bigint as role_count,
    sum(unit_count)::bigint as unit_count,
    count(*) as company_count,
    (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
    max(unit_count) / sum(unit_count) as top_company_share
from companies
group by kind_number, side
"""
"""By the number of a kind of figures, and the side of a difference (0: all of its members)."""


def rounded(value: float, digits: int) -> float:
    """A positive number, halves up as DuckDB rounds them; Python rounds them to even."""
    return math.floor(value * 10.0**digits + 0.5) / 10.0**digits
