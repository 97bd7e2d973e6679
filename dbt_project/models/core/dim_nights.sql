with boards as (
    select * from {{ ref('stg_boards') }}
),

nights as (
    select
        count(*) filter (where outcome <> 'skipped') as crawled_board_count,
        count(*) filter (where outcome in ('complete', 'not_modified')) as complete_board_count,
        count(distinct ats) as crawled_ats_count,
        as_of_date
    from boards
    group by as_of_date
),

answers as (
    select
        as_of_date,
        outcome,
        min(as_of_date) filter (where outcome in ('complete', 'not_modified')) over (
            partition by ats, board
            order by as_of_date
            rows between 1 following and unbounded following
        ) as next_complete_date
    from boards
),

-- A complete answer counts until the next one, but not for longer than it is carried forward; a partial one on
-- its own night.
counted_answers as (
    select
        next_complete_date,
        as_of_date + {{ var("stale_after_nights") }} + 1 as dropped_date,
        unnest(generate_series(
            as_of_date,
            least(
                coalesce(next_complete_date - 1, date '{{ var("night") }}'),
                as_of_date + if(outcome = 'partial', 0, {{ var("stale_after_nights") }})
            ),
            interval 1 day
        ))::date as as_of_date
    from answers
    where outcome in ('complete', 'not_modified', 'partial')
),

-- What a night did not know of a board shows in the next complete answer; after some nights without one the
-- board is dropped.
settled_nights as (
    select
        as_of_date,
        max(least(coalesce(next_complete_date, dropped_date), dropped_date)) as settled_date
    from counted_answers
    group by as_of_date
)

select
    nights.crawled_board_count,
    nights.complete_board_count,
    nights.crawled_ats_count,
    coalesce(settled_nights.settled_date, nights.as_of_date) <= date '{{ var("night") }}' as is_settled,
    if(
        coalesce(settled_nights.settled_date, nights.as_of_date) <= date '{{ var("night") }}',
        coalesce(settled_nights.settled_date, nights.as_of_date),
        null
    ) as settled_date,
    nights.as_of_date
from nights
left join settled_nights on nights.as_of_date = settled_nights.as_of_date
