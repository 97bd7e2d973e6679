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
    {% for percent in [10, 25, 75, 90] -%}
    quantile_cont({{ listings }}.annual_salary_usd, {{ percent / 100 }}) as p{{ percent }}_salary_usd
    {{- ',' if not loop.last }}
    {% endfor %}
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

{# Counts of a row that may be missing: without it, nothing was counted. #}
{% macro counted_or_zero(table, columns) -%}
    {% for column in columns -%}
    coalesce({{ table }}.{{ column }}, 0) as {{ column }}
    {{- ',\n    ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
