{# The words by which the first fitting rule of a rules seed fits; null where none does. #}
{% macro first_words(rules, subject) -%}
    {%- if execute -%}
        {%- set rows = run_query('select pattern from ' ~ seed_rows(rules) ~ ' order by rule_order') -%}
        case
        {%- for row in rows %}
            when regexp_matches({{ subject }}, {{ literal(row[0]) }})
                then trim(regexp_extract({{ subject }}, {{ literal(row[0]) }}))
        {%- endfor %}
        end
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}
