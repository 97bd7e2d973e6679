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

software_places as (
    select
        count(distinct places.country_code) as country_count
    from places
    inner join listings using (listing_id)
    where listings.is_software
),

all_listings as (
    select
        count(*) as all_listing_count,
        count(distinct ats) filter (where is_software) as ats_count,
        count(*) filter (where is_software and country_code is null) as without_country_count
    from listings
),

asked as (
    select
        count(*) as board_count,
        count(distinct ats) as crawled_ats_count,
        count(*) filter (where is_stale) as stale_board_count
    from boards
)

select
    'index' as segment_id,
    'report' as method,
    coalesce(segments.listing_count, 0) as listing_count,
    coalesce(segments.role_count, 0) as role_count,
    coalesce(segments.company_count, 0) as company_count,
    coalesce(segments.with_text_count, 0) as with_text_count,
    coalesce(segments.with_salary_count, 0) as with_salary_count,
    coalesce(segments.pay_read_count, 0) as pay_read_count,
    coalesce(segments.with_text_remote_count, 0) as with_text_remote_count,
    coalesce(segments.not_stated_count, 0) as not_stated_count,
    coalesce(segments.not_read_count, 0) as not_read_count,
    all_listings.all_listing_count,
    all_listings.ats_count,
    asked.crawled_ats_count,
    asked.board_count,
    asked.stale_board_count,
    software_places.country_count,
    all_listings.without_country_count,
    segments.disclosure_share,
    segments.mean_salary_usd,
    segments.median_salary_usd,
    segments.remote_share,
    segments.remote_of_read_share,
    date '{{ var("night") }}' as as_of_date
from all_listings
cross join software_places
cross join asked
-- A night without a software listing has no segment.
left join segments on true
