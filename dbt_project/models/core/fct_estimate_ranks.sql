{%- set estimated_bases = ['workplace', 'disclosure', 'salary'] -%}
with estimates as (
    select
        *,
        {{ half_width('effective_company_count') }} as half_width,
        -- Millions of pairs of figures are joined below: by two numbers, not by five texts.
        row_number() over (order by figure_id) as figure_number,
        dense_rank() over (order by dimension, within_key, method, measure) as peer_number
    from {{ ref('fct_estimates') }}
    where standard_error is not null
),

segment_companies as (
    select * from {{ ref('fct_segment_companies') }}
),

{{ segment_totals(estimated_bases) }},

companies as (
    select
        company_id,
        row_number() over (order by company_id) as company_number
    from (select distinct company_id from segment_companies) as companies
),

company_moves as (
    {%- for base in estimated_bases %}
    select
        companies.company_number,
        estimates.figure_number,
        estimates.peer_number,
        (
            sqrt(1 - 1 / estimates.company_count)
            * ({{ others_mean('totals', 'segment_companies', base) }} - estimates.value)
        )::decimal(38, 6) as mean_move
    from segment_companies
    inner join companies using (company_id)
    inner join estimates using (segment_id, method)
    inner join totals using (segment_id, method)
    where estimates.base = '{{ base }}' and segment_companies.{{ base }}_unit_count > 0
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

-- Pairs of figures of one dimension, by what both share: companies that move both.
pair_moves as (
    select
        a.figure_number as a_number,
        b.figure_number as b_number,
        {{ product_sum('a.mean_move', 'b.mean_move') }} as shared_move
    from company_moves as a
    inner join company_moves as b
        on a.peer_number = b.peer_number
        and a.company_number = b.company_number
        and a.figure_number < b.figure_number
    group by a.figure_number, b.figure_number
),

shared_moves as (
    select
        a_number,
        b_number,
        shared_move
    from pair_moves
    union all
    select
        b_number,
        a_number,
        shared_move
    from pair_moves
),

differences as (
    select
        a.figure_id,
        a.segment_id,
        a.method,
        a.measure,
        a.as_of_date,
        b.value - a.value as difference,
        greatest(a.half_width, b.half_width)
        * {{ difference_error('a.standard_error', 'b.standard_error', 'shared_moves.shared_move') }} as half_interval
    from estimates as a
    inner join estimates as b
        on a.peer_number = b.peer_number
        and a.figure_number <> b.figure_number
    left join shared_moves
        on a.figure_number = shared_moves.a_number
        and b.figure_number = shared_moves.b_number
)

select
    figure_id,
    segment_id,
    method,
    measure,
    1 + count(*) filter (where difference > 0) as value_rank,
    1 + count(*) filter (where difference > half_interval) as rank_low,
    count(*) + 1 - count(*) filter (where difference < -half_interval) as rank_high,
    count(*) + 1 as ranked_count,
    as_of_date
from differences
group by figure_id, segment_id, method, measure, as_of_date
