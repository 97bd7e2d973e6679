{#
  One raw table over all sources and all accepted nights up to the one being built. With `columns`
  it may be that no night has it yet: then it has those columns, as text, and no rows.
#}
{% macro raw_nights(name, columns=none) -%}
    {%- set _ = source('raw', name) -%}
    {%- set files = var("raw") | replace("'", "''") ~ '/*/night=*/' ~ name ~ '.parquet' -%}
    {%- if columns and execute and run_query("select 1 from glob('" ~ files ~ "') limit 1").rows | length == 0 -%}
    (
        select
            {% for column in columns %}null::varchar as {{ column }},
            {% endfor %}null::date as night
        where false
    )
    {%- else -%}
    (
        select * replace (night::date as night)
        from read_parquet(
            '{{ files }}',
            hive_partitioning = true, hive_types = {'night': date}, union_by_name = true
        )
        where night <= date '{{ var("night") }}'
    )
    {%- endif -%}
{%- endmacro %}

{# One raw reference table that has no nights. #}
{% macro raw_reference(name) -%}
    {%- set _ = source('raw', name) -%}
    read_parquet('{{ var("raw") | replace("'", "''") }}/{{ name }}/{{ name }}.parquet')
{%- endmacro %}
