with comparisons as (
    select * from {{ ref('comparisons') }}
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
),

sides as (
    select
        comparison_id,
        unnest([segment_a_id, segment_b_id]) as segment_id,
        unnest(['only a', 'only b']) as side
    from comparisons
),

members as (
    select
        sides.comparison_id,
        segment_listings.listing_id,
        if(count(*) = 2, 'both', min(sides.side)) as part
    from sides
    inner join segment_listings using (segment_id)
    group by sides.comparison_id, segment_listings.listing_id
),

measures as (
    select
        members.comparison_id,
        members.part,
        {{ counts() }},
        count(distinct listings.company_id) filter (where listings.has_salary)
            as with_salary_company_count,
        {{ mean('listings.annual_salary_usd') }} as mean_salary_usd,
        median(listings.annual_salary_usd) as median_salary_usd
    from members
    inner join listings using (listing_id)
    group by all
),

company_counts as (
    select
        members.comparison_id,
        members.part,
        listings.company_id,
        count(distinct listings.role_id) as role_count,
        count(*) as unit_count
    from members
    inner join listings using (listing_id)
    where listings.has_salary
    group by all
),

samples as (
    select
        comparison_id,
        part,
        false as is_of_one_company,
        sum(role_count)::bigint as role_count,
        count(*) as company_count,
        pow(sum(unit_count), 2) / sum(unit_count * unit_count) as effective_company_count,
        max(unit_count) / sum(unit_count) as top_company_share
    from company_counts
    group by comparison_id, part
),

{{ rated_samples() }},

statuses as (
    select
        *,
        {{ publication() }}
    from rated_samples
)

select
    measures.comparison_id,
    measures.part,
    'report' as method,
    statuses.publish_status,
    statuses.status_reason,
    measures.listing_count,
    measures.role_count,
    measures.company_count,
    measures.with_text_count,
    measures.with_salary_count,
    measures.with_salary_company_count,
    round(statuses.effective_company_count, 4) as effective_company_count,
    if(statuses.publish_status = 'suppressed', null, measures.mean_salary_usd) as mean_salary_usd,
    if(statuses.publish_status = 'suppressed', null, measures.median_salary_usd) as median_salary_usd
from measures
left join statuses using (comparison_id, part)
