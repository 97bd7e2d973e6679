with segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension = 'technology'
),

listings as (
    select * from {{ ref('fct_listings') }}
),

technologies as (
    select * from {{ ref('mart_salary_by_technology') }}
),

-- Each pair once, in alphabetical order.
pair_listings as (
    select
        a.segment_id as segment_a_id,
        b.segment_id as segment_b_id,
        listings.*
    from segment_listings as a
    inner join segment_listings as b
        on a.listing_id = b.listing_id
        and a.key < b.key
    inner join listings on a.listing_id = listings.listing_id
),

pair_overlaps as (
    select
        segment_a_id,
        segment_b_id,
        {{ counts('pair_listings') }},
        {{ mean('annual_salary_usd') }} as mean_salary_usd
    from pair_listings
    group by segment_a_id, segment_b_id
),

comparisons as (
    select
        concat_ws(' - ', a.segment_id, b.segment_id) as comparison_id,
        a.segment_id as segment_a_id,
        b.segment_id as segment_b_id
    from technologies as a
    inner join technologies as b on a.technology_id < b.technology_id
    where a.salary_publish_status <> 'suppressed' and b.salary_publish_status <> 'suppressed'
),

{{ compared_means() }},

{{ pair_parts() }},

technology_pairs as (
    select
        a.segment_id || ' & ' || b.segment_id as segment_id,
        a.segment_id as segment_a_id,
        b.segment_id as segment_b_id,
        a.technology_id as technology_a_id,
        b.technology_id as technology_b_id,
        'report' as method,
        coalesce(parts.publish_status, 'suppressed') as salary_publish_status,
        {{ difference_status('intervals.difference', 'intervals.half_interval') }} as mean_difference_status,
        {{ difference_status('parts.a_difference', 'parts.a_half_interval') }} as with_b_difference_status,
        {{ difference_status('parts.b_difference', 'parts.b_half_interval') }} as with_a_difference_status,
        coalesce(pair_overlaps.listing_count, 0) as listing_count,
        coalesce(pair_overlaps.role_count, 0) as role_count,
        coalesce(pair_overlaps.company_count, 0) as company_count,
        coalesce(pair_overlaps.with_text_count, 0) as with_text_count,
        coalesce(pair_overlaps.with_salary_count, 0) as with_salary_count,
        a.listing_count - coalesce(pair_overlaps.listing_count, 0) as only_a_listing_count,
        b.listing_count - coalesce(pair_overlaps.listing_count, 0) as only_b_listing_count,
        a.with_salary_count as with_salary_a_count,
        b.with_salary_count as with_salary_b_count,
        a.with_salary_count / nullif(b.with_salary_count, 0) - 1 as with_salary_count_lead_share,
        pair_overlaps.mean_salary_usd,
        round(parts.mean_low) as mean_salary_low_usd,
        round(parts.mean_high) as mean_salary_high_usd,
        a.mean_salary_usd as mean_salary_a_usd,
        b.mean_salary_usd as mean_salary_b_usd,
        a.mean_salary_usd - b.mean_salary_usd as mean_difference_usd,
        a.mean_salary_usd / b.mean_salary_usd - 1 as mean_difference_share,
        round(intervals.difference - intervals.half_interval) as mean_difference_low_usd,
        round(intervals.difference + intervals.half_interval) as mean_difference_high_usd,
        a.median_salary_usd as median_salary_a_usd,
        b.median_salary_usd as median_salary_b_usd,
        a.median_salary_usd - b.median_salary_usd as median_difference_usd,
        round(parts.a_difference, 6) as with_b_difference_usd,
        round(parts.a_difference - parts.a_half_interval) as with_b_difference_low_usd,
        round(parts.a_difference + parts.a_half_interval) as with_b_difference_high_usd,
        round(parts.b_difference, 6) as with_a_difference_usd,
        round(parts.b_difference - parts.b_half_interval) as with_a_difference_low_usd,
        round(parts.b_difference + parts.b_half_interval) as with_a_difference_high_usd
    from technologies as a
    inner join technologies as b on a.technology_id < b.technology_id
    left join pair_overlaps
        on a.segment_id = pair_overlaps.segment_a_id
        and b.segment_id = pair_overlaps.segment_b_id
    left join intervals on concat_ws(' - ', a.segment_id, b.segment_id) = intervals.comparison_id
    left join parts
        on a.segment_id = parts.segment_a_id
        and b.segment_id = parts.segment_b_id
    -- The other pairs, most of all, have no overlap, and a mean that is suppressed.
    where
        pair_overlaps.listing_count >= {{ var('pair_listings') }}
        or (a.salary_publish_status <> 'suppressed' and b.salary_publish_status <> 'suppressed')
)

select * from technology_pairs
