{# The estimates that a mart repeats beside its measures: measure, method, and the name of each column in the mart. #}
{% macro mart_estimates(measure) -%}
    {%- if measure == 'salary' -%}
        {{ return([
            ('mean_salary_usd', 'report', {
                'figure_id': 'mean_salary_figure_id', 'top_company_id': 'top_company_id',
                'publish_status': 'salary_publish_status', 'status_reason': 'salary_status_reason',
                'effective_company_count': 'effective_company_count', 'top_company_share': 'top_company_share',
                'interval_low': 'mean_salary_low_usd', 'interval_high': 'mean_salary_high_usd',
            }),
            ('median_salary_usd', 'report', {
                'figure_id': 'median_salary_figure_id',
                'interval_low': 'median_salary_low_usd', 'interval_high': 'median_salary_high_usd',
            }),
            ('mean_salary_usd', 'robust', {
                'figure_id': 'robust_mean_figure_id', 'value': 'robust_mean_salary_usd',
                'interval_low': 'robust_mean_low_usd', 'interval_high': 'robust_mean_high_usd',
            }),
            ('median_salary_usd', 'robust', {
                'figure_id': 'robust_median_figure_id', 'scope_country_code': 'robust_country_code',
                'publish_status': 'robust_publish_status', 'status_reason': 'robust_status_reason',
                'role_count': 'robust_role_count', 'value': 'robust_median_salary_usd',
                'interval_low': 'robust_median_low_usd', 'interval_high': 'robust_median_high_usd',
            }),
            ('median_salary_usd', 'robust pooled', {
                'figure_id': 'pooled_median_figure_id', 'publish_status': 'pooled_publish_status',
                'role_count': 'pooled_role_count', 'value': 'pooled_median_salary_usd',
                'interval_low': 'pooled_median_low_usd', 'interval_high': 'pooled_median_high_usd',
            }),
        ]) }}
    {%- else -%}
        {{ return([
            ('remote_of_read_share', 'report', {
                'figure_id': 'remote_figure_id', 'top_company_id': 'top_company_id',
                'publish_status': 'remote_publish_status', 'status_reason': 'remote_status_reason',
                'effective_company_count': 'effective_company_count', 'top_company_share': 'top_company_share',
                'interval_low': 'remote_of_read_low_share', 'interval_high': 'remote_of_read_high_share',
            }),
            ('remote_of_read_share', 'robust', {
                'figure_id': 'robust_remote_figure_id', 'scope_country_code': 'robust_country_code',
                'publish_status': 'robust_publish_status', 'status_reason': 'robust_status_reason',
                'role_count': 'robust_role_count', 'value': 'robust_remote_share',
                'interval_low': 'robust_remote_low_share', 'interval_high': 'robust_remote_high_share',
            }),
            ('remote_of_read_share', 'robust pooled', {
                'figure_id': 'pooled_remote_figure_id', 'publish_status': 'pooled_publish_status',
                'role_count': 'pooled_role_count', 'value': 'pooled_remote_share',
                'interval_low': 'pooled_remote_low_share', 'interval_high': 'pooled_remote_high_share',
            }),
        ]) }}
    {%- endif -%}
{%- endmacro %}

{# The names that a mart gives to columns of its estimates, in the order of their types. #}
{% macro estimated_columns(measure, columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- for _, _, of in mart_estimates(measure) if column in of -%}
            {%- do names.append(of[column]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ names | join(',\n        ') }}
{%- endmacro %}

{# A mart of one dimension, with one row per key. `segment_id` joins fct_segment_listings. #}
{% macro mart_by(dimension, key_column, measure, within_column=none) -%}
with segments as (
    select * from {{ ref('fct_segments') }}
    where dimension = '{{ dimension }}'
),

estimates as (
    select
        segment_id,
        {%- for measured, method, names in mart_estimates(measure) %}
        {%- for column, name in names.items() %}
        max({{ column }}) filter (where measure = '{{ measured }}' and method = '{{ method }}') as {{ name }},
        {%- endfor %}
        {%- endfor %}
        bool_and(is_settled) as is_settled,
        max(as_of_date) as as_of_date
    from {{ ref('fct_estimates') }}
    where dimension = '{{ dimension }}'
    group by segment_id
),

mart as (
    select
        segment_id,
        {{ estimated_columns(measure, ['figure_id', 'top_company_id']) }},
        key as {{ key_column }},
        {%- if within_column %}
        within_key as {{ within_column }},
        {%- endif %}
        method,
        {{ estimated_columns(measure, ['scope_country_code', 'publish_status', 'status_reason']) }},
        listing_count,
        role_count,
        company_count,
        with_text_count,
        with_salary_count,
        {%- if measure == 'salary' %}
        foreign_salary_count,
        with_salary_company_count,
        pay_read_count,
        {%- else %}
        with_text_company_count,
        remote_count,
        hybrid_count,
        onsite_count,
        not_stated_count,
        not_read_count,
        with_text_remote_count,
        with_text_hybrid_count,
        with_text_onsite_count,
        {%- endif %}
        {{ estimated_columns(measure, ['role_count', 'effective_company_count', 'top_company_share']) }},
        {%- if measure == 'salary' %}
        disclosure_share,
        mean_salary_usd,
        median_salary_usd,
        p10_salary_usd,
        p25_salary_usd,
        p75_salary_usd,
        p90_salary_usd,
        {%- else %}
        remote_share,
        remote_of_read_share,
        remote_of_known_share,
        {%- endif %}
        {{ estimated_columns(measure, ['value', 'interval_low', 'interval_high']) }},
        is_settled,
        as_of_date
    from segments
    left join estimates using (segment_id)
)

select * from mart
{%- endmacro %}
