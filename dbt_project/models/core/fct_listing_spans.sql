with spans as (
    select * from {{ ref('int_listings__spans') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
)

select
    spans.listing_id || '#' || spans.span_number as listing_span_id,
    spans.listing_id,
    spans.board_id,
    spans.company_id,
    case
        when spans.confirmed_date is not null then 'closed'
        when spans.missing_date is not null then 'missing'
        when boards.nights_since_complete > {{ var("stale_after_nights") }} then 'lapsed'
        else 'open'
    end as span_state,
    spans.span_number,
    spans.seen_count,
    -- Bounds: seen on both ends, and not there on both ends.
    date_diff('day', spans.opened_date, spans.last_seen_date) as least_days_open,
    date_diff('day', spans.opened_after_date, spans.missing_date) as most_days_open,
    spans.span_number > 1 as is_reopened,
    spans.opened_after_date,
    spans.opened_date,
    spans.last_seen_date,
    spans.missing_date,
    spans.confirmed_date
from spans
inner join boards using (board_id)
