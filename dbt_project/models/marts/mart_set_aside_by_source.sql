with set_aside as (
    select * from {{ ref('fct_set_aside') }}
),

boards as (
    select * from {{ ref('dim_boards') }}
),

limits as (
    select * from {{ ref('set_aside_limits') }}
),

postings as (
    select
        ats,
        sum(listing_count) as listing_count
    from boards
    group by ats
),

-- A posting that could not be read is no listing, and counts once.
lost as (
    select
        ats,
        count(*) as lost_count
    from set_aside
    where field = 'posting'
    group by ats
),

by_rule as (
    select
        ats,
        layer,
        field,
        rule,
        count(*) as value_count,
        if(field = 'posting', count(*), count(distinct listing_id)) as listing_count,
        arg_min(listing_id, (listing_id, value_text)) as example_listing_id,
        arg_min(value_text, (listing_id, value_text)) as example_value_text
    from set_aside
    group by ats, layer, field, rule
),

by_field as (
    select
        ats,
        layer,
        field,
        if(field = 'posting', count(*), count(distinct listing_id)) as field_listing_count
    from set_aside
    group by ats, layer, field
),

-- The limit that names source and field, else the field, else the source, else all.
limited as (
    select distinct on (by_field.ats, by_field.layer, by_field.field)
        by_field.*,
        coalesce(postings.listing_count, 0) + coalesce(lost.lost_count, 0) as posting_count,
        limits.max_share,
        limits.min_count
    from by_field
    left join postings using (ats)
    left join lost using (ats)
    left join limits
        on by_field.layer = limits.layer
        and limits.ats in ('*', by_field.ats)
        and limits.field in ('*', by_field.field)
    order by
        by_field.ats,
        by_field.layer,
        by_field.field,
        limits.field = '*',
        limits.ats = '*'
)

select
    limited.ats,
    limited.layer,
    limited.field,
    by_rule.rule,
    by_rule.value_count,
    by_rule.listing_count,
    limited.field_listing_count,
    limited.posting_count::bigint as posting_count,
    limited.field_listing_count / limited.posting_count as field_share,
    limited.max_share,
    limited.min_count,
    by_rule.example_listing_id,
    by_rule.example_value_text
from limited
inner join by_rule using (ats, layer, field)
