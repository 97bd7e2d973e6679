with members as (
    select * from {{ ref('fct_segment_listings') }}
),

described as (
    select * from {{ ref('fct_listings') }}
),

low_sample as (
    select
        max(lowest) filter (where counted = 'listings') as listing_count,
        max(lowest) filter (where counted = 'companies') as company_count
    from {{ ref('low_sample') }}
),

-- A listing of several countries may give the pay of another than its first: what is not in the
-- currency of the country is left out of the country's pay.
placed as (
    select
        members.segment_id,
        members.dimension,
        members.key,
        members.within_key,
        described.*,
        members.dimension = 'country'
        and described.has_salary
        and not coalesce(described.is_salary_in_local_currency, true) as is_foreign_salary
    from members
    inner join described using (listing_id)
),

listings as (
    select
        * replace (
            has_salary and not is_foreign_salary as has_salary,
            if(is_foreign_salary, null, annual_salary_usd) as annual_salary_usd
        )
    from placed
),

measured as (
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

sampled as (
    select
        measured.*,
        with_salary_count < low_sample.listing_count
        or with_salary_company_count < low_sample.company_count as is_low_salary_sample
    from measured
    cross join low_sample
)

select
    -- Pay in another currency is published, though it is not averaged.
    * exclude (is_low_salary_sample) replace (
        (with_salary_count + foreign_salary_count) / nullif(pay_read_count, 0) as disclosure_share
    ),
    if(
        is_low_salary_sample,
        null,
        rank() over (partition by dimension, is_low_salary_sample order by mean_salary_usd desc)
    ) as salary_rank,
    is_low_salary_sample
from sampled
