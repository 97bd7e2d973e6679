{%- set estimated_bases = ['workplace', 'disclosure', 'salary'] -%}
{%- set methods = ['report', 'robust', 'robust pooled'] -%}
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

{{ segment_totals(estimated_bases) }},

-- Millions of rows are joined and grouped below: by numbers, not by texts.
companies as (
    select
        company_id,
        row_number() over (order by company_id) as company_number
    from (select distinct company_id from segment_companies) as companies
),

segments as (
    select
        segment_id,
        row_number() over (order by segment_id) as segment_number,
        dense_rank() over (order by dimension, within_key) as peer_number
    from (select distinct segment_id, dimension, within_key from estimates) as segments
),

segment_means as (
    select
        segments.segment_number,
        segments.peer_number,
        totals.*
        {%- for base in estimated_bases %},
        max(estimates.value) filter (where estimates.base = '{{ base }}') as {{ base }}_mean_value,
        max(sqrt(1 - 1 / estimates.company_count) / nullif(estimates.standard_error, 0)) filter (
            where estimates.base = '{{ base }}'
        ) as {{ base }}_weight
        {%- endfor %}
    from estimates
    inner join segments using (segment_id)
    inner join totals using (segment_id, method)
    group by all
),

-- In parts of the standard error, so the squares sum to 1: as whole numbers of 2^-30, whose products fit 64 bits and have
-- one sum in any order.
method_moves as (
    select
        companies.company_number,
        means.segment_number,
        means.peer_number,
        means.method
        {%- for base in estimated_bases %},
        if(
            segment_companies.{{ base }}_unit_count > 0,
            means.{{ base }}_weight
            * ({{ others_mean('means', 'segment_companies', base) }} - means.{{ base }}_mean_value)
            * pow(2, 30),
            null
        )::bigint as {{ base }}_move
        {%- endfor %}
    from segment_companies
    inner join companies using (company_id)
    inner join segment_means as means using (segment_id, method)
),

-- One row for all methods, so that what two segments share is joined once.
company_moves as (
    select
        company_number,
        segment_number,
        peer_number
        {%- for method in methods %}{% for base in estimated_bases %},
        max({{ base }}_move) filter (where method = '{{ method }}') as {{ method | replace(' ', '_') }}_{{ base }}_move
        {%- endfor %}{% endfor %}
    from method_moves
    group by company_number, segment_number, peer_number
),

-- Pairs of segments of one dimension, by what both share: the correlation by the companies that move both.
pair_moves as (
    select
        a.segment_number as a_number,
        b.segment_number as b_number
        {%- for method in methods %}{% for base in estimated_bases %}
        {%- set move = method | replace(' ', '_') ~ '_' ~ base ~ '_move' %},
        (sum(a.{{ move }} * b.{{ move }}) / pow(2, 60))::double as {{ move }}
        {%- endfor %}{% endfor %}
    from company_moves as a
    inner join company_moves as b
        on a.peer_number = b.peer_number
        and a.company_number = b.company_number
        and a.segment_number < b.segment_number
    group by a.segment_number, b.segment_number
),

shared_moves as (
    select
        unnest([a_number, b_number]) as a_number,
        unnest([b_number, a_number]) as b_number,
        * exclude (a_number, b_number)
    from pair_moves
),

numbered_estimates as (
    select
        estimates.*,
        segments.segment_number,
        dense_rank() over (order by segments.peer_number, estimates.method, estimates.measure) as measure_number
    from estimates
    inner join segments using (segment_id)
),

differences as (
    select
        a.figure_id,
        a.segment_id,
        a.method,
        a.measure,
        a.as_of_date,
        b.value - a.value as difference,
        case
            {%- for method in methods %}{% for base in estimated_bases %}
            when a.method = '{{ method }}' and a.base = '{{ base }}'
                then shared_moves.{{ method | replace(' ', '_') }}_{{ base }}_move
            {%- endfor %}{% endfor %}
        end * a.standard_error * b.standard_error as shared_move,
        greatest(a.half_width, b.half_width)
        * {{ difference_error('a.standard_error', 'b.standard_error', 'shared_move') }} as half_interval
    from numbered_estimates as a
    inner join numbered_estimates as b
        on a.measure_number = b.measure_number
        and a.figure_id <> b.figure_id
    left join shared_moves
        on a.segment_number = shared_moves.a_number
        and b.segment_number = shared_moves.b_number
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
