with sightings as (
    select * from {{ ref('stg_sightings') }}
),

published_contents as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

closing_date_sources as (
    select * from {{ ref('closing_date_sources') }}
),

-- Seen since the last complete answer of the board: a failed or partial night closes nothing.
valid_sightings as (
    select
        sightings.*,
        boards.board_id,
        boards.company_id
    from sightings
    inner join boards using (ats, board)
    where
        sightings.last_seen_date >= coalesce(boards.last_complete_date, date '1970-01-01')
        and sightings.last_seen_date
        >= date '{{ var("night") }}' - {{ var("stale_after_nights") }}
),

first_sightings as (
    select
        listing_id,
        min(first_seen_date) as first_seen_date
    from sightings
    group by all
),

-- A listing that was edited has several contents: the one seen last counts.
last_contents as (
    select
        valid_sightings.listing_id,
        arg_max(valid_sightings.content_id, valid_sightings.last_seen_date) as content_id,
        valid_sightings.board_id,
        any_value(valid_sightings.company_id) as company_id,
        any_value(first_sightings.first_seen_date) as first_seen_date,
        max(valid_sightings.last_seen_date) as last_seen_date
    from valid_sightings
    inner join first_sightings using (listing_id)
    group by valid_sightings.listing_id, valid_sightings.board_id
),

open_listings as (
    select
        last_contents.listing_id,
        last_contents.content_id,
        last_contents.board_id,
        last_contents.company_id,
        published_contents.text_id,
        published_contents.opening_id,
        published_contents.ats,
        published_contents.board,
        published_contents.title,
        published_contents.url,
        published_contents.workplace_text,
        published_contents.employment_type_text,
        published_contents.department_text,
        published_contents.team_text,
        published_contents.level_text,
        published_contents.language_text,
        published_contents.pay_text,
        published_contents.places,
        published_contents.pays,
        published_contents.is_remote,
        last_contents.first_seen_date,
        last_contents.last_seen_date,
        published_contents.published_at,
        published_contents.updated_at,
        published_contents.closes_at
    from last_contents
    left join published_contents on last_contents.content_id = published_contents.content_id
    left join closing_date_sources on published_contents.ats = closing_date_sources.ats
    where
        closing_date_sources.ats is null
        or published_contents.closes_at is null
        or published_contents.closes_at >= date '{{ var("night") }}'
)

select * from open_listings
