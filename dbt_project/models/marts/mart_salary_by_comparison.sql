with comparisons as (
    select * from {{ ref('comparisons') }}
),

segments as (
    select * from {{ ref('fct_segments') }}
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
),

pair_overlaps as (
    select
        comparisons.comparison_id,
        {{ counts() }}
    from comparisons
    inner join segment_listings as a on comparisons.segment_a_id = a.segment_id
    inner join segment_listings as b
        on comparisons.segment_b_id = b.segment_id
        and a.listing_id = b.listing_id
    inner join listings on a.listing_id = listings.listing_id
    group by all
),

{{ compared_means() }},

comparison_measures as (
    select
        'comparison=' || comparisons.comparison_id as segment_id,
        comparisons.comparison_id,
        comparisons.segment_a_id,
        comparisons.segment_b_id,
        comparisons.comparison_name,
        comparisons.panel,
        a.method,
        {{ difference_status('intervals.difference', 'intervals.half_interval') }} as mean_difference_status,
        coalesce(pair_overlaps.listing_count, 0) as listing_count,
        coalesce(pair_overlaps.role_count, 0) as role_count,
        coalesce(pair_overlaps.company_count, 0) as company_count,
        coalesce(pair_overlaps.with_text_count, 0) as with_text_count,
        coalesce(pair_overlaps.with_salary_count, 0) as with_salary_count,
        a.listing_count as listing_a_count,
        b.listing_count as listing_b_count,
        a.company_count as company_a_count,
        b.company_count as company_b_count,
        a.with_salary_count as with_salary_a_count,
        b.with_salary_count as with_salary_b_count,
        a.with_salary_count / nullif(b.with_salary_count, 0) - 1 as with_salary_count_lead_share,
        a.mean_salary_usd as mean_salary_a_usd,
        b.mean_salary_usd as mean_salary_b_usd,
        a.mean_salary_usd - b.mean_salary_usd as mean_difference_usd,
        a.mean_salary_usd / b.mean_salary_usd - 1 as mean_difference_share,
        round(intervals.difference - intervals.half_interval) as mean_difference_low_usd,
        round(intervals.difference + intervals.half_interval) as mean_difference_high_usd,
        a.median_salary_usd as median_salary_a_usd,
        b.median_salary_usd as median_salary_b_usd,
        a.median_salary_usd - b.median_salary_usd as median_difference_usd,
        a.dimension <> b.dimension as is_across_dimensions
    from comparisons
    inner join segments as a on comparisons.segment_a_id = a.segment_id
    inner join segments as b on comparisons.segment_b_id = b.segment_id
    left join pair_overlaps using (comparison_id)
    left join intervals using (comparison_id)
)

select * from comparison_measures
