with ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

countries as (
    select * from {{ ref('stg_countries') }}
),

local_currencies as (
    select * from {{ ref('pay_local_currencies') }}
),

-- "$" and "kr" mean the currency of the first place of the listing that uses the sign.
listing_currencies as (
    select
        places.listing_id,
        local_currencies.symbol,
        arg_min(local_currencies.currency_code, places.place_number) as currency_code
    from places
    inner join countries using (country_code)
    inner join local_currencies using (currency_code)
    group by places.listing_id, local_currencies.symbol
),

-- An amount without a currency is in the one that all places of the listing share.
place_currencies as (
    select
        places.listing_id,
        min(countries.currency_code) as currency_code
    from places
    inner join countries using (country_code)
    group by places.listing_id
    having count(distinct countries.currency_code) = 1
),

-- Where no place uses the sign, "$" is the United States dollar, "元" the yuan, and "kr" stays unknown.
currencies as (
    select
        ranges.pay_range_id,
        ranges.listing_id,
        case
            when length(ranges.currency_text) = 3 then ranges.currency_text
            when ranges.currency_text is null then place_currencies.currency_code
            else coalesce(listing_currencies.currency_code, case ranges.currency_text when '$' then 'USD' when '元' then 'CNY' end)
        end as salary_currency,
        coalesce(length(ranges.currency_text) = 3 or ranges.currency_text = '元', false) as is_currency_stated
    from ranges
    left join place_currencies on ranges.listing_id = place_currencies.listing_id
    left join listing_currencies
        on ranges.listing_id = listing_currencies.listing_id
        and ranges.currency_text = listing_currencies.symbol
)

select * from currencies
