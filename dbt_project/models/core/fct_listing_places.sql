with places as (
    select * from {{ ref('int_places__listings') }}
)

select
    listing_id || '#' || place_number as listing_place_id,
    listing_id,
    place_text,
    city_name,
    world_region,
    country_code,
    region_code,
    place_number
from places
