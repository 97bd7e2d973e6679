{#
  One raw table over all sources and all accepted nights up to the one being built. A table that no
  night has yet has the columns of its source, and no rows.
#}
{% macro raw_nights(name) -%}
    {%- set _ = source('raw', name) -%}
    {%- set files = literal(var('raw') ~ '/*/night=*/' ~ name ~ '.parquet') -%}
    {%- if has_files(files) -%}
    (
        select * replace (night::date as night)
        from read_parquet(
            {{ files }},
            hive_partitioning = true, hive_types = {'night': date}, union_by_name = true
        )
        where night <= date '{{ var("night") }}'
    )
    {%- else -%}
    {{ no_rows(name) }}
    {%- endif -%}
{%- endmacro %}

{# One raw reference table that has no nights. #}
{% macro raw_reference(name) -%}
    {%- set _ = source('raw', name) -%}
    {%- set file = literal(var('raw') ~ '/' ~ name ~ '/' ~ name ~ '.parquet') -%}
    {%- if has_files(file) -%}
    read_parquet({{ file }})
    {%- else -%}
    {{ no_rows(name) }}
    {%- endif -%}
{%- endmacro %}

{# Whether there is a file; no other way to compile a query of none. #}
{% macro has_files(files) -%}
    {{ return(not execute or run_query('select 1 from glob(' ~ files ~ ') limit 1').rows | length > 0) }}
{%- endmacro %}

{# A raw table without rows, with the columns and types that its source describes. #}
{% macro no_rows(name) -%}
    {%- set raw = graph.sources.values() | selectattr('name', 'equalto', name) | first -%}
    (
        select
            {% for column in raw.columns.values() -%}
            null::{{ column.data_type }} as {{ column.name }}{{ ',' if not loop.last }}
            {% endfor %}
        where false
    )
{%- endmacro %}
