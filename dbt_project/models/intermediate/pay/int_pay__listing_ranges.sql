{%- set cues, exceptions = ref('pay_interval_cues'), ref('pay_interval_exceptions') %}
{%- set customs = ref('pay_interval_customs') %}

with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

interval_words as (
    select * from {{ ref('pay_interval_words') }}
),

text_ranges as (
    select * from {{ ref('int_pay__text_ranges') }}
),

currency_symbols as (
    select * from {{ ref('currency_symbols') }}
),

components as (
    select
        listing_id,
        pay_text,
        generate_subscripts(pays, 1) as pay_number,
        unnest(pays) as pay
    from open_listings
),

-- Several boards publish zero for an amount that is not given, and a sign for the currency.
stated_components as (
    select
        components.*,
        nullif(pay.minimum, 0) as salary_min,
        nullif(pay.maximum, 0) as salary_max,
        coalesce(currency_symbols.currency_code, nullif(upper(trim(pay.currency)), '')) as currency_text
    from components
    left join currency_symbols on trim(components.pay.currency) = currency_symbols.symbol
    where nullif(pay.minimum, 0) is not null or nullif(pay.maximum, 0) is not null
),

component_intervals as (
    select
        stated_components.*,
        coalesce(
            interval_words.salary_interval,
            {{ interval_in(cues, exceptions, "coalesce(stated_components.pay.title, '')") }},
            if(
                stated_components.pay.interval is null,
                {{ interval_in(cues, exceptions, "coalesce(stated_components.pay_text, '')") }}, null
            )
        ) as stated_interval
    from stated_components
    left join interval_words on lower(trim(stated_components.pay.interval)) = interval_words.interval_text
),

field_ranges as (
    select
        listing_id,
        null::varchar as line_id,
        'field' as pay_source,
        pay.title as tier_text,
        null::varchar as span_text,
        pay.kind as kind_text,
        currency_text,
        coalesce(
            stated_interval,
            {{ interval_by_custom(customs, 'coalesce(salary_min, salary_max)', 'currency_text', "''") }}
        ) as salary_interval,
        null::integer as payments_per_year,
        salary_min,
        salary_max,
        pay_number,
        case
            when coalesce(pay.kind, 'Salary') <> 'Salary' then 'other'
            when regexp_matches(coalesce(pay.title, ''), '(?i)\b(ote|on[- ]target)\b') then 'on_target'
            when regexp_matches(coalesce(pay.title, ''), '(?i)\b(bonus|commission|equity|stipend)\b') then 'other'
            when pay.kind is null and regexp_matches(coalesce(pay_text, ''), '(?i)\bote\b|\bon[- ]target (earnings|comp)')
                then 'on_target'
            else 'base'
        end as pay_kind,
        stated_interval is not null as is_interval_stated
    from component_intervals
),

-- The vendor's words for pay are a separate text if no field holds the amounts.
listing_texts as (
    select listing_id, text_id
    from open_listings
    union
    select
        listing_id,
        md5({{ pay_text_html('pay_text') }}) as text_id
    from open_listings
    where pay_text is not null and coalesce(len(pays), 0) = 0
),

stated_ranges as (
    select
        listing_texts.listing_id,
        text_ranges.line_id,
        'text' as pay_source,
        text_ranges.tier_text,
        text_ranges.span_text,
        text_ranges.pay_kind as kind_text,
        text_ranges.currency_text,
        text_ranges.salary_interval,
        text_ranges.payments_per_year,
        text_ranges.salary_min,
        text_ranges.salary_max,
        text_ranges.line_number as pay_number,
        text_ranges.pay_kind,
        text_ranges.is_interval_stated
    from listing_texts
    inner join text_ranges using (text_id)
),

-- A field that holds what the text calls on-target or total pay, beside its base pay, is no base pay.
on_target_ranges as (
    select
        on_target.listing_id,
        on_target.salary_min,
        on_target.salary_max
    from stated_ranges as on_target
    where on_target.pay_kind = 'on_target' and on_target.salary_min < on_target.salary_max
        and on_target.listing_id in (
            select listing_id from stated_ranges where pay_kind = 'base' and salary_min < salary_max
        )
),

checked_fields as (
    select
        * replace (
            if(
                pay_kind = 'base' and (listing_id, salary_min, salary_max) in (
                    select (listing_id, salary_min, salary_max) from on_target_ranges
                ),
                'on_target', pay_kind
            ) as pay_kind
        )
    from field_ranges
),

listing_ranges as (
    select * from checked_fields
    union all
    select * from stated_ranges
)

select
    listing_id || '#' || row_number() over (
        partition by listing_id
        order by
            pay_source, pay_number, salary_min, salary_max, currency_text, kind_text, line_id, span_text,
            tier_text, salary_interval
    ) as pay_range_id,
    *
from listing_ranges
