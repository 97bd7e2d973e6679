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
        count(distinct ats) as asked_ats_count,
        count(*) filter (where is_stale) as stale_board_count
    from boards
)

select
    segments.segment_id,
    segments.method,
    segments.listing_count,
    segments.role_count,
    segments.company_count,
    segments.with_text_count,
    segments.with_salary_count,
    segments.pay_read_count,
    segments.with_text_remote_count,
    segments.not_stated_count,
    segments.not_read_count,
    all_listings.all_listing_count,
    all_listings.ats_count,
    asked.asked_ats_count,
    asked.board_count,
    asked.stale_board_count,
    software_places.country_count,
    all_listings.without_country_count,
    segments.disclosure_share,
    segments.mean_salary_usd,
    segments.median_salary_usd,
    segments.remote_share,
    segments.remote_of_read_share,
    date '{{ var("night") }}' as night_date
from segments
cross join software_places
cross join all_listings
cross join asked
