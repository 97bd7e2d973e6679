with raw_values as (
    select * from {{ ref('stg_set_aside') }}
),

open_listings as (
    select * from {{ ref('int_listings__open') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
),

technology_lines as (
    select * from {{ ref('int_technologies__line_matches') }}
),

pay_lines as (
    select * from {{ ref('int_pay__line_ranges') }}
),

pay_ranges as (
    select * from {{ ref('int_pay__annualised') }}
),

line_values as (
    select
        line_id,
        'description' as field,
        'line_too_long' as rule,
        line_text as value_text
    from lines
    where is_cut
    union
    select
        technology_lines.line_id,
        'technologies',
        'too_many_technologies',
        lines.line_text
    from technology_lines
    inner join lines using (line_id)
    where technology_lines.has_unread_matches
    union
    select
        line_id,
        'pay',
        unnest(set_aside).rule,
        unnest(set_aside).span
    from pay_lines
),

-- Every open listing whose text holds the line loses the value.
listing_line_values as (
    select distinct
        open_listings.listing_id,
        line_values.*
    from line_values
    inner join lines using (line_id)
    inner join open_listings on lines.text_id = open_listings.text_id
),

-- Of the exclusion reasons, those that mean that the published amount cannot be right.
pay_values as (
    select
        listing_id,
        line_id,
        'pay' as field,
        'pay_' || exclusion_reason as rule,
        coalesce(
            span_text,
            concat_ws(' ', salary_min::varchar, '–', salary_max::varchar, salary_currency, salary_interval)
        ) as value_text
    from pay_ranges
    where exclusion_reason in (
        'currency_unknown', 'fx_unavailable', 'implausible', 'interval_unknown',
        'range_uninformative', 'suspected_currency', 'suspected_unit'
    )
),

inferred_values as (
    select distinct
        listing_id,
        line_id,
        field,
        rule,
        value_text
    from listing_line_values
    union all
    select distinct
        listing_id,
        line_id,
        field,
        rule,
        value_text
    from pay_values
),

set_aside_values as (
    select
        'intermediate' as layer,
        inferred_values.listing_id,
        inferred_values.line_id,
        open_listings.ats,
        open_listings.board,
        inferred_values.field,
        inferred_values.rule,
        left(inferred_values.value_text, 200) as value_text
    from inferred_values
    inner join open_listings using (listing_id)
    union all
    select
        'raw',
        listing_id,
        null,
        ats,
        board,
        field,
        rule,
        value_text
    from raw_values
)

select
    listing_id,
    line_id,
    layer,
    ats,
    board,
    field,
    rule,
    value_text
from set_aside_values
