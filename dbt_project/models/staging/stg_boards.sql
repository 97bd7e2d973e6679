with boards as (
    select * from {{ raw_nights('boards') }}
)

select
    ats,
    board,
    company,
    outcome,
    reason,
    origin,
    listing_count,
    unreadable_count,
    pending_count,
    request_count,
    coalesce(is_opted_out, false) as is_opted_out,
    night as night_date,
    fetched_at
from boards
