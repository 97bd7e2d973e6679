{#
  A table, or a view where there are more listings than the setting `stored_members`: then a release need not hold
  about 25 rows for each of them. The pipeline gives a model whose `meta` has `is_view_when_large` this materialization.
#}
{% materialization table_or_view, adapter='duckdb' %}
    {%- set count_listings = 'select count(*) from ' ~ ref('fct_listings') -%}
    {%- if run_query(count_listings).columns[0].values()[0] > model.config.meta.stored_members -%}
        {{ return(materialization_view_default()) }}
    {%- endif -%}
    {{ return(materialization_table_duckdb()) }}
{% endmaterialization %}
