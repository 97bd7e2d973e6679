with members as (
    select * from {{ ref('fct_segment_listings') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
),

measured as (
    select
        members.segment_id,
        members.dimension,
        members.key,
        members.within_key,
        'report' as method,
        {{ counts() }},
        {{ salaries() }},
        {{ workplaces() }}
    from members
    inner join listings using (listing_id)
    group by all
)

select
    *,
    if(
        mean_salary_usd is not null,
        rank() over (partition by dimension order by mean_salary_usd desc nulls last),
        null
    ) as salary_rank
from measured
