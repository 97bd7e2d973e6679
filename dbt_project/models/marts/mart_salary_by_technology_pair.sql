with segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension = 'technology'
),

-- Millions of pairs are grouped below: by numbers, not by texts.
listings as (
    select
        listing_id,
        row_number() over () as listing_number,
        dense_rank() over (order by company_id) as company_number,
        dense_rank() over (order by role_id) as role_number,
        company_id,
        has_text,
        has_salary,
        annual_salary_usd
    from {{ ref('fct_listings') }}
),

numbered_companies as (
    select distinct
        company_id,
        company_number
    from listings
),

numbered_segments as (
    select
        segment_id,
        row_number() over (order by key) as segment_number
    from (select distinct segment_id, key from segment_listings) as segments
),

members as (
    select
        numbered_segments.segment_number,
        listings.* exclude (listing_id, company_id)
    from segment_listings
    inner join numbered_segments using (segment_id)
    inner join listings using (listing_id)
),

technologies as (
    select * from {{ ref('mart_salary_by_technology') }}
),

-- Each pair once, in alphabetical order.
pair_listings as (
    select
        a.segment_number as a_number,
        b.segment_number as b_number,
        a.company_number,
        a.role_number,
        a.has_text,
        a.has_salary,
        a.annual_salary_usd
    from members as a
    inner join members as b
        on a.listing_number = b.listing_number
        and a.segment_number < b.segment_number
),

pair_overlaps as (
    select
        a_number,
        b_number,
        count(*) as listing_count,
        count(distinct role_number) as role_count,
        count(distinct company_number) as company_count,
        count(*) filter (where has_text) as with_text_count,
        count(*) filter (where has_salary) as with_salary_count,
        {{ mean('annual_salary_usd') }} as mean_salary_usd
    from pair_listings
    group by a_number, b_number
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
    left join numbered_segments as numbered_a on a.segment_id = numbered_a.segment_id
    left join numbered_segments as numbered_b on b.segment_id = numbered_b.segment_id
    left join pair_overlaps
        on numbered_a.segment_number = pair_overlaps.a_number
        and numbered_b.segment_number = pair_overlaps.b_number
    left join intervals on concat_ws(' - ', a.segment_id, b.segment_id) = intervals.comparison_id
    left join parts
        on numbered_a.segment_number = parts.a_number
        and numbered_b.segment_number = parts.b_number
    -- The other pairs, most of all, have no overlap, and a mean that is suppressed.
    where
        pair_overlaps.listing_count >= {{ var('pair_listings') }}
        or (a.salary_publish_status <> 'suppressed' and b.salary_publish_status <> 'suppressed')
)

select * from technology_pairs
