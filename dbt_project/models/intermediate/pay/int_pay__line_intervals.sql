{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set cues, exceptions = ref('pay_interval_cues'), ref('pay_interval_exceptions') %}
{%- set bounds, customs = ref('pay_interval_bounds'), ref('pay_interval_customs') %}

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

-- Where a period is looked for. The amount's own phrase says it for certain: the amount itself, or the
-- three words after it. The words before it and the rest of the line may be about something else.
searched_texts as (
    select line_id, amount_number, 'span' as place, span_text as searched_text
    from new_amounts
    union all
    select
        line_id, amount_number, 'right',
        regexp_extract({{ without_exceptions(exceptions, 'right_clause') }}, '^(?:[^\p{L}\p{N}]*[\p{L}\p{N}]+){0,4}')
    from new_amounts
    union all
    select line_id, amount_number, 'left', left_clause
    from new_amounts
    union all
    select line_id, amount_number, 'far left', right(before_text, 160)
    from new_amounts
    union all
    select line_id, amount_number, 'far right', left(after_text, 60)
    from new_amounts
),

-- Left of the amount the last cue is the nearest.
found_cues as (
    select
        line_id,
        amount_number,
        place,
        if(
            place in ('left', 'far left'),
            {{ interval_cue_in(cues, exceptions, 'searched_text', last=true) }},
            {{ interval_cue_in(cues, exceptions, 'searched_text') }}
        ) as cue
    from searched_texts
    where searched_text <> ''
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
),

customary_intervals as (
    select
        new_amounts.*,
        amount_intervals.near_interval,
        amount_intervals.left_interval,
        amount_intervals.far_interval,
        -- Behind a Chinese word for pay a number without a currency is one of yuan.
        {{ interval_by_custom(customs, 'low', "if(currency is null and contains(left_clause, '薪'), '元', currency)", "left_clause || ' ' || right_clause") }} as customary_interval
    from new_amounts
    left join amount_intervals using (line_id, amount_number)
)

select
    line_id,
    near_interval,
    coalesce(
        near_interval,
        if({{ is_pay_of(bounds, 'left_interval', in_large_units('low', 'currency'), 'customary_interval') }}, left_interval, null),
        if({{ is_pay_of(bounds, 'far_interval', in_large_units('low', 'currency'), 'customary_interval') }}, far_interval, null)
    ) as stated_interval,
    customary_interval,
    {{ payments_per_year("left(after_text, 80)") }} as payments_per_year,
    amount_number
from customary_intervals
