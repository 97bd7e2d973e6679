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

{# Counts of a row that may be missing: without it, nothing was counted. #}
{% macro counted_or_zero(table, columns) -%}
    {% for column in columns -%}
    coalesce({{ table }}.{{ column }}, 0) as {{ column }}
    {{- ',\n    ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
