{# dbt folder = schema, with no prefix, so that asset key, table and suite share one name #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
