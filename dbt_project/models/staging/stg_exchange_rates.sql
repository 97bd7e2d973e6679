with rates as (
    select * from {{ raw_reference('exchange_rates') }}
),

dollars as (
    select
        rate_source,
        rate_date,
        units_per_euro as dollars_per_euro
    from rates
    where currency_code = 'USD'
),

currencies as (
    select
        currency_code,
        rate_source,
        rate_date,
        units_per_euro
    from rates
    union all
    select
        'EUR' as currency_code,
        rate_source,
        rate_date,
        1.0 as units_per_euro
    from dollars
)

select
    currencies.currency_code,
    currencies.rate_source,
    dollars_per_euro / units_per_euro as usd_per_unit,
    rate_date::date as rate_date
from currencies
inner join dollars using (rate_date)
