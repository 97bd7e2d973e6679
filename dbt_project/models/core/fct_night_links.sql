with editions as (
    select * from {{ ref('dim_editions') }}
),

published_boards as (
    select * from {{ ref('stg_board_figures') }}
),

own_boards as (
    select * from {{ ref('fct_board_figures') }}
),

boards as (
    select * from published_boards
    where not is_stale
    union all by name
    select
        editions.edition_id,
        own_boards.*
    from own_boards
    inner join editions using (as_of_date)
    where not own_boards.is_stale
),

nights as (
    select
        as_of_date,
        lag(as_of_date) over (order by as_of_date) as previous_date
    from editions
    where is_newest
),

-- Both nights by the same rules, the newest that both have: a changed rule is no change of the market.
pairs as (
    select
        later.as_of_date,
        later.edition_id,
        earlier.edition_id as previous_edition_id
    from nights
    inner join editions as later on nights.as_of_date = later.as_of_date
    inner join editions as earlier
        on nights.previous_date = earlier.as_of_date and later.rules_id = earlier.rules_id
    qualify
        row_number() over (
            partition by later.as_of_date
            order by later.edition desc nulls first, earlier.edition desc nulls first
        ) = 1
),

matched_boards as (
    select
        pairs.as_of_date,
        pairs.edition_id,
        pairs.previous_edition_id,
        later.board_id
    from pairs
    inner join boards as later on pairs.edition_id = later.edition_id
    inner join boards as earlier
        on pairs.previous_edition_id = earlier.edition_id and later.board_id = earlier.board_id
),

board_counts as (
    select
        as_of_date,
        count(*) as matched_board_count
    from matched_boards
    group by as_of_date
),

sums as (
    select
        matched_boards.as_of_date,
        boards.edition_id = matched_boards.edition_id as is_later,
        sum(boards.listing_count)::bigint as listing_count,
        sum(boards.pay_read_count)::bigint as pay_read_count,
        sum(boards.with_salary_count)::bigint as with_salary_count,
        sum(boards.with_text_count)::bigint as with_text_count,
        sum(boards.with_text_remote_count)::bigint as with_text_remote_count,
        {{ total('boards.salary_total_usd') }} as salary_total_usd
    from matched_boards
    inner join boards
        on boards.edition_id in (matched_boards.edition_id, matched_boards.previous_edition_id)
        and matched_boards.board_id = boards.board_id
    group by all
),

matched_figures as (
    {% for measure, value, sample in board_measures() %}
    select
        as_of_date,
        is_later,
        '{{ measure }}' as measure,
        {{ sample }} as sample_count,
        ({{ value }})::double as figure_value
    from sums
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

measures as (
    {% for measure, _, _ in board_measures() %}
    select '{{ measure }}' as measure
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

links as (
    select
        measures.measure,
        case
            when nights.previous_date is null then 'first night'
            when pairs.as_of_date is null then 'rules changed'
            when board_counts.as_of_date is null then 'no matched board'
            when later.figure_value > 0 and earlier.figure_value > 0 then 'linked'
            else 'no value'
        end as link_state,
        coalesce(board_counts.matched_board_count, 0) as matched_board_count,
        earlier.sample_count as previous_sample_count,
        later.sample_count,
        earlier.figure_value as previous_matched_value,
        later.figure_value as matched_value,
        nights.previous_date,
        nights.as_of_date
    from nights
    cross join measures
    left join pairs on nights.as_of_date = pairs.as_of_date
    left join board_counts on nights.as_of_date = board_counts.as_of_date
    left join matched_figures as earlier
        on
        nights.as_of_date = earlier.as_of_date
        and measures.measure = earlier.measure
        and not earlier.is_later
    left join matched_figures as later
        on
        nights.as_of_date = later.as_of_date
        and measures.measure = later.measure
        and later.is_later
)

select
    measure,
    link_state,
    matched_board_count,
    previous_sample_count,
    sample_count,
    previous_matched_value,
    matched_value,
    if(link_state = 'linked', matched_value / previous_matched_value, null) as link_ratio,
    previous_date,
    as_of_date
from links
