{#
  Expressions of a with clause: `intervals` has the difference of the mean salaries of both segments
  of each row of `comparisons` (comparison_id, segment_a_id, segment_b_id), and half of its 95 %
  interval; there is no row where a mean is suppressed, or of one company. A company is left out of both
  segments at once, so what they share cancels.
#}
{% macro compared_means() -%}
segment_companies as (
    select * from {{ ref('fct_segment_companies') }}
    where method = 'report' and salary_unit_count > 0
),

estimates as (
    select * from {{ ref('fct_estimates') }}
    where method = 'report' and measure = 'mean_salary_usd' and standard_error is not null
),

{{ segment_totals(['salary']) }},

-- Millions of rows are joined below: by numbers, not by texts.
companies as (
    select
        company_id,
        row_number() over () as company_number
    from (select distinct company_id from segment_companies) as companies
),

compared_segments as (
    select
        segment_id,
        row_number() over () as segment_number
    from (select distinct unnest([segment_a_id, segment_b_id]) as segment_id from comparisons) as segments
),

numbered_comparisons as (
    select
        comparisons.comparison_id,
        a.segment_number as a_number,
        b.segment_number as b_number
    from comparisons
    inner join compared_segments as a on comparisons.segment_a_id = a.segment_id
    inner join compared_segments as b on comparisons.segment_b_id = b.segment_id
),

-- How far a mean moves when one company is left out.
company_moves as (
    select
        compared_segments.segment_number,
        companies.company_number,
        (
            sqrt(1 - 1 / estimates.company_count)
            * ({{ others_mean('totals', 'segment_companies', 'salary') }} - estimates.value)
        )::decimal(38, 6) as mean_move
    from estimates
    inner join compared_segments using (segment_id)
    inner join segment_companies using (segment_id)
    inner join totals using (segment_id)
    inner join companies using (company_id)
),

pair_moves as (
    select
        pairs.a_number,
        pairs.b_number,
        {{ product_sum('a.mean_move', 'b.mean_move') }} as shared_move
    from (select distinct a_number, b_number from numbered_comparisons) as pairs
    inner join company_moves as a on pairs.a_number = a.segment_number
    inner join company_moves as b
        on pairs.b_number = b.segment_number
        and a.company_number = b.company_number
    group by pairs.a_number, pairs.b_number
),

shared_moves as (
    select
        numbered_comparisons.comparison_id,
        pair_moves.shared_move
    from numbered_comparisons
    inner join pair_moves using (a_number, b_number)
),

intervals as (
    select
        comparisons.comparison_id,
        a.value - b.value as difference,
        {{ difference_error('a.standard_error', 'b.standard_error', 'shared_moves.shared_move') }} * {{ half_width(
            'least(a.effective_company_count, b.effective_company_count)'
        ) }} as half_interval
    from comparisons
    inner join estimates as a on comparisons.segment_a_id = a.segment_id
    inner join estimates as b on comparisons.segment_b_id = b.segment_id
    left join shared_moves using (comparison_id)
)
{%- endmacro %}

{# What the interval of a difference says, in the words of a reader. #}
{% macro difference_status(difference, half_interval) -%}
    case
        when {{ difference }} is null or {{ half_interval }} is null then 'suppressed'
        when {{ difference }} > {{ half_interval }} then 'higher'
        when {{ difference }} < -{{ half_interval }} then 'lower'
        else 'not distinguishable'
    end
{%- endmacro %}
