{{ config(materialized='incremental', incremental_strategy='append') }}

{#- An unlabelled range without a period is a year's pay only below this, in the published currency. -#}
{%- set highest_unlabelled = 600000 %}

with amounts as (
    select * from {{ ref('int_pay__line_amounts') }}
),

cues as (
    select * from {{ ref('int_pay__line_cues') }}
),

intervals as (
    select * from {{ ref('int_pay__line_intervals') }}
),

new_lines as (
    select distinct line_id
    from amounts
    {% if is_incremental() %}
        where line_id not in (select line_id from {{ this }})
    {% endif %}
),

described_amounts as (
    select
        amounts.*,
        cues.* exclude (line_id, amount_number),
        intervals.near_interval,
        intervals.stated_interval,
        coalesce(intervals.stated_interval, intervals.customary_interval) as salary_interval
    from new_lines
    inner join amounts using (line_id)
    inner join cues using (line_id, amount_number)
    inner join intervals using (line_id, amount_number)
),

-- A single amount needs a pay word beside it, or must be the only content of its line with its period.
-- An amount without a currency needs the pay word directly beside it.
pay_amounts as (
    select *
    from described_amounts
    where
        low > 0
        and coalesce(pay_kind, '') not in ('other', 'context')
        and not regexp_matches(after_text, '^\s?(?:%|(?i:bn|b|tn|trillion|billion|million|m)\b)')
        and case
            when is_range and currency is null then
                pay_kind is not null and low >= 1000 and high >= low
                and (length(since_left_cue) <= 25 or right_kind = 'base')
            when is_range then
                high >= low and high / low <= 10
                and (
                    pay_kind is not null
                    or not is_millions
                    and (stated_interval is not null or salary_interval is not null and low < {{ highest_unlabelled }})
                )
            when is_millions then false
            when amount_count = 1 and near_interval is not null and currency is not null
                and length(before_text) + length(after_text) <= 25 then true
            else
                pay_kind is not null
                and (right_kind in ('base', 'on_target') or left_kind in ('base', 'on_target') and length(since_left_cue) <= 45)
                and (low >= 10000 or salary_interval is not null)
                and (
                    currency is not null
                    or left_kind = 'base' and low >= 1000 and regexp_matches(since_left_cue, '^\W*(?:is|of|:|up to|from)?\W*$')
                )
        end
),

-- "Up to 220K" has an upper end, also if "+ bonus" or "or more" follows.
pay_ends as (
    select
        *,
        not is_range and side = 'upper' as is_upper,
        if(is_upper, null, low) as minimum,
        case
            when is_range then high
            when is_upper then low
            when is_open or side = 'lower' then null
            else low
        end as maximum,
        right(left_clause, 80) || ' ' || right_clause as label
    from pay_amounts
),

-- Amounts that cannot be pay in any wording.
checked_pays as (
    select
        *,
        case
            when coalesce(minimum, maximum) is null then 'pay_without_amount'
            when minimum > maximum then 'pay_upside_down'
            when greatest(minimum, maximum) >= {{ var('highest_amount') }} then 'pay_beyond_any'
        end as set_aside_rule
    from pay_ends
),

line_pays as (
    select
        line_id,
        list(struct_pack(
            span := span_text,
            start_position := start_position,
            tier := trim(right(left_clause, 80) || span_text || ' ' || left(right_clause, 40)),
            kind := coalesce(pay_kind, 'base'),
            minimum := minimum,
            maximum := maximum,
            currency := currency,
            salary_interval := salary_interval,
            is_interval_stated := stated_interval is not null,
            is_labelled := pay_kind is not null,
            says_base := regexp_matches(label, '(?i)\bbase\b|\bbasic\b|grundgehalt|festgehalt|fixgehalt|\bfixe\b|\bfijo\b'),
            says_all := regexp_matches(label, '(?i)compensation|\bcomp\b|remuneration|\bearnings\b')
        ) order by start_position) filter (where set_aside_rule is null) as pays,
        list(struct_pack(rule := set_aside_rule, span := span_text) order by start_position)
            filter (where set_aside_rule is not null) as set_aside
    from checked_pays
    group by line_id
)

select
    new_lines.line_id,
    coalesce(line_pays.pays, []) as pays,
    coalesce(line_pays.set_aside, []) as set_aside
from new_lines
left join line_pays using (line_id)
