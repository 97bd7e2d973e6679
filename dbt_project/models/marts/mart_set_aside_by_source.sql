with set_aside as (
    select * from {{ ref('fct_set_aside') }}
),

boards as (
    select * from {{ ref('dim_boards') }}
),

limits as (
    select * from {{ ref('set_aside_limits') }}
),

posting_counts as (
    select
        ats,
        sum(listing_count) as listing_count
    from boards
    group by ats
),

-- A posting that could not be parsed is no listing. Each counts once.
unreadable_counts as (
    select
        ats,
        count(*) as unreadable_count
    from set_aside
    where field = 'posting'
    group by ats
),

rule_counts as (
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

field_counts as (
    select
        ats,
        layer,
        field,
        if(field = 'posting', count(*), count(distinct listing_id)) as field_listing_count
    from set_aside
    group by ats, layer, field
),

-- The most specific limit holds: of source and field, then of the field, of the source, of all.
field_limits as (
    select distinct on (field_counts.ats, field_counts.layer, field_counts.field)
        field_counts.*,
        coalesce(posting_counts.listing_count, 0) + coalesce(unreadable_counts.unreadable_count, 0) as posting_count,
        limits.max_share,
        limits.min_count
    from field_counts
    left join posting_counts using (ats)
    left join unreadable_counts using (ats)
    left join limits
        on field_counts.layer = limits.layer
        and limits.ats in ('*', field_counts.ats)
        and limits.field in ('*', field_counts.field)
    order by
        field_counts.ats,
        field_counts.layer,
        field_counts.field,
        limits.field = '*',
        limits.ats = '*'
)

select
    field_limits.ats,
    field_limits.layer,
    field_limits.field,
    rule_counts.rule,
    rule_counts.value_count,
    rule_counts.listing_count,
    field_limits.field_listing_count,
    field_limits.posting_count::bigint as posting_count,
    field_limits.field_listing_count / field_limits.posting_count as field_share,
    field_limits.max_share,
    field_limits.min_count,
    rule_counts.example_listing_id,
    rule_counts.example_value_text
from field_limits
inner join rule_counts using (ats, layer, field)
