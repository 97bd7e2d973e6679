with opened as (
    select * from {{ ref('int_listings_opened') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

resolved as (
    select * from {{ ref('int_places_resolved') }}
),

published as (
    select
        opened.listing_id,
        generate_subscripts(listings.places, 1) as published_number,
        unnest(listings.places) as place
    from opened
    inner join listings on opened.content_id = listings.content_id
)

select
    published.listing_id,
    resolved.place_text,
    resolved.city_name,
    resolved.world_region,
    resolved.workplace,
    resolved.country_code,
    resolved.region_code,
    row_number() over (
        partition by published.listing_id
        order by published.published_number, resolved.place_number
    ) as place_number
from published
inner join resolved using (place)
