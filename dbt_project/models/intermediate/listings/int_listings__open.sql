with sightings as (
    select * from {{ ref('stg_sightings') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

-- Seen since the board was last whole: a night that failed or fell short closes nothing.
standing as (
    select sightings.*
    from sightings
    inner join boards using (ats, board)
    where
        sightings.last_seen_date >= coalesce(boards.last_complete_date, date '1970-01-01')
        and sightings.last_seen_date
        >= date '{{ var("night") }}' - {{ var("stale_after_nights") }}
),

first_seen as (
    select
        listing_id,
        min(first_seen_date) as first_seen_date
    from sightings
    group by all
),

seen as (
    select
        standing.listing_id,
        arg_max(standing.content_id, standing.last_seen_date) as content_id,
        standing.ats || ':' || standing.board as board_id,
        any_value(first_seen.first_seen_date) as first_seen_date,
        max(standing.last_seen_date) as last_seen_date
    from standing
    inner join first_seen using (listing_id)
    group by standing.listing_id, board_id
),

-- A board says what is open whatever a posting's date says; a sitemap keeps pages that are over.
overdue as (
    select content_id
    from listings
    where ats = 'careers' and closes_at < date '{{ var("night") }}'
)

select *
from seen
anti join overdue using (content_id)
