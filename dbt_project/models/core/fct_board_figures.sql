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
    {{ counted_or_zero('board_sums', [
        'listing_count', 'pay_read_count', 'with_salary_count', 'with_text_count', 'with_text_remote_count',
        'salary_total_usd',
    ]) }},
    boards.is_stale,
    date '{{ var("night") }}' as as_of_date
from boards
left join board_sums using (board_id)
