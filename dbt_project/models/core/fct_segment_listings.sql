with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

{{ segment_listings() }}

select * from segment_listings
