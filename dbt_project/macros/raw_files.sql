{# One raw table over all sources and all accepted nights up to the one being built. #}
{% macro raw_nights(name) -%}
    {%- set _ = source('raw', name) -%}
    (
        select * replace (night::date as night)
        from read_parquet(
            '{{ var("raw") | replace("'", "''") }}/*/night=*/{{ name }}.parquet',
            hive_partitioning = true, hive_types = {'night': date}, union_by_name = true
        )
        where night <= date '{{ var("night") }}'
    )
{%- endmacro %}

{# One raw reference table that has no nights. #}
{% macro raw_reference(name) -%}
    {%- set _ = source('raw', name) -%}
    read_parquet('{{ var("raw") | replace("'", "''") }}/{{ name }}/{{ name }}.parquet')
{%- endmacro %}
