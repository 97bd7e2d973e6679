{{ config(materialized='incremental', incremental_strategy='append') }}

with text_lines as (
    select * from {{ ref('int_text__lines') }}
),

line_ranges as (
    select * from {{ ref('int_pay__line_ranges') }}
),

new_lines as (
    select
        text_id,
        line_id,
        line_number
    from text_lines
    where has_money
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

text_pays as (
    select
        new_lines.text_id,
        new_lines.line_id,
        new_lines.line_number,
        unnest(line_ranges.pays) as pay
    from new_lines
    inner join line_ranges using (line_id)
),

base_ranges as (
    select
        text_id,
        pay.minimum as base_min,
        pay.maximum as base_max
    from text_pays
    where pay.kind = 'base' and pay.says_base and pay.minimum < pay.maximum
),

-- "Compensation" is base pay, except beside a lower range that is called the base.
pay_kinds as (
    select
        *,
        if(
            pay.says_all and not pay.says_base and exists (
                select 1 from base_ranges
                where base_ranges.text_id = text_pays.text_id
                    and base_min < pay.minimum and base_max < pay.maximum
            ),
            'on_target', pay.kind
        ) as pay_kind
    from text_pays
),

-- The same amounts stated twice are one tier, with the evidence of the line that states most.
tiers as (
    select
        text_id,
        pay_kind,
        pay.minimum as salary_min,
        pay.maximum as salary_max,
        arg_min(
            struct_pack(
                line_id := line_id,
                span_text := pay.span,
                tier_text := pay.tier,
                currency_text := pay.currency,
                salary_interval := pay.salary_interval,
                is_interval_stated := pay.is_interval_stated
            ),
            (
                not pay.is_interval_stated, coalesce(length(pay.currency), 0) <> 3,
                not pay.is_labelled, line_number, pay.start_position
            )
        ) as evidence,
        min(line_number) as line_number
    from pay_kinds
    group by all
),

tier_groups as (
    select
        *,
        bool_or(coalesce(salary_min < salary_max, false)) over (partition by text_id, pay_kind) as has_range
    from tiers
)

-- Beside a range, a single amount is one of its ends or an example.
select
    text_id,
    evidence.line_id as line_id,
    evidence.span_text as span_text,
    evidence.tier_text as tier_text,
    pay_kind,
    evidence.currency_text as currency_text,
    evidence.salary_interval as salary_interval,
    salary_min,
    salary_max,
    evidence.is_interval_stated as is_interval_stated,
    line_number
from tier_groups
where not has_range or salary_min < salary_max
