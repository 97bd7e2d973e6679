with set_aside as (
    select * from {{ raw_nights('set_aside') }}
),

boards as (
    select * from {{ ref('stg_boards') }}
),

sightings as (
    select * from {{ ref('stg_sightings') }}
),

board_nights as (
    select
        ats,
        board,
        max(as_of_date) as last_answered_date,
        max(as_of_date) filter (where outcome <> 'partial') as last_complete_date
    from boards
    where
        outcome in ('complete', 'not_modified', 'partial')
        and as_of_date >= date '{{ var("night") }}' - {{ var("stale_after_nights") }}
    group by all
),

-- A listing that was edited has several contents: the one seen last counts.
last_contents as (
    select
        listing_id,
        arg_max(content_id, last_seen_date) as content_id,
        max(last_seen_date) as last_seen_date
    from sightings
    group by all
),

dated_values as (
    select
        *,
        ats || ':' || board || ':' || native_id as listing_id,
        night as as_of_date
    from set_aside
),

-- A posting or a detail page that could not be parsed has no content: the last answer counts.
unreadable_postings as (
    select dated_values.*
    from dated_values
    inner join board_nights
        on
            dated_values.ats = board_nights.ats
            and dated_values.board = board_nights.board
            and dated_values.as_of_date = board_nights.last_answered_date
    where dated_values.content_id is null
),

-- As in int_listings__open, a partial night closes nothing.
open_listing_values as (
    select dated_values.*
    from dated_values
    inner join board_nights
        on
            dated_values.ats = board_nights.ats
            and dated_values.board = board_nights.board
            and dated_values.as_of_date
            >= coalesce(board_nights.last_complete_date, date '{{ var("night") }}' - {{ var("stale_after_nights") }})
    inner join last_contents
        on
            dated_values.listing_id = last_contents.listing_id
            and dated_values.content_id = last_contents.content_id
            and dated_values.as_of_date = last_contents.last_seen_date
),

set_aside_values as (
    select * from unreadable_postings
    union all
    select * from open_listing_values
)

select
    listing_id,
    content_id,
    ats,
    board,
    native_id,
    field,
    rule,
    value_text,
    as_of_date
from set_aside_values
