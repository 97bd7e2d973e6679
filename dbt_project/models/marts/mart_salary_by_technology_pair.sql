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
pair_overlaps as (
    select
        a.key as technology_a_id,
        b.key as technology_b_id,
        {{ counts() }},
        {{ mean('listings.annual_salary_usd') }} as mean_salary_usd
    from segment_listings as a
    inner join segment_listings as b
        on a.listing_id = b.listing_id
        and a.key < b.key
    inner join listings on a.listing_id = listings.listing_id
    group by all
),

paid_companies as (
    select
        a.key as technology_a_id,
        b.key as technology_b_id,
        listings.company_id,
        count(distinct listings.role_id) as role_count,
        count(*) as unit_count
    from segment_listings as a
    inner join segment_listings as b
        on a.listing_id = b.listing_id
        and a.key < b.key
    inner join listings on a.listing_id = listings.listing_id
    where listings.has_salary
    group by a.key, b.key, listings.company_id
),

samples as (
    select
        technology_a_id,
        technology_b_id,
        false as is_of_one_company,
        sum(role_count)::bigint as role_count,
        count(*) as company_count,
        (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
        (max(unit_count) / sum(unit_count))::double as top_company_share
    from paid_companies
    group by technology_a_id, technology_b_id
),

{{ rated_samples() }},

statuses as (
    select
        technology_a_id,
        technology_b_id,
        {{ publication() }}
    from rated_samples
),

technology_pairs as (
    select
        a.segment_id as segment_a_id,
        b.segment_id as segment_b_id,
        a.technology_id as technology_a_id,
        b.technology_id as technology_b_id,
        'report' as method,
        statuses.publish_status as salary_publish_status,
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
        a.mean_salary_usd as mean_salary_a_usd,
        b.mean_salary_usd as mean_salary_b_usd,
        a.mean_salary_usd - b.mean_salary_usd as mean_difference_usd,
        a.mean_salary_usd / b.mean_salary_usd - 1 as mean_difference_share,
        a.median_salary_usd as median_salary_a_usd,
        b.median_salary_usd as median_salary_b_usd,
        a.median_salary_usd - b.median_salary_usd as median_difference_usd
    from technologies as a
    inner join technologies as b on a.technology_id < b.technology_id
    left join pair_overlaps
        on a.technology_id = pair_overlaps.technology_a_id
        and b.technology_id = pair_overlaps.technology_b_id
    left join statuses
        on a.technology_id = statuses.technology_a_id
        and b.technology_id = statuses.technology_b_id
    -- The other pairs, most of all, have no overlap, and a mean that is suppressed.
    where
        pair_overlaps.listing_count >= {{ var('pair_listings') }}
        or (a.salary_publish_status <> 'suppressed' and b.salary_publish_status <> 'suppressed')
)

select * from technology_pairs
