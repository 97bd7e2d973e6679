{# The counts of every mart, over listings: `fct_listings`, or a CTE with its columns. #}
{% macro counts(listings='listings') -%}
    count(*) as listing_count,
    count(distinct {{ listings }}.role_id) as role_count,
    count(distinct {{ listings }}.company_id) as company_count,
    count(*) filter (where {{ listings }}.has_text) as with_text_count,
    count(*) filter (where {{ listings }}.has_salary) as with_salary_count
{%- endmacro %}

{# A mean in decimals: a sum of doubles depends on the order of threads, and differs in its last bits. #}
{% macro mean(values, type='decimal(18, 4)') -%}
    avg({{ values }}::{{ type }})
{%- endmacro %}

{# A sum of estimates, in decimals for the same reason. #}
{% macro total(estimates) -%}
    sum({{ estimates }}::decimal(18, 6))::double
{%- endmacro %}

{#
  Salaries by the report's rule: the midpoint of a listing's pay range, and each listing counts once.
  Whether a listing discloses pay is not read where it has neither a text nor a published pay range.
#}
{% macro salaries(listings='listings') -%}
    count(distinct {{ listings }}.company_id) filter (where {{ listings }}.has_salary)
        as with_salary_company_count,
    count(*) filter (where {{ listings }}.is_pay_read) as pay_read_count,
    count(*) filter (where {{ listings }}.has_salary)
    / nullif(count(*) filter (where {{ listings }}.is_pay_read), 0) as disclosure_share,
    {{ mean(listings ~ '.annual_salary_usd') }} as mean_salary_usd,
    median({{ listings }}.annual_salary_usd) as median_salary_usd,
    quantile_cont({{ listings }}.annual_salary_usd, 0.25) as p25_salary_usd,
    quantile_cont({{ listings }}.annual_salary_usd, 0.75) as p75_salary_usd
{%- endmacro %}

{#
  Work arrangements. `remote_share` is the share of all listings (the report's rule),
  `remote_of_read_share` of those whose text was read, `remote_of_known_share` of those that state one.
  Where no text was read, only a field, title or place can state an arrangement: these listings are no
  sample of the others.
#}
{% macro workplaces(listings='listings') -%}
    count(distinct {{ listings }}.company_id) filter (where {{ listings }}.has_text)
        as with_text_company_count,
    {% for workplace in var('workplaces') -%}
    count(*) filter (where {{ listings }}.workplace = '{{ workplace }}') as {{ workplace }}_count,
    {% endfor -%}
    count(*) filter (where {{ listings }}.workplace = 'not stated') as not_stated_count,
    count(*) filter (where {{ listings }}.workplace = 'not read') as not_read_count,
    {% for workplace in var('workplaces') -%}
    count(*) filter (where {{ listings }}.workplace = '{{ workplace }}' and {{ listings }}.has_text)
        as with_text_{{ workplace }}_count,
    {% endfor -%}
    count(*) filter (where {{ listings }}.workplace = 'remote') / count(*) as remote_share,
    count(*) filter (where {{ listings }}.workplace = 'remote' and {{ listings }}.has_text)
    / nullif(count(*) filter (where {{ listings }}.has_text), 0) as remote_of_read_share,
    count(*) filter (where {{ listings }}.workplace = 'remote')
    / nullif(count(*) filter (where {{ listings }}.workplace not in ('not stated', 'not read')), 0)
        as remote_of_known_share
{%- endmacro %}

{# Columns of one estimate of a segment, by the names that they have in a mart. #}
{% macro estimate(measure, method, names) -%}
    {% for column, name in names.items() -%}
    max({{ column }}) filter (where measure = '{{ measure }}' and method = '{{ method }}') as {{ name }}
    {{- ',\n        ' if not loop.last }}
    {%- endfor %}
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
        {%- if measure == 'salary' %}
        {{ estimate('mean_salary_usd', 'report', {
            'publish_status': 'salary_publish_status', 'interval_low': 'mean_salary_low_usd',
            'interval_high': 'mean_salary_high_usd'
        }) }},
        {{ estimate('median_salary_usd', 'robust', {
            'publish_status': 'robust_publish_status', 'role_count': 'robust_role_count',
            'value': 'robust_median_salary_usd', 'interval_low': 'robust_median_low_usd',
            'interval_high': 'robust_median_high_usd'
        }) }}
        {%- else %}
        {{ estimate('remote_of_read_share', 'report', {
            'publish_status': 'remote_publish_status', 'interval_low': 'remote_of_read_low_share',
            'interval_high': 'remote_of_read_high_share'
        }) }}
        {%- endif %}
    from {{ ref('fct_estimates') }}
    where dimension = '{{ dimension }}'
    group by segment_id
),

mart as (
    select
        segment_id,
        key as {{ key_column }},
        {%- if within_column %}
        within_key as {{ within_column }},
        {%- endif %}
        method,
        {%- if measure == 'salary' %}
        salary_publish_status,
        robust_publish_status,
        {%- else %}
        remote_publish_status,
        {%- endif %}
        listing_count,
        role_count,
        company_count,
        with_text_count,
        with_salary_count,
        {%- if measure == 'salary' %}
        foreign_salary_count,
        with_salary_company_count,
        pay_read_count,
        disclosure_share,
        mean_salary_usd,
        median_salary_usd,
        p25_salary_usd,
        p75_salary_usd,
        mean_salary_low_usd,
        mean_salary_high_usd,
        robust_role_count,
        robust_median_salary_usd,
        robust_median_low_usd,
        robust_median_high_usd
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
        remote_share,
        remote_of_read_share,
        remote_of_known_share,
        remote_of_read_low_share,
        remote_of_read_high_share
        {%- endif %}
    from segments
    left join estimates using (segment_id)
)

select * from mart
{%- endmacro %}
