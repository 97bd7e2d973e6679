{#
  One raw table over all sources and all accepted nights up to the one being built. A table that no
  night has yet has the columns of its source, and no rows. Nights in the folders of the variable
  `compacted` are read from there; of the others each night is a pattern, since opening the files of
  a year takes seconds.
#}
{% macro raw_nights(name) -%}
    {%- set _ = source('raw', name) -%}
    {%- set compacted = var('compacted') -%}
    {%- set patterns = night_patterns(name, compacted) -%}
    {%- if patterns or compacted -%}
    (
        {% if patterns -%}
        select * replace (night::date as night)
        from read_parquet(
            [{{ patterns }}],
            hive_partitioning = true, hive_types = {'night': date}, union_by_name = true
        )
        {%- endif %}
        {% if patterns and compacted %}union all by name{% endif %}
        {% if compacted -%}
        select {{ '* exclude (nights), unnest(nights) as night' if name == 'sightings' else '*' }}
        from read_parquet(
            [{% for one in compacted %}{{ literal(one.folder ~ '/' ~ name ~ '.parquet') }}{{ ', ' if not loop.last }}{% endfor %}],
            hive_partitioning = false, union_by_name = true
        )
        {%- endif %}
    )
    {%- else -%}
    {{ no_rows(name) }}
    {%- endif -%}
{%- endmacro %}

{# The rows that the last night, up to the one being built, has in one raw table. #}
{% macro last_raw_night(name) -%}
    {%- set _ = source('raw', name) -%}
    {%- set patterns = night_patterns(name, is_last=true) -%}
    {%- if patterns -%}
    read_parquet([{{ patterns }}], hive_partitioning = true, hive_types = {'night': date}, union_by_name = true)
    {%- else -%}
    {{ no_rows(name) }}
    {%- endif -%}
{%- endmacro %}

{# Patterns of the files of the nights that have a table, as literals; of the last night alone. #}
{% macro night_patterns(name, compacted=[], is_last=false) -%}
    {%- set pattern = literal(var('raw') ~ '/*/night=*/' ~ name ~ '.parquet') -%}
    {%- set nights -%}
        select distinct regexp_extract(file, 'night=([^/]*)/[^/]*$', 1) as night
        from glob({{ pattern }})
        where
            night <= '{{ var("night") }}'
            {% for one in compacted -%}
            and night not between '{{ one.first }}' and '{{ one.last }}'
            {% endfor %}
        order by night desc
        {{ 'limit 1' if is_last }}
    {%- endset -%}
    {%- set quoted = "'''' || replace(replace(" ~ pattern ~ ", '/night=*/', '/night=' || night || '/'), '''', '''''') || ''''" -%}
    {%- if execute -%}
    {{ return(run_query('select string_agg(' ~ quoted ~ ", ', ' order by night) from (" ~ nights ~ ')').rows[0][0] or '') }}
    {%- endif -%}
    {{ return(pattern) }}
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
