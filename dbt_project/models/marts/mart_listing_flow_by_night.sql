with nights as (
    select * from {{ ref('dim_nights') }}
),

spans as (
    select * from {{ ref('fct_listing_spans') }}
),

versions as (
    select * from {{ ref('fct_listing_versions') }}
),

relistings as (
    select * from {{ ref('fct_relistings') }}
),

-- Listings of the first complete answer of a board may have been open for long, so they are not new.
opened as (
    select
        spans.opened_date as as_of_date,
        count(*) filter (where not spans.is_reopened and relistings.listing_id is null) as opened_count,
        count(*) filter (where not spans.is_reopened and relistings.listing_id is not null) as relisted_count,
        count(*) filter (where spans.is_reopened) as reopened_count
    from spans
    left join relistings on spans.listing_id = relistings.listing_id
    where spans.opened_after_date is not null
    group by spans.opened_date
),

closed as (
    select
        missing_date as as_of_date,
        count(*) filter (where span_state = 'closed') as closed_count,
        count(*) filter (where span_state = 'missing') as missing_count
    from spans
    where missing_date is not null
    group by missing_date
),

edited as (
    select
        first_seen_date as as_of_date,
        count(*) as edited_count,
        count(*) filter (where list_contains(changed_fields, 'pay')) as pay_change_count,
        count(*) filter (where list_contains(changed_fields, 'workplace')) as workplace_change_count
    from versions
    where version_number > 1
    group by first_seen_date
)

select
    {{ counted_or_zero('opened', ['opened_count', 'relisted_count', 'reopened_count']) }},
    {{ counted_or_zero('closed', ['closed_count', 'missing_count']) }},
    {{ counted_or_zero('edited', ['edited_count', 'pay_change_count', 'workplace_change_count']) }},
    nights.as_of_date
from nights
left join opened on nights.as_of_date = opened.as_of_date
left join closed on nights.as_of_date = closed.as_of_date
left join edited on nights.as_of_date = edited.as_of_date
