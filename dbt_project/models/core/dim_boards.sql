with boards as (
    select * from {{ ref('int_listings__boards') }}
),

open_listings as (
    select * from {{ ref('int_listings__open') }}
),

board_counts as (
    select
        board_id,
        count(*) as listing_count
    from open_listings
    group by board_id
)

select
    boards.board_id,
    boards.company_id,
    boards.ats,
    boards.board,
    boards.data_source,
    boards.last_outcome,
    boards.last_reason,
    boards.recorded_first_text,
    boards.recorded_last_text,
    coalesce(board_counts.listing_count, 0) as listing_count,
    boards.pending_count,
    boards.nights_since_complete,
    boards.is_stale,
    boards.last_crawled_date,
    boards.last_complete_date
from boards
left join board_counts using (board_id)
