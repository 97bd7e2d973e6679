with ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

currencies as (
    select * from {{ ref('int_pay__currencies') }}
),

annual_amounts as (
    select * from {{ ref('int_pay__annual_amounts') }}
),

exclusions as (
    select * from {{ ref('int_pay__exclusions') }}
),

tier_places as (
    select * from {{ ref('int_pay__tier_places') }}
),

range_countries as (
    select
        pay_range_id,
        list_sort(list(distinct country_code)) as country_codes
    from tier_places
    where country_code is not null
    group by pay_range_id
),

-- Where some tiers of a listing name its places, the other tiers are of other places: they are kept
-- and not counted.
reasons as (
    select
        pay_range_id,
        suspected_unit,
        is_counted_on_target,
        coalesce(
            exclusion_reason,
            if(
                listing_id in (select listing_id from tier_places)
                and pay_range_id not in (select pay_range_id from tier_places where place_number > 0),
                'other_place', null
            )
        ) as exclusion_reason
    from exclusions
)

select
    ranges.pay_range_id,
    ranges.listing_id,
    ranges.line_id,
    ranges.pay_source,
    ranges.tier_text,
    ranges.span_text,
    ranges.kind_text,
    ranges.pay_kind,
    currencies.salary_currency,
    ranges.salary_interval,
    reasons.suspected_unit,
    reasons.exclusion_reason,
    annual_amounts.rate_source,
    coalesce(range_countries.country_codes, []) as country_codes,
    ranges.salary_min,
    ranges.salary_max,
    if(reasons.exclusion_reason is null, annual_amounts.annual_salary_min_usd, null) as annual_salary_min_usd,
    if(reasons.exclusion_reason is null, annual_amounts.annual_salary_max_usd, null) as annual_salary_max_usd,
    if(reasons.exclusion_reason is null, annual_amounts.annual_salary_usd, null) as annual_salary_usd,
    if(reasons.is_counted_on_target, annual_amounts.annual_salary_min_usd, null) as annual_on_target_min_usd,
    if(reasons.is_counted_on_target, annual_amounts.annual_salary_max_usd, null) as annual_on_target_max_usd,
    if(reasons.is_counted_on_target, annual_amounts.annual_salary_usd, null) as annual_on_target_usd,
    annual_amounts.usd_per_unit,
    reasons.exclusion_reason is null as is_counted,
    currencies.is_currency_stated,
    ranges.is_interval_stated,
    annual_amounts.rate_date
from ranges
inner join currencies using (pay_range_id)
inner join annual_amounts using (pay_range_id)
inner join reasons using (pay_range_id)
left join range_countries using (pay_range_id)
