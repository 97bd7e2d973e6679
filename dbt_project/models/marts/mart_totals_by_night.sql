with segments as (
    select * from {{ ref('fct_segments') }}
    where segment_id = 'index'
),

listings as (
    select * from {{ ref('fct_listings') }}
),

places as (
    select * from {{ ref('fct_listing_places') }}
),

boards as (
    select * from {{ ref('dim_boards') }}
),

country_counts as (
    select
        count(distinct places.country_code) as country_count
    from places
    inner join listings using (listing_id)
    where listings.is_software
),

listing_counts as (
    select
        count(*) as all_listing_count,
        count(distinct ats) filter (where is_software) as ats_count,
        count(*) filter (where is_software and country_code is null) as without_country_count,
        count(*) filter (where is_software and has_on_target_pay) as with_on_target_count,
        median(annual_on_target_usd) filter (where is_software) as median_on_target_usd
    from listings
),

board_counts as (
    select
        count(*) as board_count,
        count(distinct ats) as crawled_ats_count,
        count(*) filter (where is_stale) as stale_board_count
    from boards
)

select
    'index' as segment_id,
    'report' as method,
    {{ counted_or_zero('segments', [
        'listing_count', 'role_count', 'company_count', 'with_text_count', 'with_salary_count',
        'pay_read_count', 'with_text_remote_count', 'not_stated_count', 'not_read_count',
    ]) }},
    listing_counts.all_listing_count,
    listing_counts.ats_count,
    board_counts.crawled_ats_count,
    board_counts.board_count,
    board_counts.stale_board_count,
    country_counts.country_count,
    listing_counts.without_country_count,
    listing_counts.with_on_target_count,
    segments.disclosure_share,
    segments.mean_salary_usd,
    segments.median_salary_usd,
    listing_counts.median_on_target_usd,
    segments.remote_share,
    segments.remote_of_read_share,
    date '{{ var("night") }}' as as_of_date
from listing_counts
cross join country_counts
cross join board_counts
-- A night without a software listing has no segment.
left join segments on true
