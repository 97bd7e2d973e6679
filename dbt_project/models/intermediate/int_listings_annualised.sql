with paid as (
    select * from {{ ref('int_listings_paid') }}
),

opened as (
    select * from {{ ref('int_listings_opened') }}
),

places as (
    select * from {{ ref('int_listings_placed') }}
),

countries as (
    select * from {{ ref('stg_countries') }}
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

-- A bare dollar sign is the dollar of the listing's own country.
dollars as (
    select
        places.listing_id,
        arg_min(countries.currency_code, places.place_number) as currency_code
    from places
    inner join countries using (country_code)
    where countries.currency_code in ('USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'ARS', 'CLP', 'COP')
    group by places.listing_id
),

resolved as (
    select
        paid.*,
        opened.first_seen_date,
        if(paid.currency_text = '$', coalesce(dollars.currency_code, 'USD'), paid.currency_text)
            as salary_currency,
        intervals.periods_per_year
    from paid
    inner join opened using (listing_id)
    left join dollars using (listing_id)
    left join intervals using (salary_interval)
),

converted as (
    select
        resolved.*,
        rates.usd_per_unit,
        rates.rate_date,
        least(salary_min, salary_max) * periods_per_year * usd_per_unit as annual_salary_min_usd,
        greatest(salary_min, salary_max) * periods_per_year * usd_per_unit as annual_salary_max_usd
    from resolved
    asof left join rates
        on resolved.salary_currency = rates.currency_code
        and resolved.first_seen_date >= rates.rate_date
),

judged as (
    select
        converted.*,
        (annual_salary_min_usd + annual_salary_max_usd) / 2 as midpoint,
        case
            when not is_base then 'not_base'
            when salary_min is null or salary_max is null then 'one_sided'
            when salary_interval is null then 'interval_unknown'
            when periods_per_year is null then 'not_periodic'
            when salary_currency is null then 'currency_unknown'
            when usd_per_unit is null then 'fx_unavailable'
            when midpoint not between bounds.lowest and bounds.highest then 'implausible'
        end as refusal_code
    from converted
    cross join bounds
)

select
    listing_id || '#' || row_number() over (
        partition by listing_id order by pay_source, pay_number, salary_min, salary_max, salary_currency
    ) as listing_pay_id,
    listing_id,
    line_id,
    pay_source,
    tier_text,
    kind_text,
    salary_currency,
    salary_interval,
    refusal_code,
    salary_min,
    salary_max,
    if(refusal_code is null, annual_salary_min_usd, null) as annual_salary_min_usd,
    if(refusal_code is null, annual_salary_max_usd, null) as annual_salary_max_usd,
    if(refusal_code is null, midpoint, null) as annual_salary_usd,
    usd_per_unit,
    refusal_code is null as is_counted,
    is_interval_stated,
    rate_date
from judged
