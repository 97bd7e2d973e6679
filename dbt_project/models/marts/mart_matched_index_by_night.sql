with links as (
    select * from {{ ref('fct_night_links') }}
),

editions as (
    select * from {{ ref('dim_editions') }}
    where is_newest
),

figures as (
    select * from {{ ref('fct_figure_editions') }}
    where segment_id = 'index'
),

totals as (
    select figures.*
    from figures
    inner join editions using (edition_id)
),

-- A night without a link begins a chain of its own.
chains as (
    select
        links.*,
        totals.method,
        totals.figure_value,
        totals.sample_count as figure_sample_count,
        count(*) filter (where links.link_state <> 'linked')
            over (partition by links.measure order by links.as_of_date) as chain_number
    from links
    left join totals on links.as_of_date = totals.as_of_date and links.measure = totals.measure
),

-- Sums of decimals: a product of doubles depends on the order in which it is taken.
indices as (
    select
        *,
        sum(coalesce(ln(link_ratio), 0)::decimal(24, 15)) over chain as log_ratio,
        first_value(figure_value) over chain as chain_value,
        first_value(as_of_date) over chain as chain_start_date
    from chains
    window chain as (partition by measure, chain_number order by as_of_date)
)

select
    'index' as segment_id,
    measure,
    coalesce(method, 'report') as method,
    link_state,
    figure_sample_count as sample_count,
    figure_value,
    matched_board_count,
    previous_sample_count as previous_matched_sample_count,
    sample_count as matched_sample_count,
    previous_matched_value,
    matched_value,
    round(100 * figure_value / nullif(chain_value, 0), 4) as full_index,
    round(100 * exp(log_ratio::double), 4) as matched_index,
    previous_date,
    chain_start_date,
    as_of_date
from indices
