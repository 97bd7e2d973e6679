with sightings as (
    select * from {{ ref('stg_sightings') }}
),

crawls as (
    select * from {{ ref('stg_boards') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

-- How many complete answers a board had given up to each of its nights.
board_nights as (
    select
        ats,
        board,
        as_of_date,
        outcome in ('complete', 'not_modified') as is_complete,
        count(*) filter (where outcome in ('complete', 'not_modified'))
            over (partition by ats, board order by as_of_date) as complete_number
    from crawls
),

complete_nights as (
    select
        ats,
        board,
        as_of_date,
        complete_number
    from board_nights
    where is_complete
),

seen_nights as (
    select distinct
        sightings.listing_id,
        boards.board_id,
        boards.company_id,
        sightings.ats,
        sightings.board,
        unnest(sightings.seen_dates) as seen_date
    from sightings
    inner join boards using (ats, board)
),

counted_nights as (
    select
        seen_nights.*,
        board_nights.complete_number,
        -- Complete answers before this night.
        board_nights.complete_number - board_nights.is_complete::integer as before_number
    from seen_nights
    inner join board_nights
        on seen_nights.ats = board_nights.ats
        and seen_nights.board = board_nights.board
        and seen_nights.seen_date = board_nights.as_of_date
),

-- Two complete answers without a listing close it. One may be a page that the vendor lost.
span_starts as (
    select
        *,
        coalesce(
            before_number - lag(complete_number) over (partition by listing_id order by seen_date) >= 2, true
        ) as is_start
    from counted_nights
),

numbered_nights as (
    select
        *,
        sum(is_start::integer) over (partition by listing_id order by seen_date) as span_number
    from span_starts
),

spans as (
    select
        listing_id,
        span_number::integer as span_number,
        any_value(board_id) as board_id,
        any_value(company_id) as company_id,
        any_value(ats) as ats,
        any_value(board) as board,
        min(seen_date) as opened_date,
        max(seen_date) as last_seen_date,
        count(*) as seen_count,
        min(before_number) as before_number,
        max(complete_number) as last_number
    from numbered_nights
    group by listing_id, span_number
),

dated_spans as (
    select
        spans.*,
        before_nights.as_of_date as opened_after_date,
        first_nights.as_of_date as missing_date,
        second_nights.as_of_date as confirmed_date
    from spans
    left join complete_nights as before_nights
        on spans.ats = before_nights.ats
        and spans.board = before_nights.board
        and spans.before_number = before_nights.complete_number
    left join complete_nights as first_nights
        on spans.ats = first_nights.ats
        and spans.board = first_nights.board
        and spans.last_number + 1 = first_nights.complete_number
    left join complete_nights as second_nights
        on spans.ats = second_nights.ats
        and spans.board = second_nights.board
        and spans.last_number + 2 = second_nights.complete_number
)

select
    listing_id,
    board_id,
    company_id,
    span_number,
    seen_count,
    opened_after_date,
    opened_date,
    last_seen_date,
    missing_date,
    confirmed_date
from dated_spans
