with boards as (
    select * from {{ ref('dim_boards') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

board_sums as (
    select
        board_id,
        count(*) as listing_count,
        count(*) filter (where is_pay_read) as pay_read_count,
        count(*) filter (where has_salary) as with_salary_count,
        count(*) filter (where has_text) as with_text_count,
        count(*) filter (where has_text and workplace = 'remote') as with_text_remote_count,
        sum(annual_salary_usd::decimal(18, 4))::double as salary_total_usd
    from listings
    group by board_id
)

select
    boards.board_id,
    coalesce(board_sums.listing_count, 0) as listing_count,
    coalesce(board_sums.pay_read_count, 0) as pay_read_count,
    coalesce(board_sums.with_salary_count, 0) as with_salary_count,
    coalesce(board_sums.with_text_count, 0) as with_text_count,
    coalesce(board_sums.with_text_remote_count, 0) as with_text_remote_count,
    coalesce(board_sums.salary_total_usd, 0) as salary_total_usd,
    boards.is_stale,
    date '{{ var("night") }}' as as_of_date
from boards
left join board_sums using (board_id)
