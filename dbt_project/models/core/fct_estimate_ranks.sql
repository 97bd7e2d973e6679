with estimates as (
    select
        *,
        {{ half_width('effective_company_count') }} as half_width
    from {{ ref('fct_estimates') }}
    where standard_error is not null
),

segment_companies as (
    select * from {{ ref('fct_segment_companies') }}
),

company_moves as (
    select
        companies.company_id,
        estimates.figure_id,
        estimates.method,
        estimates.measure,
        estimates.dimension,
        estimates.within_key,
        sqrt(1 - 1 / estimates.company_count) * (companies.others_mean_value - estimates.value) as mean_move
    from segment_companies as companies
    inner join estimates using (segment_id, method, base)
),

-- Pairs of figures of one dimension, by what both share: companies that move both.
shared_moves as (
    select
        a.figure_id as a_id,
        b.figure_id as b_id,
        {{ product_sum('a.mean_move', 'b.mean_move') }} as shared_move
    from company_moves as a
    inner join company_moves as b
        on a.company_id = b.company_id
        and a.method = b.method
        and a.measure = b.measure
        and a.dimension = b.dimension
        and a.within_key is not distinct from b.within_key
        and a.figure_id <> b.figure_id
    group by a.figure_id, b.figure_id
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
        on a.method = b.method
        and a.measure = b.measure
        and a.dimension = b.dimension
        and a.within_key is not distinct from b.within_key
        and a.figure_id <> b.figure_id
    left join shared_moves on a.figure_id = shared_moves.a_id and b.figure_id = shared_moves.b_id
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
