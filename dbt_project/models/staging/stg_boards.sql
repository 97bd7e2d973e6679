with boards as (
    select
        null::varchar as recorded_first,
        null::varchar as recorded_last
    where false  -- older nights have no such columns
    union all by name
    select * from {{ raw_nights('boards') }}
)

select
    ats,
    board,
    company,
    outcome,
    reason,
    origin as data_source,
    recorded_first as recorded_first_text,
    recorded_last as recorded_last_text,
    listing_count,
    unreadable_count,
    pending_count,
    request_count,
    coalesce(is_opted_out, false) as is_opted_out,
    night as as_of_date,
    fetched_at
from boards
