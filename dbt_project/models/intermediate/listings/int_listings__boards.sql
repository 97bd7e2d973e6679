with boards as (
    select * from {{ ref('stg_boards') }}
),

companies as (
    select * from {{ ref('stg_companies') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

opt_outs as (
    select
        company_id,
        unnest(opted_out_from) as ats
    from companies
    where company_id <> ''
),

name_counts as (
    select
        ats,
        board,
        company,
        count(*) as listing_count
    from listings
    where company is not null
    group by all
),

-- The most frequent name; of two that are equally frequent, the first in the alphabet.
published_names as (
    select
        ats,
        board,
        arg_min(company, (-listing_count, company)) as company
    from name_counts
    group by all
),

last_nights as (
    select
        ats,
        board,
        arg_max(company, as_of_date) as company,
        arg_max(data_source, as_of_date) as data_source,
        arg_max(outcome, as_of_date) as last_outcome,
        arg_max(recorded_first_text, as_of_date) as recorded_first_text,
        arg_max(recorded_last_text, as_of_date) as recorded_last_text,
        coalesce(arg_max(pending_count, as_of_date), 0) as pending_count,
        arg_max_null(reason, as_of_date) as last_reason,  -- null after a complete night
        max(as_of_date) as last_crawled_date,
        max(as_of_date) filter (where outcome in ('complete', 'not_modified'))
            as last_complete_date
    from boards
    group by all
    having not coalesce(arg_max(is_opted_out, as_of_date), false)
),

named_boards as (
    select
        last_nights.*,
        published_names.company as published_company
    from last_nights
    left join published_names using (ats, board)
),

opted_out_boards as (
    select
        named_boards.ats,
        named_boards.board
    from named_boards
    inner join opt_outs
        on opt_outs.ats in ('*', named_boards.ats)
        and opt_outs.company_id in (
            {{ slug('named_boards.company') }},
            {{ slug('named_boards.published_company') }},
            {{ slug('url_decode(named_boards.board)') }}
        )
)

select
    ats || ':' || board as board_id,
    -- A name without a letter or digit gives no id.
    coalesce(
        nullif({{ slug("coalesce(company, published_company, board)") }}, ''),
        nullif({{ slug('board') }}, ''),
        ats || '-' || md5(board)
    ) as company_id,
    ats,
    board,
    coalesce(company, published_company, board) as company_name,
    data_source,
    last_outcome,
    last_reason,
    recorded_first_text,
    recorded_last_text,
    pending_count,
    date '{{ var("night") }}' - coalesce(last_complete_date, last_crawled_date)
        as nights_since_complete,
    coalesce(last_complete_date <> date '{{ var("night") }}', true) as is_stale,
    last_crawled_date,
    last_complete_date
from named_boards
anti join opted_out_boards using (ats, board)
