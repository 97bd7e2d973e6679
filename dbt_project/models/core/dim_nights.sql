with boards as (
    select * from {{ ref('stg_boards') }}
)

select
    count(*) filter (where outcome <> 'skipped') as crawled_board_count,
    count(*) filter (where outcome in ('complete', 'not_modified')) as complete_board_count,
    count(distinct ats) as crawled_ats_count,
    as_of_date
from boards
group by as_of_date
