with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

{{ segment_listings() }},

members as (
    select
        segment_id,
        dimension,
        key,
        within_key,
        listing_id
    from segment_listings
)

select * from members
