{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set bounds, customs = ref('pay_interval_bounds'), ref('pay_interval_customs') %}

with text_lines as (
    select * from {{ ref('int_text__lines') }}
),

line_ranges as (
    select * from {{ ref('int_pay__line_ranges') }}
),

labels as (
    select * from {{ ref('int_pay__labels') }}
),

intervals as (
    select * from {{ ref('pay_intervals') }}
),

new_lines as (
    select
        text_id,
        line_id,
        label_text,
        section,
        line_number
    from text_lines
    where has_money
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

line_pays as (
    select
        new_lines.*,
        unnest(line_ranges.pays) as pay
    from new_lines
    inner join line_ranges using (line_id)
),

-- The line above says what the words of the line do not: the kind of pay, its period, its end of a range.
labelled_pays as (
    select
        line_pays.*,
        case
            when pay.is_labelled then pay.kind
            when labels.pay_kind in ('base', 'on_target', 'other') then labels.pay_kind
            when pay.is_pay or line_pays.section = 'pay' and pay.currency is not null and (pay.minimum < pay.maximum or pay.salary_interval is not null)
                then pay.kind
        end as label_kind,
        coalesce(
            pay.stated_interval,
            if({{ is_pay_of(bounds, 'labels.salary_interval', in_large_units('coalesce(pay.minimum, pay.maximum)', 'pay.currency'), "if(regexp_matches(line_pays.label_text, '\\p{Han}') and coalesce(pay.currency, '元') in ('元', 'CNY'), null, pay.salary_interval)") }}, labels.salary_interval, null)
        ) as stated_interval,
        pay.is_labelled or labels.pay_kind is not null as is_labelled,
        if(pay.minimum = pay.maximum, labels.side, null) as side
    from line_pays
    -- What is no word for pay is a label of an end alone: "Life insurance", "up to £100,000".
    left join labels
        on line_pays.label_text = labels.label_text
        and (
            regexp_matches(labels.label_text, {{ money_label() }})
            or pay.is_pay and not pay.is_labelled and (pay.minimum is null or pay.maximum is null)
        )
),

-- An upper end without a label is of what the lower end above it is of: "Min: $90,000", "Max: $110,000".
paired_pays as (
    select
        *,
        coalesce(
            label_kind,
            if(
                pay.minimum is null and lag(pay.maximum) over pays_above is null
                and line_number - lag(line_number) over pays_above <= 2,
                lag(label_kind) over pays_above, null
            )
        ) as paired_kind
    from labelled_pays
    window pays_above as (partition by text_id order by line_number, pay.start_position)
),

text_pays as (
    select
        * exclude (label_kind),
        paired_kind as label_kind,
        if(side = 'upper', null, pay.minimum) as minimum,
        if(side = 'lower', null, pay.maximum) as maximum,
        coalesce(
            stated_interval, pay.salary_interval,
            {{ interval_by_custom(customs, 'coalesce(pay.minimum, pay.maximum)', 'pay.currency', "coalesce(label_text, '')") }}
        ) as salary_interval
    from paired_pays
    where paired_kind in ('base', 'on_target')
),

-- An amount between a lower and an upper end is the middle of their range: "Minimum", "Midpoint", "Maximum".
end_pays as (
    select *
    from text_pays
    window pays_above as (partition by text_id order by line_number, pay.start_position)
    qualify not coalesce(
        minimum = maximum
        and lag(maximum) over pays_above is null and lag(minimum) over pays_above < minimum
        and lead(minimum) over pays_above is null and lead(maximum) over pays_above > maximum,
        false
    )
),

next_pays as (
    select
        *,
        lead(struct_pack(
            minimum := minimum, maximum := maximum, tier := pay.tier, label_kind := label_kind,
            currency := pay.currency, line_number := line_number, salary_interval := salary_interval
        )) over (partition by text_id order by line_number, pay.start_position) as next_pay
    from end_pays
),

-- A lower end and the upper end that follows it are one range: "Minimum: $95,000", "Maximum: $125,000".
lower_ends as (
    select
        *,
        coalesce(
            minimum is not null and maximum is null
            and next_pay.minimum is null and next_pay.maximum between minimum and 10 * minimum
            and next_pay.label_kind = label_kind
            and coalesce(next_pay.currency = pay.currency, true)
            and next_pay.line_number - line_number <= 4,
            false
        ) as is_lower_end
    from next_pays
),

ranges as (
    select
        text_id,
        line_id,
        label_kind,
        is_labelled,
        stated_interval is not null as is_interval_stated,
        line_number,
        pay,
        minimum,
        if(is_lower_end, next_pay.maximum, maximum) as maximum,
        coalesce(salary_interval, if(is_lower_end, next_pay.salary_interval, null)) as salary_interval,
        pay.tier || if(is_lower_end, ' ' || next_pay.tier, '') as tier
    from lower_ends
    qualify
        not coalesce(lag(is_lower_end) over (partition by text_id order by line_number, pay.start_position), false)
),

base_ranges as (
    select
        text_id,
        minimum as base_min,
        maximum as base_max
    from ranges
    where label_kind = 'base' and pay.says_base and minimum < maximum
),

-- "Compensation" is base pay, except beside a lower range that is called the base.
pay_kinds as (
    select
        *,
        if(
            pay.says_all and not pay.says_base and exists (
                select 1 from base_ranges
                where base_ranges.text_id = ranges.text_id
                    and base_min < ranges.minimum and base_max < ranges.maximum
            ),
            'on_target', label_kind
        ) as pay_kind
    from ranges
),

-- The same amounts stated twice are one tier, with the evidence of the line that states most.
tiers as (
    select
        text_id,
        pay_kind,
        minimum as salary_min,
        maximum as salary_max,
        arg_min(
            struct_pack(
                line_id := line_id,
                span_text := pay.span,
                tier_text := tier,
                currency_text := pay.currency,
                salary_interval := salary_interval,
                payments_per_year := pay.payments_per_year,
                start_position := pay.start_position,
                is_interval_stated := is_interval_stated
            ),
            (
                not is_interval_stated, coalesce(length(pay.currency), 0) <> 3,
                not is_labelled, line_number, pay.start_position
            )
        ) as evidence,
        min(line_number) as line_number
    from pay_kinds
    group by all
),

yearly_tiers as (
    select
        tiers.*,
        row(line_number, evidence.start_position) as place,
        salary_min * periods_per_year as yearly_min,
        salary_max * periods_per_year as yearly_max
    from tiers
    left join intervals on tiers.evidence.salary_interval = intervals.salary_interval
),

-- "$45 an hour ($93,600 a year)" is one tier, as it is stated first. A year has 1,950 to 2,080 hours.
own_tiers as (
    select *
    from yearly_tiers
    where not exists (
        select 1 from yearly_tiers as first_tiers
        where first_tiers.text_id = yearly_tiers.text_id
            and first_tiers.pay_kind = yearly_tiers.pay_kind
            and first_tiers.place < yearly_tiers.place
            and first_tiers.evidence.salary_interval <> yearly_tiers.evidence.salary_interval
            and yearly_tiers.yearly_min between first_tiers.yearly_min * 0.93 and first_tiers.yearly_min * 1.07
            and yearly_tiers.yearly_max between first_tiers.yearly_max * 0.93 and first_tiers.yearly_max * 1.07
    )
),

tier_groups as (
    select
        *,
        bool_or(coalesce(salary_min < salary_max, false)) over (partition by text_id, pay_kind) as has_range
    from own_tiers
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
    evidence.payments_per_year as payments_per_year,
    salary_min,
    salary_max,
    evidence.is_interval_stated as is_interval_stated,
    line_number
from tier_groups
where not has_range or salary_min < salary_max
