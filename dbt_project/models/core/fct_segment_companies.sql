with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

-- A listing, and the same listing in each of its countries with the pay that it states for it.
placed_listings as (
    select
        listing_id,
        role_id,
        null as country_code,
        workplace,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd,
        has_text,
        has_salary,
        has_salary as is_pay_disclosed,
        is_pay_read
    from listings
    union all
    select
        listings.listing_id,
        listings.role_id,
        listing_countries.country_code,
        listings.workplace,
        listing_countries.annual_salary_min_usd,
        listing_countries.annual_salary_max_usd,
        listing_countries.annual_salary_usd,
        listings.has_text,
        listing_countries.has_salary,
        listings.has_salary as is_pay_disclosed,
        listings.is_pay_read
    from listings
    inner join listing_countries using (listing_id)
),

-- By the report's rules each listing counts once.
listing_units as (
    select
        'salary' as base,
        listing_id,
        country_code,
        listing_id::varchar as unit_id,
        annual_salary_usd as unit_value
    from placed_listings
    where has_salary
    union all
    select 'listing', listing_id, country_code, listing_id::varchar, 1
    from placed_listings
    union all
    select 'workplace', listing_id, country_code, listing_id::varchar, (workplace = 'remote')::integer
    from placed_listings
    where has_text
    union all
    select 'disclosure', listing_id, country_code, listing_id::varchar, is_pay_disclosed::integer
    from placed_listings
    where is_pay_read
),

-- A role counts once per pay zone of a country, once per work arrangement, and once for whether it
-- discloses pay.
role_units as (
    select
        'salary' as base,
        listing_id,
        country_code,
        concat_ws(' ', role_id, annual_salary_min_usd, annual_salary_max_usd) as unit_id,
        annual_salary_usd as unit_value
    from placed_listings
    where has_salary and country_code is not null
    union all
    select 'listing', listing_id, country_code, role_id, 1
    from placed_listings
    union all
    select 'workplace', listing_id, country_code, concat_ws(' ', role_id, workplace), (workplace = 'remote')::integer
    from placed_listings
    where has_text
    union all
    select 'disclosure', listing_id, country_code, role_id, is_pay_disclosed::integer
    from placed_listings
    where is_pay_read
),

units as (
    select 'report' as method, * from listing_units
    union all
    select 'robust', * from role_units
    union all
    select 'robust pooled', * from role_units
),

-- The headline is one country; a segment of a country is about that country.
segment_units as (
    select
        segment_listings.segment_id,
        units.method,
        units.base,
        units.unit_id,
        any_value(listings.role_id) as role_id,
        any_value(listings.company_id) as company_id,
        max(units.unit_value)::decimal(18, 4) as unit_value
    from units
    inner join listings on units.listing_id = listings.listing_id
    inner join segment_listings on units.listing_id = segment_listings.listing_id
    where
        case
            when {{ segment_country('segment_listings') }} is not null
                then coalesce(units.country_code = {{ segment_country('segment_listings') }}, false)
            when segment_listings.dimension = 'country' or units.method = 'report' then units.country_code is null
            when units.method = 'robust'
                then coalesce(units.country_code = '{{ var("headline_country") }}', false)
            else true
        end
    group by segment_listings.segment_id, units.method, units.base, units.unit_id
),

segment_companies as (
    select
        segment_id,
        company_id,
        method,
        base,
        count(distinct role_id) as role_count,
        count(*) as unit_count,
        sum(unit_value)::decimal(18, 4) as unit_total,
        if(base = 'salary', list_sort(list(unit_value)), null) as salaries_usd
    from segment_units
    group by segment_id, company_id, method, base
)

select
    segment_id,
    company_id,
    method,
    base,
    salaries_usd,
    role_count,
    unit_count,
    unit_total,
    unit_count / sum(unit_count) over figure as unit_share,
    ((sum(unit_total) over figure - unit_total) / nullif(sum(unit_count) over figure - unit_count, 0))::double
        as others_mean_value
from segment_companies
window figure as (partition by segment_id, method, base)
