with raw as (
    select * from {{ ref('stg_set_aside') }}
),

opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
),

tagged as (
    select * from {{ ref('int_technologies__line_matches') }}
),

priced as (
    select * from {{ ref('int_pay__line_ranges') }}
),

pays as (
    select * from {{ ref('int_pay__annualised') }}
),

-- What a line lost is lost for every listing that holds the line.
odd_lines as (
    select
        line_id,
        'description' as field,
        'line_too_long' as rule,
        line_text as value_text
    from lines
    where is_cut
    union
    select
        tagged.line_id,
        'technologies',
        'too_many_technologies',
        lines.line_text
    from tagged
    inner join lines using (line_id)
    where tagged.has_unread_matches
    union
    select
        line_id,
        'pay',
        unnest(set_aside).rule,
        unnest(set_aside).span
    from priced
),

of_lines as (
    select distinct
        opened.listing_id,
        odd_lines.*
    from odd_lines
    inner join lines using (line_id)
    inner join listings on lines.text_id = listings.text_id
    inner join opened on listings.content_id = opened.content_id
),

-- Of the reasons for which pay does not count these say that the amount cannot be what it says.
of_pays as (
    select
        listing_id,
        line_id,
        'pay' as field,
        'pay_' || exclusion_reason as rule,
        coalesce(
            span_text,
            concat_ws(' ', salary_min::varchar, '–', salary_max::varchar, salary_currency, salary_interval)
        ) as value_text
    from pays
    where exclusion_reason in (
        'currency_unknown', 'fx_unavailable', 'implausible', 'interval_unknown',
        'range_uninformative', 'suspected_currency', 'suspected_unit'
    )
),

inferred as (
    select distinct
        'intermediate' as layer,
        of_lines.listing_id,
        of_lines.line_id,
        of_lines.field,
        of_lines.rule,
        of_lines.value_text
    from of_lines
    union all
    select distinct
        'intermediate',
        of_pays.listing_id,
        of_pays.line_id,
        of_pays.field,
        of_pays.rule,
        of_pays.value_text
    from of_pays
),

united as (
    select
        inferred.layer,
        inferred.listing_id,
        inferred.line_id,
        listings.ats,
        listings.board,
        inferred.field,
        inferred.rule,
        left(inferred.value_text, 200) as value_text
    from inferred
    inner join opened using (listing_id)
    inner join listings using (content_id)
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
    from raw
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
from united
