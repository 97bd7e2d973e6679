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
    request_count,
    night as night_date,
    fetched_at
from boards
