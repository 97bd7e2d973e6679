{#
  A table that is built in parts (see orchestration/warehouse/partitioned.py). The pipeline gives a model this
  materialization when there is more than one part. `build_parts` computes them from the compiled SQL and
  returns the query and the comment of the view that is the table.
#}
{% materialization partitioned, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- set call_parts -%}
        select unnest(build_parts({{ literal(this.schema ~ '/' ~ this.identifier) }}, {{ literal(compiled_code) }}, {{ is_incremental() }}))
    {%- endset -%}
    {%- set query, comment = run_query(call_parts).columns[0].values() -%}
    {%- if existing is not none and existing.is_table -%}
        {% do adapter.drop_relation(existing) %}
    {%- endif -%}
    {% call statement('main') -%}
        create or replace view {{ target_relation }} as {{ query }}
    {%- endcall %}
    {% call statement('comment') -%}
        comment on view {{ target_relation }} is {{ literal(comment) }}
    {%- endcall %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# As dbt's own, and also for a table that is a view of its parts. #}
{% macro is_incremental() %}
    {%- if not execute or should_full_refresh() -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set relation = adapter.get_relation(this.database, this.schema, this.table) -%}
    {%- set parted = model.config.materialized == 'partitioned' -%}
    {{ return(
        relation is not none
        and relation.type == ('view' if parted else 'table')
        and (parted and model.config.meta.is_appended or model.config.materialized == 'incremental')
    ) }}
{% endmacro %}
