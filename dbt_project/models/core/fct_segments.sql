with segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

all_listings as (
    select * from {{ ref('fct_listings') }}
),

-- A listing in several countries may publish the pay of another country than its first. Pay that is
-- not in the currency of the country is therefore excluded from the pay of the country.
listings_by_segment as (
    select
        segment_listings.segment_id,
        segment_listings.dimension,
        segment_listings.key,
        segment_listings.within_key,
        all_listings.*,
        {{ is_of_one_country('segment_listings.dimension') }}
        and all_listings.has_salary
        and not coalesce(all_listings.is_salary_in_local_currency, true) as is_foreign_salary
    from segment_listings
    inner join all_listings using (listing_id)
),

listings as (
    select
        * replace (
            has_salary and not is_foreign_salary as has_salary,
            if(is_foreign_salary, null, annual_salary_usd) as annual_salary_usd
        )
    from listings_by_segment
),

segment_measures as (
    select
        segment_id,
        dimension,
        key,
        within_key,
        'report' as method,
        {{ counts() }},
        count(*) filter (where is_foreign_salary) as foreign_salary_count,
        {{ salaries() }},
        {{ workplaces() }}
    from listings
    group by all
)

select
    -- Pay in a foreign currency is disclosed, though it is excluded from the mean.
    * replace (
        (with_salary_count + foreign_salary_count) / nullif(pay_read_count, 0) as disclosure_share
    )
from segment_measures
