{#
  A file of the ledger of published figures: the editions of the nights before the one being built, as far as
  they were known on that night. So an old night that is built again reads what it read then. The ledger is
  beside the raw nights; the folder is found by its name, since `raw` may be a link to another disk.
#}
{% macro editions(name) -%}
    {%- set _ = source('ledger', name) -%}
    {%- set home = (var('raw').rstrip('/').split('/')[:-1] or ['.']) | join('/') -%}
    {%- set files = literal(home ~ '/figures/as_of_date=*/known_date=*/edition=*/' ~ name ~ '.parquet') -%}
    {%- if has_files(files) -%}
    (
        select *
        from read_parquet(
            {{ files }},
            hive_partitioning = true,
            hive_types = {'as_of_date': date, 'known_date': date, 'edition': bigint}
        )
        where as_of_date < date '{{ var("night") }}' and known_date <= date '{{ var("night") }}'
    )
    {%- else -%}
    {{ no_rows(name) }}
    {%- endif -%}
{%- endmacro %}

{# The headline figures: columns of fct_segments, each with its sample. #}
{% macro headline_measures() -%}
    {{ return([
        ('listing_count', 'listing_count'),
        ('mean_salary_usd', 'with_salary_count'),
        ('median_salary_usd', 'with_salary_count'),
        ('disclosure_share', 'pay_read_count'),
        ('remote_of_read_share', 'with_text_count'),
    ]) }}
{%- endmacro %}

{# Of a CTE with the sums of boards: the measures that sums of boards give, as (name, expression, sample). #}
{% macro board_measures() -%}
    {{ return([
        ('listing_count', 'listing_count', 'listing_count'),
        ('mean_salary_usd', 'salary_total_usd / nullif(with_salary_count, 0)', 'with_salary_count'),
        ('disclosure_share', 'with_salary_count / nullif(pay_read_count, 0)', 'pay_read_count'),
        ('remote_of_read_share', 'with_text_remote_count / nullif(with_text_count, 0)', 'with_text_count'),
    ]) }}
{%- endmacro %}
