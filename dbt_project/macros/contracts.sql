{#
  The check of a contract. dbt's own takes 27 ms a model, most of it for the formatting of columns that
  agree; so columns are compared as DuckDB names their types, and dbt compares and explains the others.
#}
{% macro duckdb__get_assert_columns_equivalent(sql) -%}
    {%- set found, promised = [], [] -%}
    {%- for column in adapter.get_column_schema_from_query(sql) -%}
        {%- do found.append((column.name, column.dtype | lower)) -%}
    {%- endfor -%}
    {%- for column in model.columns.values() -%}
        {%- do promised.append((column.name, column.data_type)) -%}
    {%- endfor -%}
    {%- if found != promised -%}{{ assert_columns_equivalent(sql) }}{%- endif -%}
{%- endmacro %}
