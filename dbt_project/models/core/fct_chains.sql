{%- set longest_gap = var("stale_after_nights") -%}

with spans as (
    select * from {{ ref('fct_listing_spans') }}
),

relistings as (
    select * from {{ ref('fct_relistings') }}
),

versions as (
    select * from {{ ref('fct_listing_versions') }}
),

contents as (
    select * from {{ ref('stg_listings') }}
),

title_roles as (
    select * from {{ ref('int_titles__role_families') }}
),

title_levels as (
    select * from {{ ref('int_titles__seniority') }}
),

families as (
    select * from {{ ref('role_families') }}
),

chain_spans as (
    select
        spans.*,
        coalesce(relistings.chain_id, spans.listing_id) as chain_id
    from spans
    left join relistings on spans.listing_id = relistings.listing_id
),

chains as (
    select
        chain_id,
        arg_max(listing_id, (opened_date, listing_id)) as last_listing_id,
        arg_max(board_id, (opened_date, listing_id)) as board_id,
        any_value(company_id) as company_id,
        arg_max(span_state, (opened_date, listing_id)) as last_state,
        count(distinct listing_id) as listing_count,
        count(*) as span_count,
        arg_min_null(opened_after_date, (opened_date, listing_id)) as opened_after_date,
        min(opened_date) as opened_date,
        arg_max(last_seen_date, (opened_date, listing_id)) as last_seen_date,
        arg_max_null(missing_date, (opened_date, listing_id)) as missing_date
    from chain_spans
    group by chain_id
),

published_dates as (
    select
        versions.listing_id,
        contents.published_at::date as published_date
    from versions
    inner join contents on versions.content_id = contents.content_id
    where versions.version_number = 1
),

last_titles as (
    select
        listing_id,
        arg_max(title, version_number) as title
    from versions
    group by listing_id
),

-- Where nobody looked for more than a week, the day is not known: of the start the board may have published it.
dated_chains as (
    select
        chains.*,
        if(
            chains.opened_date - chains.opened_after_date <= {{ longest_gap }},
            chains.opened_date,
            if(published_dates.published_date <= chains.opened_date, published_dates.published_date, null)
        ) as start_date,
        coalesce(
            chains.last_state = 'closed' and chains.missing_date - chains.last_seen_date <= {{ longest_gap }}, false
        ) as is_closed
    from chains
    left join published_dates on chains.chain_id = published_dates.listing_id
)

select
    dated_chains.chain_id,
    dated_chains.last_listing_id,
    dated_chains.board_id,
    dated_chains.company_id,
    last_titles.title,
    families.role_family,
    title_levels.seniority,
    dated_chains.last_state as chain_state,
    dated_chains.listing_count,
    dated_chains.span_count,
    date_diff('day', dated_chains.start_date, dated_chains.opened_date) as entry_days,
    date_diff(
        'day',
        dated_chains.start_date,
        if(dated_chains.is_closed, dated_chains.missing_date, dated_chains.last_seen_date)
    ) as exit_days,
    families.software_class <> 'no' as is_software,
    dated_chains.is_closed,
    dated_chains.start_date,
    dated_chains.opened_date,
    dated_chains.last_seen_date
from dated_chains
inner join last_titles on dated_chains.last_listing_id = last_titles.listing_id
inner join title_roles on last_titles.title = title_roles.title
inner join families
    on if(title_roles.is_software, title_roles.software_family, title_roles.other_family) = families.role_family
inner join title_levels on last_titles.title = title_levels.title
