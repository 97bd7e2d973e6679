with paid as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

opened as (
    select * from {{ ref('int_listings__open') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

countries as (
    select * from {{ ref('stg_countries') }}
),

country_aliases as (
    select * from {{ ref('country_aliases') }}
),

region_aliases as (
    select * from {{ ref('region_aliases') }}
),

local_currencies as (
    select * from {{ ref('pay_local_currencies') }}
),

intervals as (
    select * from {{ ref('pay_intervals') }}
),

rates as (
    select * from {{ ref('stg_exchange_rates') }}
),

bounds as (
    select
        max(annual_usd) filter (where bound = 'lowest_plausible_midpoint') as lowest,
        max(annual_usd) filter (where bound = 'highest_plausible_midpoint') as highest
    from {{ ref('pay_bounds') }}
),

-- A dollar sign or a "kr" is that of the listing's own country; elsewhere a dollar sign is the
-- United States dollar, and a "kr" is unknown.
locals as (
    select
        places.listing_id,
        currencies.symbol,
        arg_min(currencies.currency_code, places.place_number) as currency_code
    from places
    inner join countries using (country_code)
    inner join local_currencies as currencies using (currency_code)
    group by places.listing_id, currencies.symbol
),

resolved as (
    select
        paid.*,
        row_number() over (
            partition by paid.listing_id order by pay_source, pay_number, salary_min, salary_max, currency_text
        ) as row_number,
        opened.first_seen_date,
        case
            when length(paid.currency_text) = 3 then paid.currency_text
            else coalesce(locals.currency_code, if(paid.currency_text = '$', 'USD', null))
        end as salary_currency,
        length(paid.currency_text) = 3 as is_currency_stated,
        intervals.periods_per_year
    from paid
    inner join opened using (listing_id)
    left join locals on paid.listing_id = locals.listing_id and paid.currency_text = locals.symbol
    left join intervals using (salary_interval)
),

converted as (
    select
        resolved.*,
        rates.usd_per_unit,
        rates.rate_date,
        rates.rate_source,
        least(salary_min, salary_max) * periods_per_year * usd_per_unit as annual_salary_min_usd,
        greatest(salary_min, salary_max) * periods_per_year * usd_per_unit as annual_salary_max_usd
    from resolved
    asof left join rates
        on resolved.salary_currency = rates.currency_code
        and resolved.first_seen_date >= rates.rate_date
),

-- Amounts that would be a year's pay if they were in another unit, or in United States dollars, are
-- set aside, not repaired.
weighed as (
    select
        converted.*,
        (annual_salary_min_usd + annual_salary_max_usd) / 2 as midpoint,
        not is_currency_stated
        and midpoint not between bounds.lowest and bounds.highest
        and midpoint / usd_per_unit between bounds.lowest and bounds.highest as is_currency_suspected,
        bounds.lowest,
        bounds.highest
    from converted
    cross join bounds
),

unit_checked as (
    select
        weighed.*,
        case
            when midpoint between lowest and highest or is_currency_suspected then null
            when salary_interval = 'year' and midpoint * 2080 between 15000 and 600000 then 'hour'
            when salary_interval <> 'year' and midpoint / periods_per_year between 15000 and 600000 then 'year'
            when midpoint / 100 between 30000 and 600000 then 'cents'
        end as suspected_unit
    from weighed
),

judged as (
    select
        *,
        case
            when not is_base then 'not_base'
            when salary_min is null or salary_max is null then 'one_sided'
            when salary_interval is null then 'interval_unknown'
            when periods_per_year is null then 'not_periodic'
            when salary_currency is null then 'currency_unknown'
            when usd_per_unit is null then 'fx_unavailable'
            when is_currency_suspected then 'suspected_currency'
            when suspected_unit is not null then 'suspected_unit'
            when midpoint not between lowest and highest then 'implausible'
            when greatest(salary_min, salary_max) > 3 * least(salary_min, salary_max) then 'range_uninformative'
        end as own_refusal_code
    from unit_checked
),

-- The field speaks first; what the text says beside it is kept.
spoken as (
    select
        *,
        coalesce(
            own_refusal_code,
            if(
                pay_source = 'text'
                and bool_or(own_refusal_code is null and pay_source = 'field') over (partition by listing_id),
                'restated', null
            )
        ) as spoken_refusal_code
    from judged
),

-- Names of a listing's places, for listings with several tiers: city before region before country.
tiered as (
    select
        listing_id,
        row_number,
        ' ' || trim(regexp_replace(lower(strip_accents(tier_text)), '[^a-z0-9.]+', ' ', 'g')) || ' ' as tier
    from spoken
    where spoken_refusal_code is null and tier_text is not null
    qualify count(*) over (partition by listing_id) > 1
),

named as (
    select listing_id, place_number, city_name as name, 3 as precision
    from places
    union all
    select places.listing_id, places.place_number, region_aliases.alias, 2
    from places
    inner join region_aliases using (country_code, region_code)
    where length(region_aliases.alias) > 2
    union all
    select places.listing_id, places.place_number, countries.country_name, 1
    from places
    inner join countries using (country_code)
    union all
    select places.listing_id, places.place_number, country_aliases.alias, 1
    from places
    inner join country_aliases using (country_code)
),

matched as (
    select
        tiered.listing_id,
        tiered.row_number
    from tiered
    inner join named using (listing_id)
    where contains(
        tiered.tier,
        ' ' || trim(regexp_replace(lower(strip_accents(named.name)), '[^a-z0-9.]+', ' ', 'g')) || ' '
    )
    qualify named.precision = max(named.precision) over (partition by tiered.listing_id, named.place_number)
),

-- A tier of another place than the listing's is kept, and not counted.
placed as (
    select
        spoken.*,
        coalesce(
            spoken_refusal_code,
            if(
                listing_id in (select listing_id from matched)
                and (listing_id, row_number) not in (select (listing_id, row_number) from matched),
                'other_place', null
            )
        ) as exclusion_reason
    from spoken
)

select
    listing_id || '#' || row_number as pay_range_id,
    listing_id,
    line_id,
    pay_source,
    tier_text,
    span_text,
    kind_text,
    salary_currency,
    salary_interval,
    suspected_unit,
    exclusion_reason,
    rate_source,
    salary_min,
    salary_max,
    if(exclusion_reason is null, annual_salary_min_usd, null) as annual_salary_min_usd,
    if(exclusion_reason is null, annual_salary_max_usd, null) as annual_salary_max_usd,
    if(exclusion_reason is null, midpoint, null) as annual_salary_usd,
    usd_per_unit,
    exclusion_reason is null as is_counted,
    is_currency_stated,
    is_interval_stated,
    rate_date
from placed
