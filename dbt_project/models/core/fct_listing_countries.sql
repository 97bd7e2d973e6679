with places as (
    select * from {{ ref('fct_listing_places') }}
),

pay_ranges as (
    select * from {{ ref('fct_listing_pay_ranges') }}
),

listing_countries as (
    select
        listing_id,
        country_code,
        min(place_number) as place_number
    from places
    where country_code is not null
    group by listing_id, country_code
),

country_ranges as (
    select
        listing_id,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd,
        unnest(country_codes) as country_code
    from pay_ranges
    where is_counted
),

-- Several tiers of a country count once, with the mean of their midpoints.
salaries as (
    select
        listing_id,
        country_code,
        count(*) as pay_tier_count,
        {{ mean('annual_salary_min_usd') }} as annual_salary_min_usd,
        {{ mean('annual_salary_max_usd') }} as annual_salary_max_usd,
        {{ mean('annual_salary_usd') }} as annual_salary_usd
    from country_ranges
    group by listing_id, country_code
)

select
    listing_countries.listing_id || '#' || listing_countries.country_code as listing_country_id,
    listing_countries.listing_id,
    listing_countries.country_code,
    listing_countries.place_number,
    coalesce(salaries.pay_tier_count, 0) as pay_tier_count,
    salaries.annual_salary_min_usd,
    salaries.annual_salary_max_usd,
    salaries.annual_salary_usd,
    salaries.listing_id is not null as has_salary
from listing_countries
left join salaries
    on listing_countries.listing_id = salaries.listing_id
    and listing_countries.country_code = salaries.country_code
