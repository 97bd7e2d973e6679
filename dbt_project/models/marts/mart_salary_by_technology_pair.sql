-- Pairs in alphabetical order; a difference is a minus b. Overlapping groups are never compared
-- without saying how much they overlap.
with tags as (
    select
        key as technology_id,
        listing_id
    from {{ ref('fct_segment_listings') }}
    where dimension = 'technology'
),

listings as (
    select * from {{ ref('fct_listings') }}
),

technologies as (
    select * from {{ ref('mart_salary_by_technology') }}
),

together as (
    select
        a.technology_id as technology_a_id,
        b.technology_id as technology_b_id,
        {{ counts() }},
        {{ mean('listings.annual_salary_usd') }} as mean_salary_usd
    from tags as a
    inner join tags as b
        on a.listing_id = b.listing_id
        and a.technology_id < b.technology_id
    inner join listings on a.listing_id = listings.listing_id
    group by all
),

paired as (
    select
        a.segment_id as segment_a_id,
        b.segment_id as segment_b_id,
        a.technology_id as technology_a_id,
        b.technology_id as technology_b_id,
        'report' as method,
        coalesce(together.listing_count, 0) as listing_count,
        coalesce(together.role_count, 0) as role_count,
        coalesce(together.company_count, 0) as company_count,
        coalesce(together.with_text_count, 0) as with_text_count,
        coalesce(together.with_salary_count, 0) as with_salary_count,
        a.listing_count - coalesce(together.listing_count, 0) as only_a_listing_count,
        b.listing_count - coalesce(together.listing_count, 0) as only_b_listing_count,
        a.with_salary_count as with_salary_a_count,
        b.with_salary_count as with_salary_b_count,
        a.with_salary_count / nullif(b.with_salary_count, 0) - 1 as with_salary_count_lead_share,
        together.mean_salary_usd,
        a.mean_salary_usd as mean_salary_a_usd,
        b.mean_salary_usd as mean_salary_b_usd,
        a.mean_salary_usd - b.mean_salary_usd as mean_difference_usd,
        a.mean_salary_usd / b.mean_salary_usd - 1 as mean_difference_share,
        a.median_salary_usd as median_salary_a_usd,
        b.median_salary_usd as median_salary_b_usd,
        a.median_salary_usd - b.median_salary_usd as median_difference_usd
    from technologies as a
    inner join technologies as b on a.technology_id < b.technology_id
    left join together
        on a.technology_id = together.technology_a_id
        and b.technology_id = together.technology_b_id
    -- Pairs nobody asks for together, and too rare to compare, would be most of the table.
    where
        together.listing_count >= 5
        or (a.with_salary_count >= 20 and b.with_salary_count >= 20)
)

select * from paired
