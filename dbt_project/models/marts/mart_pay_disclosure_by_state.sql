with segments as (
    select * from {{ ref('fct_segments') }}
    where dimension = 'state'
),

estimates as (
    select * from {{ ref('fct_estimates') }}
    where dimension = 'state' and measure = 'disclosure_share' and method = 'report'
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension = 'state'
),

listings as (
    select * from {{ ref('fct_listings') }}
),

pay_laws as (
    select * from {{ ref('pay_laws') }}
),

-- A listing that publishes one amount has a range of width zero.
ranges as (
    select
        segment_listings.segment_id,
        (listings.annual_salary_max_usd - listings.annual_salary_min_usd) / listings.annual_salary_usd as width_share,
        listings.annual_salary_max_usd >= 2 * listings.annual_salary_min_usd as is_wide,
        listings.annual_salary_usd >= {{ var('high_salary_usd') }} as is_high
    from segment_listings
    inner join listings using (listing_id)
    where listings.has_salary
),

range_measures as (
    select
        segment_id,
        median(width_share) as median_width_share,
        count(*) filter (where is_wide) as wide_range_count,
        count(*) filter (where is_high) as high_salary_count
    from ranges
    group by segment_id
)

select
    segments.segment_id,
    estimates.figure_id as disclosure_figure_id,
    estimates.top_company_id,
    segments.key as state_code,
    pay_laws.law,
    segments.method,
    estimates.publish_status as disclosure_publish_status,
    estimates.status_reason as disclosure_status_reason,
    segments.listing_count,
    segments.role_count,
    segments.company_count,
    segments.with_text_count,
    segments.with_salary_count,
    segments.pay_read_count,
    coalesce(range_measures.wide_range_count, 0) as wide_range_count,
    coalesce(range_measures.high_salary_count, 0) as high_salary_count,
    estimates.effective_company_count,
    estimates.top_company_share,
    segments.disclosure_share,
    estimates.interval_low as disclosure_low_share,
    estimates.interval_high as disclosure_high_share,
    round(range_measures.median_width_share, 6) as median_width_share,
    range_measures.wide_range_count / nullif(segments.with_salary_count, 0) as wide_range_share,
    range_measures.high_salary_count / nullif(segments.with_salary_count, 0) as high_salary_share,
    pay_laws.effective_date <= date '{{ var("night") }}' as is_law_in_effect,
    pay_laws.effective_date
from segments
left join estimates using (segment_id)
left join range_measures using (segment_id)
left join pay_laws on segments.key = pay_laws.state_code
