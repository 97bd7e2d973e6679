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
        content_id,
        generate_subscripts(places, 1) as published_number,
        unnest(places) as place
    from listings
    where content_id in (select content_id from opened)
),

-- What lies beside a place tells which of its readings is meant: Georgia beside Texas is a state.
-- A well-known city needs no neighbours: Dublin beside San Francisco is not the one in California.
readings as (
    select
        published.content_id,
        published.published_number,
        resolved.* replace (
            -- The words that told the work model are those of the label: "Remote-Europe".
            coalesce(
                if(resolved.workplace in ('remote', 'hybrid', 'onsite'), published.place.text, null),
                resolved.place_text
            ) as place_text
        ),
        resolved.fit = max(resolved.fit) over one_place as is_best
    from published
    inner join resolved using (place)
    window one_place as (
        partition by published.content_id, published.published_number, resolved.place_number
    )
),

neighbours as (
    select distinct
        content_id,
        country_code,
        published_number,
        place_number
    from readings
    where is_best
),

chosen as (
    select distinct on (readings.content_id, readings.published_number, readings.place_number)
        readings.*
    from readings
    left join neighbours
        on readings.content_id = neighbours.content_id
        and readings.country_code = neighbours.country_code
        and (readings.published_number, readings.place_number)
        <> (neighbours.published_number, neighbours.place_number)
    order by
        readings.content_id,
        readings.published_number,
        readings.place_number,
        readings.fit
        + case when neighbours.country_code is null then 0 when readings.is_wide then 1.1 else 0.2 end
        desc,
        readings.country_code
),

-- "TX | Austin": the code says where Austin is and is no place of its own.
cities as (
    select distinct content_id, published_number, country_code, region_code
    from chosen
    where city_name is not null
),

kept as (
    select chosen.*
    from chosen
    anti join cities
        on length(chosen.place_text) = 2
        and chosen.city_name is null
        and chosen.content_id = cities.content_id
        and chosen.published_number = cities.published_number
        and chosen.country_code = cities.country_code
        and chosen.region_code = cities.region_code
),

-- The same place published twice is one place.
distinct_places as (
    select distinct on (content_id, country_code, region_code, city_name, world_region, workplace) *
    from kept
    order by
        content_id,
        country_code,
        region_code,
        city_name,
        world_region,
        workplace,
        published_number,
        place_number
)

select
    opened.listing_id,
    distinct_places.place_text,
    distinct_places.city_name,
    distinct_places.world_region,
    distinct_places.workplace,
    distinct_places.country_code,
    distinct_places.region_code,
    row_number() over (
        partition by opened.listing_id
        order by distinct_places.published_number, distinct_places.place_number
    ) as place_number
from opened
inner join distinct_places using (content_id)
