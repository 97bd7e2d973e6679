{#
  Expressions of a with clause: `intervals` has the difference of the mean salaries of both segments
  of each row of `comparisons` (comparison_id, segment_a_id, segment_b_id), and half of its 95 %
  interval; both are null where a mean is suppressed. A company is left out of both segments at once,
  so what they share cancels.
#}
{% macro compared_means() -%}
segment_companies as (
    select * from {{ ref('fct_segment_companies') }}
    where method = 'report' and salary_unit_count > 0
),

estimates as (
    select * from {{ ref('fct_estimates') }}
    where method = 'report' and measure = 'mean_salary_usd'
),

sides as (
    select
        comparison_id,
        unnest([segment_a_id, segment_b_id]) as segment_id,
        unnest([1, -1]) as side
    from comparisons
),

{{ segment_totals(['salary']) }},

-- How far the difference moves when one company is left out of both groups.
company_moves as (
    select
        sides.comparison_id,
        segment_companies.company_id,
        sum((
            sides.side * sqrt(1 - 1 / estimates.company_count)
            * ({{ others_mean('totals', 'segment_companies', 'salary') }} - estimates.value)
        )::decimal(38, 6)) as difference_move
    from sides
    inner join estimates using (segment_id)
    inner join segment_companies using (segment_id)
    inner join totals using (segment_id)
    group by sides.comparison_id, segment_companies.company_id
),

errors as (
    select
        comparison_id,
        sqrt({{ product_sum('difference_move', 'difference_move') }}) as difference_error
    from company_moves
    group by comparison_id
),

intervals as (
    select
        comparisons.comparison_id,
        a.value - b.value as difference,
        errors.difference_error * {{ half_width(
            'least(a.effective_company_count, b.effective_company_count)'
        ) }} as half_interval
    from comparisons
    inner join errors using (comparison_id)
    left join estimates as a on comparisons.segment_a_id = a.segment_id
    left join estimates as b on comparisons.segment_b_id = b.segment_id
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
