with segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

all_listings as (
    select * from {{ ref('fct_listings') }}
),

low_sample as (
    select * from {{ ref('low_sample') }}
),

sample_bounds as (
    select
        max(lowest) filter (where counted = 'listings') as listing_count,
        max(lowest) filter (where counted = 'companies') as company_count
    from low_sample
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
        segment_listings.dimension = 'country'
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
),

segments as (
    select
        segment_measures.*,
        with_salary_count < sample_bounds.listing_count
        or with_salary_company_count < sample_bounds.company_count as is_low_salary_sample
    from segment_measures
    cross join sample_bounds
)

select
    -- Pay in a foreign currency is disclosed, though it is excluded from the mean.
    * exclude (is_low_salary_sample) replace (
        (with_salary_count + foreign_salary_count) / nullif(pay_read_count, 0) as disclosure_share
    ),
    if(
        is_low_salary_sample,
        null,
        rank() over (partition by dimension, is_low_salary_sample order by mean_salary_usd desc)
    ) as salary_rank,
    is_low_salary_sample
from segments
