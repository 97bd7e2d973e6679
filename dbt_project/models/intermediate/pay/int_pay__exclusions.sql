with ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

currencies as (
    select * from {{ ref('int_pay__currencies') }}
),

annual_amounts as (
    select * from {{ ref('int_pay__annual_amounts') }}
),

intervals as (
    select * from {{ ref('pay_intervals') }}
),

pay_bounds as (
    select * from {{ ref('pay_bounds') }}
),

medians as (
    select * from {{ ref('pay_medians') }}
),

levels as (
    select * from {{ ref('pay_levels') }}
),

open_listings as (
    select * from {{ ref('int_listings__open') }}
),

listing_roles as (
    select * from {{ ref('int_titles__listings') }}
),

title_levels as (
    select * from {{ ref('int_titles__seniority') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

countries as (
    select * from {{ ref('stg_countries') }}
),

local_currencies as (
    select
        places.listing_id,
        list(distinct countries.currency_code) as currency_codes
    from places
    inner join countries using (country_code)
    group by places.listing_id
),

-- What software pay of a level can be, as a share of the median; nothing is known of other work.
level_bounds as (
    select
        open_listings.listing_id,
        levels.lowest_of_median,
        levels.highest_of_median
    from open_listings
    inner join listing_roles using (listing_id)
    inner join title_levels on open_listings.title = title_levels.title
    inner join levels on title_levels.seniority = levels.seniority
    where listing_roles.is_software
),

bounds as (
    select
        max(annual_usd) filter (where bound = 'lowest_plausible_midpoint') as lowest_plausible,
        max(annual_usd) filter (where bound = 'highest_plausible_midpoint') as highest_plausible,
        max(annual_usd) filter (where bound = 'lowest_in_other_unit') as lowest_in_other_unit,
        max(annual_usd) filter (where bound = 'lowest_in_cents') as lowest_in_cents,
        max(annual_usd) filter (where bound = 'highest_in_other_unit') as highest_in_other_unit
    from pay_bounds
    where currency_code = 'any'
),

-- Pay in the currency of a country with low wages can be lower than elsewhere.
currency_bounds as (
    select
        currency_code,
        annual_usd as lowest_in_currency
    from pay_bounds
    where bound = 'lowest_plausible_midpoint'
),

hours as (
    select periods_per_year as hours_per_year
    from intervals
    where salary_interval = 'hour'
),

-- An amount without a stated currency that would be plausible in United States dollars.
currency_checks as (
    select
        ranges.*,
        currencies.salary_currency,
        annual_amounts.periods_per_year,
        annual_amounts.usd_per_unit,
        annual_amounts.annual_salary_usd,
        bounds.*,
        hours.hours_per_year,
        annual_salary_usd between
            if(currencies.is_currency_stated, coalesce(lowest_in_currency, lowest_plausible), lowest_plausible)
            and highest_plausible as is_plausible,
        -- Pay in the currency of its country is near the median there; the more the posting states, the
        -- farther it may be. Of pay in a foreign currency nothing is known.
        coalesce(
            annual_salary_usd / median_annual_usd between
            greatest(
                1 / if(pay_source = 'field' or is_interval_stated, {{ var('stated_pay_below_median') }}, {{ var('pay_below_median') }}),
                lowest_of_median
            )
            and least(
                if(pay_source = 'field', {{ var('published_pay_above_median') }}, {{ var('pay_above_median') }}),
                highest_of_median
            ),
            true
        ) as is_near_median,
        not currencies.is_currency_stated
        and not is_plausible
        and annual_salary_usd / usd_per_unit between lowest_plausible and highest_plausible as is_currency_suspected
    from ranges
    inner join currencies using (pay_range_id)
    inner join annual_amounts using (pay_range_id)
    left join local_currencies on ranges.listing_id = local_currencies.listing_id
    left join medians
        on currencies.salary_currency = medians.currency_code
        and coalesce(list_contains(local_currencies.currency_codes, medians.currency_code), true)
    left join level_bounds on ranges.listing_id = level_bounds.listing_id
    left join currency_bounds on currencies.salary_currency = currency_bounds.currency_code
    cross join bounds
    cross join hours
),

-- An amount that would be plausible in another unit is excluded and not repaired: the correct unit
-- is a guess.
unit_checks as (
    select
        *,
        case
            when is_plausible or is_currency_suspected then null
            when
                salary_interval = 'year'
                and annual_salary_usd * hours_per_year between lowest_in_other_unit and highest_in_other_unit
                then 'hour'
            when
                salary_interval <> 'year'
                and annual_salary_usd / periods_per_year between lowest_in_other_unit and highest_in_other_unit
                then 'year'
            when annual_salary_usd / 100 between lowest_in_cents and highest_in_other_unit then 'cents'
        end as suspected_unit
    from currency_checks
),

-- What is wrong with the amount, whatever it is for.
amount_reasons as (
    select
        *,
        case
            when salary_min is null or salary_max is null then 'one_sided'
            when salary_interval is null then 'interval_unknown'
            when periods_per_year is null then 'not_periodic'
            when salary_currency is null then 'currency_unknown'
            when usd_per_unit is null then 'fx_unavailable'
            when is_currency_suspected then 'suspected_currency'
            when suspected_unit is not null then 'suspected_unit'
            when not is_plausible or not is_near_median then 'implausible'
            when
                greatest(salary_min, salary_max) > {{ var('widest_pay_range') }} * least(salary_min, salary_max)
                then 'range_uninformative'
        end as amount_reason
    from unit_checks
),

-- Where a field counts, the text repeats it or names another tier: the text is kept and not counted.
-- On-target pay is a measure of its own.
exclusions as (
    select
        pay_range_id,
        listing_id,
        suspected_unit,
        bool_or(amount_reason is null and pay_source = 'field') over (
            partition by listing_id, pay_kind
        ) as is_in_field,
        case
            when pay_kind <> 'base' then 'not_base'
            when pay_source = 'text' and coalesce(amount_reason, 'interval_unknown') = 'interval_unknown' and is_in_field
                then 'restated'
            else amount_reason
        end as exclusion_reason,
        pay_kind = 'on_target' and amount_reason is null and not (pay_source = 'text' and is_in_field)
            as is_counted_on_target
    from amount_reasons
)

select
    pay_range_id,
    listing_id,
    suspected_unit,
    exclusion_reason,
    is_counted_on_target
from exclusions
