{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set interval_cues, intervals, customs = ref('pay_interval_cues'), ref('pay_intervals'), ref('pay_interval_customs') %}

with amounts as (
    select * from {{ ref('int_pay__line_amounts') }}
),

cues as (
    select * from {{ ref('int_pay__line_cues') }}
),

new_amounts as (
    select
        amounts.*,
        cues.left_clause,
        cues.right_clause
    from amounts
    inner join cues using (line_id, amount_number)
    {% if is_incremental() %}
        where amounts.line_id not in (select line_id from {{ this }})
    {% endif %}
),

-- The nearest word decides: in the amount, then right of it, then left of it, then further away.
interval_words as (
    select
        *,
        coalesce(
            {{ interval_word(interval_cues, 'span_text') }},
            {{ interval_word(interval_cues, 'right_clause') }}
        ) as near_interval,
        {{ interval_word(interval_cues, 'left_clause', last=true) }} as left_interval,
        coalesce(
            {{ interval_word(interval_cues, 'right(before_text, 160)', last=true) }},
            {{ interval_word(interval_cues, 'left(after_text, 60)') }}
        ) as far_interval
    from new_amounts
)

select
    line_id,
    near_interval,
    coalesce(
        near_interval,
        if({{ is_pay_of(intervals, 'left_interval', 'low') }}, left_interval, null),
        if({{ is_pay_of(intervals, 'far_interval', 'low') }}, far_interval, null)
    ) as stated_interval,
    {{ interval_by_custom(customs, 'low', 'currency', "left_clause || ' ' || right_clause") }} as customary_interval,
    amount_number
from interval_words
