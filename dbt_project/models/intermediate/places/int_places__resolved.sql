with single_places as (
    select * from {{ ref('int_places__parts') }}
),

pieces as (
    select * from {{ ref('int_places__pieces') }}
),

candidates as (
    select * from {{ ref('int_places__candidates') }}
),

countries as (
    select * from {{ ref('int_places__countries') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

wide_names as (
    select
        place,
        place_number,
        country_code,
        part,
        list(distinct region_code) filter (where region_code is not null) as region_codes
    from candidates
    where kind <> 'city' and length(part) > 3
    group by all
),

-- "Oregon" is the state, not a town of that name elsewhere, and "Mexico" not its capital; "New York"
-- and "Singapore" are cities, too, and "Oregon, WI" is a town of Wisconsin.
meant_candidates as (
    select candidates.*
    from candidates
    left join wide_names using (place, place_number, country_code, part)
    where
        candidates.kind <> 'city'
        or wide_names.part is null
        or candidates.is_beside_region and candidates.weight > 1.15
        or list_contains(wide_names.region_codes, candidates.region_code)
        -- "Maryland" is no town of Maryland, "New York" is its city.
        and ({{ place_key('candidates.city_name') }} <> part || ' city' or candidates.weight > 1.2)
        or wide_names.region_codes is null
        and {{ place_key('candidates.city_name') }} = part
        and candidates.weight > 1.3
),

-- The narrowest place comes first as a rule. Of a region and its city of the same name the region is
-- meant where another city is named: "Brazil, São Paulo, Campinas".
ranked_candidates as (
    select
        meant_candidates.*,
        fit + if(is_first, 0.5, 0)
        - if(kind = 'city' and list_contains(wide_names.region_codes, region_code), 1, 0) as detail_fit
    from meant_candidates
    left join wide_names using (place, place_number, country_code, part)
),

country_details as (
    select
        place,
        place_number,
        country_code,
        arg_max(city_name, (detail_fit, city_name)) filter (where kind = 'city') as city_name,
        arg_max(region_code, (detail_fit, region_code)) filter (where kind in ('region', 'city')) as region_code,
        bool_or(kind <> 'city') as is_wide
    from ranked_candidates
    group by all
),

-- Of several world regions the first part names the place's; then the first in the alphabet.
place_world_regions as (
    select
        pieces.place,
        pieces.place_number,
        arg_min(world_regions.world_region, (not pieces.is_first, world_regions.world_region)) as world_region
    from pieces
    inner join world_regions on pieces.part = world_regions.alias
    group by all
)

select
    single_places.place,
    single_places.place_text,
    country_details.city_name,
    place_world_regions.world_region,
    single_places.workplace,
    countries.country_code,
    country_details.region_code,
    single_places.place_number,
    single_places.is_address,
    coalesce(countries.fit, 0) as fit,
    country_details.is_wide
from single_places
left join countries using (place, place_number)
left join country_details using (place, place_number, country_code)
left join place_world_regions using (place, place_number)
