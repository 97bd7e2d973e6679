with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

-- By the report's rules each listing counts once.
listing_units as (
    select
        'salary' as base,
        listing_id,
        listing_id::varchar as unit_id,
        annual_salary_usd as unit_value
    from listings
    where has_salary
    union all
    select 'listing', listing_id, listing_id::varchar, 1
    from listings
    union all
    select 'workplace', listing_id, listing_id::varchar, (workplace = 'remote')::integer
    from listings
    where has_text
    union all
    select 'disclosure', listing_id, listing_id::varchar, has_salary::integer
    from listings
    where is_pay_read
),

-- A role counts once per pay zone, once per work arrangement, and once for whether it discloses pay.
role_units as (
    select
        'salary' as base,
        listing_id,
        concat_ws(' ', role_id, annual_salary_min_usd, annual_salary_max_usd) as unit_id,
        annual_salary_usd as unit_value
    from listings
    where has_salary and is_salary_in_local_currency
    union all
    select 'listing', listing_id, role_id, 1
    from listings
    union all
    select 'workplace', listing_id, concat_ws(' ', role_id, workplace), (workplace = 'remote')::integer
    from listings
    where has_text
    union all
    select 'disclosure', listing_id, role_id, has_salary::integer
    from listings
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
            when {{ is_of_one_country('segment_listings.dimension') }}
                then units.base <> 'salary' or coalesce(listings.is_salary_in_local_currency, true)
            else units.method <> 'robust' or listings.country_code = '{{ var("headline_country") }}'
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
