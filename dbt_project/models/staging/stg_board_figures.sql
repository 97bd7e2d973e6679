with board_figures as (
    select * from {{ editions('board_figures') }}
)

select
    as_of_date || '/' || edition as edition_id,
    board_id,
    listing_count,
    pay_read_count,
    with_salary_count,
    with_text_count,
    with_text_remote_count,
    salary_total_usd,
    is_stale,
    as_of_date
from board_figures
