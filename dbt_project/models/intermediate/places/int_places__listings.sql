with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

resolved_places as (
    select * from {{ ref('int_places__label_or_address') }}
),

residences as (
    select * from {{ ref('int_places__residences') }}
),

-- A listing that names no place has those where its title or text says that one may live.
listing_places as materialized (
    select
        open_listings.listing_id,
        list_concat(open_listings.places, coalesce(residences.places, [])) as places,
        coalesce(open_listings.is_remote, false) as is_remote
    from open_listings
    left join residences using (listing_id)
),

-- Thousands of listings have the same places: each list of places is resolved once.
place_lists as materialized (
    select
        row_number() over () as list_number,
        places,
        is_remote
    from (select distinct places, is_remote from listing_places)
),

published_places as (
    select
        list_number,
        is_remote,
        generate_subscripts(places, 1) as published_number,
        unnest(places) as place
    from place_lists
),

-- The words that state the work arrangement are those of the label: "Remote-Europe". Who works remotely is where the
-- label says: of "Canada" with an address in Toronto only the country counts, and of "Africa" with a country that no
-- word names (`is_wide` is null) not even that.
list_candidates as (
    select
        published_places.list_number,
        published_places.published_number,
        resolved_places.* replace (
            coalesce(
                if(resolved_places.workplace <> 'unknown', published_places.place.text, null),
                resolved_places.place_text
            ) as place_text,
            if(
                published_places.is_remote and resolved_places.label_names is not null, null, resolved_places.city_name
            ) as city_name,
            if(
                published_places.is_remote and coalesce(resolved_places.label_names = 'country', false),
                null,
                resolved_places.region_code
            ) as region_code,
            if(
                published_places.is_remote and resolved_places.world_region is not null and resolved_places.is_wide is null,
                null,
                resolved_places.country_code
            ) as country_code
        ),
        resolved_places.fit = max(resolved_places.fit) over one_place as is_best
    from published_places
    inner join resolved_places using (place)
    window one_place as (
        partition by published_places.list_number, published_places.published_number, resolved_places.place_number
    )
),

-- How many places of a list are in a country, by their best candidates. A count is enough; a join of
-- all pairs of places grows with the square of the list.
neighbour_counts as (
    select
        list_number,
        country_code,
        count(*) as place_count
    from list_candidates
    where is_best
    group by list_number, country_code
),

-- The other places decide between candidates: Georgia beside Texas is a state. A well-known city keeps
-- its country: Dublin beside San Francisco is in Ireland, not in California.
chosen_places as (
    select distinct on (list_candidates.list_number, list_candidates.published_number, list_candidates.place_number)
        list_candidates.*
    from list_candidates
    left join neighbour_counts using (list_number, country_code)
    order by
        list_candidates.list_number,
        list_candidates.published_number,
        list_candidates.place_number,
        list_candidates.fit
        + case
            when coalesce(neighbour_counts.place_count, 0) <= list_candidates.is_best::int then 0
            when list_candidates.is_wide then {{ var('wide_neighbour_fit') }}
            else {{ var('city_neighbour_fit') }}
        end desc,
        list_candidates.country_code
),

city_regions as (
    select distinct list_number, published_number, country_code, region_code
    from chosen_places
    where city_name is not null
),

-- "TX | Austin": the code is the region of Austin and not a second place.
own_places as (
    select chosen_places.*
    from chosen_places
    anti join city_regions
        on length(chosen_places.place_text) = 2
        and chosen_places.city_name is null
        and chosen_places.list_number = city_regions.list_number
        and chosen_places.published_number = city_regions.published_number
        and chosen_places.country_code = city_regions.country_code
        and chosen_places.region_code = city_regions.region_code
),

-- The same place published twice is one place.
distinct_places as (
    select distinct on (list_number, country_code, region_code, city_name, world_region, workplace) *
    from own_places
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
    listing_places.listing_id,
    distinct_places.place_text,
    distinct_places.city_name,
    distinct_places.world_region,
    distinct_places.workplace,
    distinct_places.country_code,
    distinct_places.region_code,
    row_number() over (
        partition by listing_places.listing_id
        order by distinct_places.published_number, distinct_places.place_number
    ) as place_number
from listing_places
inner join place_lists using (places, is_remote)
inner join distinct_places using (list_number)
