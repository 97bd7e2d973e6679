with recursive relistings as (
    select * from {{ ref('int_listings__relistings') }}
),

spans as (
    select * from {{ ref('fct_listing_spans') }}
),

listings as (
    select
        listing_id,
        any_value(board_id) as board_id,
        any_value(company_id) as company_id,
        min(opened_date) as opened_date,
        max(last_seen_date) as last_seen_date,
        bool_or(span_state = 'open') as is_open,
        arg_min_null(opened_after_date, span_number) as opened_after_date
    from spans
    group by listing_id
),

-- A chain begins with a listing that follows no other.
chains as (
    select
        closed_listing_id as listing_id,
        closed_listing_id as chain_id,
        1 as chain_number
    from relistings
    where closed_listing_id not in (select listing_id from relistings)
    union all
    select
        relistings.listing_id,
        chains.chain_id,
        chains.chain_number + 1 as chain_number
    from chains
    inner join relistings on chains.listing_id = relistings.closed_listing_id
),

chain_lengths as (
    select
        chain_id,
        max(chain_number) as chain_length
    from chains
    group by chain_id
)

select
    relistings.listing_id,
    relistings.closed_listing_id,
    chains.chain_id,
    listings.board_id,
    listings.company_id,
    relistings.relist_source,
    chains.chain_number,
    chain_lengths.chain_length,
    relistings.gap_days,
    date_diff('day', first_listings.opened_date, listings.last_seen_date) as least_chain_days,
    listings.is_open,
    first_listings.opened_after_date as chain_opened_after_date,
    first_listings.opened_date as chain_opened_date,
    listings.opened_date,
    listings.last_seen_date
from relistings
inner join chains on relistings.listing_id = chains.listing_id
inner join chain_lengths on chains.chain_id = chain_lengths.chain_id
inner join listings on relistings.listing_id = listings.listing_id
inner join listings as first_listings on chains.chain_id = first_listings.listing_id
