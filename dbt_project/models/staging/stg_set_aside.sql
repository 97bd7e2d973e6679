with set_aside as (
    select * from {{ raw_nights('set_aside', ['ats', 'board', 'native_id', 'content_id', 'field', 'rule', 'value_text']) }}
),

boards as (
    select * from {{ ref('stg_boards') }}
),

sightings as (
    select * from {{ ref('stg_sightings') }}
),

nights as (
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

-- The content of each listing that counts: the one seen last.
newest as (
    select
        listing_id,
        arg_max(content_id, last_seen_date) as content_id,
        max(last_seen_date) as last_seen_date
    from sightings
    group by all
),

dated as (
    select
        *,
        ats || ':' || board || ':' || native_id as listing_id,
        night as as_of_date
    from set_aside
),

-- A posting without a content was lost, or its page was: what counts is the last answer.
lost as (
    select dated.*
    from dated
    inner join nights
        on
            dated.ats = nights.ats
            and dated.board = nights.board
            and dated.as_of_date = nights.last_answered_date
    where dated.content_id is null
),

-- As `int_listings__open` has it: a night that fell short closes nothing.
standing as (
    select dated.*
    from dated
    inner join nights
        on
            dated.ats = nights.ats
            and dated.board = nights.board
            and dated.as_of_date
            >= coalesce(nights.last_complete_date, date '{{ var("night") }}' - {{ var("stale_after_nights") }})
    inner join newest
        on
            dated.listing_id = newest.listing_id
            and dated.content_id = newest.content_id
            and dated.as_of_date = newest.last_seen_date
),

united as (
    select * from lost
    union all
    select * from standing
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
from united
