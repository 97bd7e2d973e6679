"""The SQL of the explore pages: one query per panel for all pages, not one per page.

Each returns rows with `dimension` and `key`, the page they belong to, in the order of the page.
Members come from facts, so the table of all pairs of segments and listings is not needed.
"""

PAIRS = """
create temp table pairs as
select 'technology' as dimension, technology_id as key, listing_id
from core.fct_listing_technologies
where is_counted
union all
select 'industry', unnest(companies.industries), listings.listing_id
from core.fct_listings as listings
inner join core.dim_companies as companies using (company_id)
union all
select 'company', company_id, listing_id from core.fct_listings
union all by name
-- On the page of a country a listing has its pay for this country, on that of a state for the
-- United States.
select 'country' as dimension, country_code as key, listing_id, has_salary, annual_salary_usd
from core.fct_listing_countries
union all by name
select
    'state' as dimension, places.region_code as key, listing_id,
    countries.has_salary, countries.annual_salary_usd
from (
    select distinct listing_id, country_code, region_code
    from core.fct_listing_places
    where country_code = 'US' and region_code is not null
) as places
inner join core.fct_listing_countries as countries using (listing_id, country_code)
"""

SUBJECTS = """
create temp table subjects as
with sizes as (
    select
        pairs.dimension,
        pairs.key,
        count(*) as listing_count,
        count(distinct listings.role_id) as role_count,
        count(distinct listings.company_id) as company_count,
        count(*) filter (where listings.has_text) as with_text_count,
        count(*) filter (where listings.has_salary) as with_salary_count
    from pairs
    inner join core.fct_listings as listings using (listing_id)
    where listings.is_software
    group by pairs.dimension, pairs.key
)

select
    *,
    row_number() over (partition by dimension order by listing_count desc, key) as place
from sizes
where
    listing_count >= $least_listings
    and (dimension = 'company' or company_count >= $least_companies)
qualify place <= $most
"""

MEMBERS = """
create temp table members as
-- Texts of listings are joined to the few that are shown: a listing is a member of many subjects.
select
    subjects.dimension, subjects.key,
    listings.listing_id, listings.company_id, listings.role_id, listings.seniority,
    listings.workplace, listings.city_name, listings.country_code, listings.place,
    if(pairs.has_salary is null, listings.annual_salary_usd, pairs.annual_salary_usd)
        as annual_salary_usd,
    coalesce(pairs.has_salary, listings.has_salary) as has_salary
from subjects
inner join pairs using (dimension, key)
inner join (
    select
        *,
        row_number() over (
            order by first_seen_date desc, published_at desc nulls last, listing_id
        ) as place
    from core.fct_listings
    where is_software
) as listings using (listing_id)
"""

INDEX = """
select
    subjects.*,
    coalesce(technologies.technology_name, companies.company_name) as name,
    technologies.technology_family,
    companies.company_size,
    companies.industries
from subjects
left join core.dim_technologies as technologies
    on subjects.dimension = 'technology' and subjects.key = technologies.technology_id
left join core.dim_companies as companies
    on subjects.dimension = 'company' and subjects.key = companies.company_id
order by subjects.dimension, subjects.place
"""

LEFT_OUT = """
select dimension, count(distinct key) - count(distinct subjects_key) as left_out_count
from (
    select segments.dimension, segments.key, subjects.key as subjects_key
    from core.fct_segments as segments
    left join subjects using (dimension, key)
    where list_contains($dimensions, segments.dimension)
        and segments.key <> 'unknown'
)
group by dimension
"""

PAY = """
select
    subjects.dimension,
    subjects.key,
    estimates.figure_id,
    estimates.measure,
    estimates.method,
    estimates.publish_status,
    estimates.status_reason,
    estimates.unit_count,
    estimates.company_count,
    estimates.value,
    estimates.interval_low,
    estimates.interval_high
from subjects
inner join core.fct_estimates as estimates
    on subjects.dimension || '=' || subjects.key = estimates.segment_id
where estimates.method in ('report', 'robust') and list_contains($measures, estimates.measure)
order by
    subjects.dimension, subjects.key,
    list_position($measures, estimates.measure),
    estimates.method
"""

SALARIES = """
select
    dimension, key,
    least(floor(annual_salary_usd / $step), $last)::int as step,
    count(*) as listing_count
from members
where has_salary
group by all
order by dimension, key, step
"""

LEVELS = """
select dimension, key, seniority as label, count(*) as listing_count
from members
group by dimension, key, seniority
order by dimension, key, list_position($levels, seniority) nulls last, seniority
"""

PLACES = """
with placed as (
    select
        dimension, key,
        coalesce(city_name, '') as city_name,
        coalesce(country_code, '') as country_code,
        coalesce(city_name || ', ', '') || coalesce(country_code, 'No country') as label
    from members
)

select dimension, key, city_name, country_code, label, count(*) as listing_count
from placed
group by dimension, key, city_name, country_code, label
qualify row_number() over (partition by dimension, key order by listing_count desc, label) <= $most
order by dimension, key, listing_count desc, label
"""

ARRANGEMENTS = """
select dimension, key, workplace as label, count(*) as listing_count
from members
group by dimension, key, workplace
order by
    dimension, key,
    list_position(['remote', 'hybrid', 'onsite', 'not stated', 'not read'], workplace)
"""

EMPLOYERS = """
select
    members.dimension, members.key,
    companies.company_name
    || if(list_contains(companies.industries, 'venture-capital'), ' (venture capital)', '')
        as label,
    members.company_id as other_key,
    count(*) as listing_count,
    count(distinct members.role_id) as role_count
from members
inner join core.dim_companies as companies using (company_id)
where members.dimension <> 'company'
group by members.dimension, members.key, members.company_id, label
qualify
    row_number() over (
        partition by members.dimension, members.key order by listing_count desc, members.company_id
    ) <= $most
order by members.dimension, members.key, listing_count desc, members.company_id
"""

OF_SEGMENTS = """
select figure_id
from core.fct_estimates
where measure = 'listing_count' and method = 'report' and contains(segment_id, ' & ')
"""

TECHNOLOGIES = """
select
    members.dimension, members.key,
    names.technology_name as label,
    mentions.technology_id as other_key,
    count(*) as listing_count
from members
inner join core.fct_listing_technologies as mentions
    on members.listing_id = mentions.listing_id and mentions.is_counted
inner join core.dim_technologies as names using (technology_id)
where members.dimension <> 'technology' or members.key <> mentions.technology_id
group by members.dimension, members.key, names.technology_name, mentions.technology_id
qualify
    row_number() over (
        partition by members.dimension, members.key
        order by listing_count desc, mentions.technology_id
    ) <= $most
order by members.dimension, members.key, listing_count desc, mentions.technology_id
"""

NIGHTS = """
select
    subjects.dimension, subjects.key,
    figures.as_of_date,
    max(figures.known_now_value) filter (where figures.measure = 'listing_count')
        as listing_count,
    max(figures.known_now_value) filter (where figures.measure = 'median_salary_usd')
        as median_salary_usd,
    max(figures.known_now_sample_count) filter (where figures.measure = 'median_salary_usd')
        as with_salary_count
from subjects
inner join mart_figures_by_night as figures
    on subjects.dimension || '=' || subjects.key = figures.segment_id
group by subjects.dimension, subjects.key, figures.as_of_date
qualify
    row_number() over (
        partition by subjects.dimension, subjects.key order by figures.as_of_date desc
    ) <= $most
order by subjects.dimension, subjects.key, figures.as_of_date desc
"""

LISTINGS = """
with newest as (
    select * from members
    qualify row_number() over (partition by dimension, key order by place) <= $most
)

select
    newest.dimension, newest.key,
    listings.title,
    listings.url,
    companies.company_name,
    newest.seniority,
    newest.city_name,
    newest.country_code,
    newest.workplace,
    newest.annual_salary_usd,
    listings.first_seen_date
from newest
inner join core.fct_listings as listings using (listing_id)
inner join core.dim_companies as companies on newest.company_id = companies.company_id
order by newest.dimension, newest.key, newest.place
"""
