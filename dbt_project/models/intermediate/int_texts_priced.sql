{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_texts_split') }}
),

priced as (
    select * from {{ ref('int_lines_priced') }}
),

new_lines as (
    select
        text_id,
        line_id,
        line_number
    from lines
    where has_money
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

pays as (
    select
        new_lines.text_id,
        new_lines.line_id,
        new_lines.line_number,
        unnest(priced.pays) as pay
    from new_lines
    inner join priced using (line_id)
)

-- The same range said twice is one tier.
select
    text_id,
    arg_min(line_id, line_number) as line_id,
    arg_min(pay.span, line_number) as span_text,
    pay.currency as currency_text,
    pay.salary_interval as salary_interval,
    pay.minimum as salary_min,
    pay.maximum as salary_max,
    bool_or(pay.is_interval_stated) as is_interval_stated,
    min(line_number) as line_number
from pays
group by all
