with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

resolved as (
    select * from {{ ref('int_places__resolved') }}
),

standing as materialized (
    select
        opened.listing_id,
        listings.places
    from opened
    inner join listings using (content_id)
),

-- Thousands of listings stand in the same places: each list of places is read once.
lists as materialized (
    select
        row_number() over () as list_number,
        places
    from (select distinct places from standing)
),

published as (
    select
        list_number,
        generate_subscripts(places, 1) as published_number,
        unnest(places) as place
    from lists
),

-- What lies beside a place tells which of its readings is meant: Georgia beside Texas is a state.
-- A well-known city needs no neighbours: Dublin beside San Francisco is not the one in California.
readings as (
    select
        published.list_number,
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
        partition by published.list_number, published.published_number, resolved.place_number
    )
),

-- How many places of a list lie in a country, by their best reading; a place is no neighbour of
-- itself. Counted, since each place beside each other grows with the square of the list.
neighbours as (
    select
        list_number,
        country_code,
        count(*) as place_count
    from readings
    where is_best
    group by list_number, country_code
),

chosen as (
    select distinct on (readings.list_number, readings.published_number, readings.place_number)
        readings.*
    from readings
    left join neighbours using (list_number, country_code)
    order by
        readings.list_number,
        readings.published_number,
        readings.place_number,
        readings.fit
        + case
            when coalesce(neighbours.place_count, 0) <= readings.is_best::int then 0
            when readings.is_wide then 1.1
            else 0.2
        end desc,
        readings.country_code
),

-- "TX | Austin": the code says where Austin is and is no place of its own.
cities as (
    select distinct list_number, published_number, country_code, region_code
    from chosen
    where city_name is not null
),

kept as (
    select chosen.*
    from chosen
    anti join cities
        on length(chosen.place_text) = 2
        and chosen.city_name is null
        and chosen.list_number = cities.list_number
        and chosen.published_number = cities.published_number
        and chosen.country_code = cities.country_code
        and chosen.region_code = cities.region_code
),

-- The same place published twice is one place.
distinct_places as (
    select distinct on (list_number, country_code, region_code, city_name, world_region, workplace) *
    from kept
    order by
        list_number,
        country_code,
        region_code,
        city_name,
        world_region,
        workplace,
        published_number,
        place_number
)

select
    standing.listing_id,
    distinct_places.place_text,
    distinct_places.city_name,
    distinct_places.world_region,
    distinct_places.workplace,
    distinct_places.country_code,
    distinct_places.region_code,
    row_number() over (
        partition by standing.listing_id
        order by distinct_places.published_number, distinct_places.place_number
    ) as place_number
from standing
inner join lists using (places)
inner join distinct_places using (list_number)
