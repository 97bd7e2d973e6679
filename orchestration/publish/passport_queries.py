"""The queries behind all passports of a release: ranks, other methods, and members with links."""

from __future__ import annotations

from orchestration.publish import figure, figure_sql

RANKS = """
select ranks.*
from (select unnest($figure_ids) as figure_id)
inner join core.fct_estimate_ranks as ranks using (figure_id)
"""

OTHERS = f"""
select segment_id, measure, {figure.OF_OTHER_METHODS}
from (
    select distinct segment_id, measure
    from (select unnest($figure_ids) as figure_id)
    inner join core.fct_estimates using (figure_id)
)
inner join core.fct_estimates as others using (segment_id, measure)
order by segment_id, measure, method
"""

_COUNTED = figure_sql.counted_by_base()
MEMBERS = f"""
with kinds as (
    select
        unnest(range(len($segments))) as kind_number,
        unnest($segments) as segment_id,
        unnest($bases) as base,
        unnest($methods) as method,
        unnest($countries)::varchar as country_code,
        unnest($by_country)::boolean as is_by_country
),

-- By a hash: ids begin with the board, so the first ones are of one company.
listings as (
    select *, row_number() over (order by md5(listing_id), listing_id) as place
    from core.fct_listings
),

-- Millions of memberships are joined and grouped below: by numbers, not by texts.
pay as materialized (
    select *, row_number() over (order by place, is_by_country, country_code) as pay_number
    from (
        select false as is_by_country, place, country_code, has_salary from listings
        union all
        select true, listings.place, countries.country_code, countries.has_salary
        from core.fct_listing_countries as countries
        inner join listings using (listing_id)
    )
),

segments as (
    select segment_id, row_number() over () as segment_number
    from (select distinct segment_id from kinds)
),

-- Each membership is of many kinds: texts are joined and rules computed once.
memberships as materialized (
    select
        segments.segment_number, pay.pay_number, pay.is_by_country, pay.country_code,
        {", ".join(f"{rule} as counts_{base}" for base, rule in _COUNTED.items())}
    from segments
    inner join core.fct_segment_listings using (segment_id)
    inner join listings using (listing_id)
    inner join pay using (place)
),

members as (
    select
        kinds.kind_number,
        count(*) as member_count,
        min(memberships.pay_number, $most) as chosen
    from kinds
    inner join segments using (segment_id)
    inner join memberships
        on segments.segment_number = memberships.segment_number
        and kinds.is_by_country = memberships.is_by_country
        and (kinds.country_code is null or kinds.country_code = memberships.country_code)
    where case kinds.base
        {" ".join(f"when '{base}' then memberships.counts_{base}" for base in _COUNTED)}
    end
    group by kinds.kind_number
),

shown as (
    select kind_number, member_count, unnest(chosen) as pay_number from members
)

select
    kinds.segment_id, kinds.base, kinds.method, shown.member_count,
    listings.listing_id, listings.title, listings.url, companies.company_name,
    pay.country_code,
    if(
        kinds.base = 'salary' and kinds.method <> 'report',
        countries.annual_salary_usd,
        listings.annual_salary_usd
    ) as annual_salary_usd
from shown
inner join kinds using (kind_number)
inner join pay using (pay_number)
inner join listings using (place)
left join core.dim_companies as companies using (company_id)
left join core.fct_listing_countries as countries
    on listings.listing_id = countries.listing_id and pay.country_code = countries.country_code
order by shown.kind_number, shown.pay_number
"""
