with ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

open_listings as (
    select * from {{ ref('int_listings__open') }}
),

currencies as (
    select * from {{ ref('int_pay__currencies') }}
),

intervals as (
    select * from {{ ref('pay_intervals') }}
),

rates as (
    select * from {{ ref('stg_exchange_rates') }}
),

range_periods as (
    select
        ranges.pay_range_id,
        ranges.listing_id,
        ranges.salary_min,
        ranges.salary_max,
        currencies.salary_currency,
        if(ranges.salary_interval = 'month', coalesce(ranges.payments_per_year, intervals.periods_per_year), intervals.periods_per_year)
            as periods_per_year,
        open_listings.first_seen_date
    from ranges
    inner join open_listings using (listing_id)
    inner join currencies using (pay_range_id)
    left join intervals using (salary_interval)
),

-- The rate of the day when the listing was first seen, or the last one before it: the amount in
-- dollars stays the same from night to night.
annual_amounts as (
    select
        range_periods.pay_range_id,
        range_periods.listing_id,
        rates.rate_source,
        range_periods.periods_per_year,
        rates.usd_per_unit,
        least(salary_min, salary_max) * periods_per_year * usd_per_unit as annual_salary_min_usd,
        greatest(salary_min, salary_max) * periods_per_year * usd_per_unit as annual_salary_max_usd,
        (annual_salary_min_usd + annual_salary_max_usd) / 2 as annual_salary_usd,
        rates.rate_date
    from range_periods
    asof left join rates
        on range_periods.salary_currency = rates.currency_code
        and range_periods.first_seen_date >= rates.rate_date
)

select * from annual_amounts
