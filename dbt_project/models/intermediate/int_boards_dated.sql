with boards as (
    select * from {{ ref('stg_boards') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

published_names as (
    select
        ats,
        board,
        mode(company) as company
    from listings
    where company is not null
    group by all
),

nights as (
    select
        ats,
        board,
        arg_max(company, night_date) as company,
        arg_max(origin, night_date) as origin,
        arg_max(outcome, night_date) as last_outcome,
        coalesce(arg_max(pending_count, night_date), 0) as pending_count,
        arg_max_null(reason, night_date) as last_reason,  -- a whole night has none
        max(night_date) as last_asked_date,
        max(night_date) filter (where outcome in ('complete', 'not_modified'))
            as last_complete_date
    from boards
    group by all
    having not coalesce(arg_max(is_opted_out, night_date), false)
)

select
    nights.ats || ':' || nights.board as board_id,
    {{ slug("coalesce(nights.company, published_names.company, nights.board)") }} as company_id,
    nights.ats,
    nights.board,
    coalesce(nights.company, published_names.company, nights.board) as company_name,
    nights.origin,
    nights.last_outcome,
    nights.last_reason,
    nights.pending_count,
    date '{{ var("night") }}' - coalesce(nights.last_complete_date, nights.last_asked_date)
        as nights_since_complete,
    nights.last_complete_date is distinct from date '{{ var("night") }}' as is_stale,
    nights.last_asked_date,
    nights.last_complete_date
from nights
left join published_names using (ats, board)
