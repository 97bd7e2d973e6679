{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set cues, bounds = ref('pay_interval_cues'), ref('pay_interval_bounds') %}
{%- set customs = ref('pay_interval_customs') %}

with amounts as (
    select * from {{ ref('int_pay__line_amounts') }}
),

line_cues as (
    select * from {{ ref('int_pay__line_cues') }}
),

new_amounts as (
    select
        amounts.*,
        line_cues.left_clause,
        line_cues.right_clause
    from amounts
    inner join line_cues using (line_id, amount_number)
    {% if is_incremental() %}
        where amounts.line_id not in (select line_id from {{ this }})
    {% endif %}
),

-- Where a period is looked for, nearest first; left of the amount the last cue is the nearest.
searched_texts as (
    select line_id, amount_number, 'span' as place, span_text as searched_text, false as is_left
    from new_amounts
    union all
    select line_id, amount_number, 'right', right_clause, false
    from new_amounts
    union all
    select line_id, amount_number, 'left', left_clause, true
    from new_amounts
    union all
    select line_id, amount_number, 'far left', right(before_text, 160), true
    from new_amounts
    union all
    select line_id, amount_number, 'far right', left(after_text, 60), false
    from new_amounts
),

found_cues as (
    select
        line_id,
        amount_number,
        place,
        case
            when is_left then {{ interval_cue_in(cues, 'searched_text', last=true) }}
            else {{ interval_cue_in(cues, 'searched_text') }}
        end as cue
    from searched_texts
),

found_intervals as (
    select
        line_id,
        amount_number,
        place,
        {{ interval_of_cue(cues, 'cue') }} as salary_interval
    from found_cues
    where cue <> ''
),

amount_intervals as (
    select
        line_id,
        amount_number,
        coalesce(
            max(salary_interval) filter (where place = 'span'),
            max(salary_interval) filter (where place = 'right')
        ) as near_interval,
        max(salary_interval) filter (where place = 'left') as left_interval,
        coalesce(
            max(salary_interval) filter (where place = 'far left'),
            max(salary_interval) filter (where place = 'far right')
        ) as far_interval
    from found_intervals
    group by line_id, amount_number
)

select
    new_amounts.line_id,
    amount_intervals.near_interval,
    coalesce(
        near_interval,
        if({{ is_pay_of(bounds, 'left_interval', 'low') }}, left_interval, null),
        if({{ is_pay_of(bounds, 'far_interval', 'low') }}, far_interval, null)
    ) as stated_interval,
    {{ interval_by_custom(customs, 'low', 'currency', "left_clause || ' ' || right_clause") }} as customary_interval,
    new_amounts.amount_number
from new_amounts
left join amount_intervals using (line_id, amount_number)
