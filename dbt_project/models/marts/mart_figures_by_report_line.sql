{%- set measures_of_totals = ['ats_count', 'country_count'] -%}
{%- set measures = [
    'listing_count', 'with_salary_count', 'mean_salary_usd', 'median_salary_usd', 'remote_share',
] + measures_of_totals -%}

with figures as (
    select * from {{ ref('report_figures') }}
),

segments as (
    select * from {{ ref('fct_segments') }}
),

totals as (
    select * from {{ ref('mart_totals_by_night') }}
),

salary_ranks as (
    select * from {{ ref('fct_estimate_ranks') }}
    where measure = 'mean_salary_usd' and method = 'report'
),

-- Not `unpivot`: tools that read column lineage from SQL do not parse DuckDB's form of it.
segment_measures as (
    {% for measure in measures %}
    select
        segment_id,
        '{{ measure }}' as measure,
        {{ measure }}::double as value
    from {{ 'totals' if measure in measures_of_totals else 'segments' }}
    union all
    {% endfor %}
    select
        segment_id,
        'salary_rank' as measure,
        value_rank::double as value
    from salary_ranks
),

figure_values as (
    select
        figures.*,
        a.value as value_a,
        b.value as value_b,
        counts_a.listing_count,
        counts_a.role_count,
        counts_a.company_count,
        counts_a.with_text_count,
        counts_a.with_salary_count,
        counts_b.listing_count as listing_b_count,
        counts_b.with_salary_count as with_salary_b_count
    from figures
    left join segment_measures as a
        on figures.segment_a_id = a.segment_id and figures.measure = a.measure
    left join segment_measures as b
        on figures.segment_b_id = b.segment_id and figures.measure = b.measure
    left join segments as counts_a on figures.segment_a_id = counts_a.segment_id
    left join segments as counts_b on figures.segment_b_id = counts_b.segment_id
)

select
    report_figure_id,
    segment_a_id,
    segment_b_id,
    'report' as method,
    operation,
    measure,
    coalesce(listing_count, 0) as listing_count,
    coalesce(role_count, 0) as role_count,
    coalesce(company_count, 0) as company_count,
    coalesce(with_text_count, 0) as with_text_count,
    coalesce(with_salary_count, 0) as with_salary_count,
    listing_b_count,
    with_salary_b_count,
    case operation
        when 'value' then value_a
        when 'difference' then value_a - value_b
        when 'ratio_minus_1' then value_a / nullif(value_b, 0) - 1
    end as figure_value,
    report_value::double as report_value,
    report_n,
    rounding::double as rounding,
    report_line
from figure_values
