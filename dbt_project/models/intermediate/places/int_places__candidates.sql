with pieces as (
    select * from {{ ref('int_places__pieces') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

country_weights as (
    select * from {{ ref('country_weights') }}
),

-- The codes of states and provinces, which follow a town there: "Orla, TX", "Toronto, CA".
state_codes as (
    select distinct place_name
    from names
    where kind = 'region' and length(place_name) = 2 and weight > 1
),

-- Of two codes in a row the second is the country: "Valls, T, ES". A code of two letters behind a town is
-- that of its state or country, unless it is a well-known city elsewhere. "DE - Remote" is Germany, "Dover, DE"
-- is not. A town that only some of the words name is likely where it is well known. "APAC" is the
-- region, not Apac in Uganda.
named_places as (
    select
        pieces.place,
        pieces.place_number,
        pieces.part,
        pieces.is_first,
        pieces.is_address_word,
        pieces.share < 1 and not pieces.is_address_word as is_part_of_name,
        names.kind,
        names.country_code,
        names.region_code,
        names.city_name,
        pieces.share * names.weight
        + if(pieces.follows_code and names.kind = 'country' and length(pieces.part) = 2, 1.5, 0)
        + if(
            not pieces.is_first and pieces.share = 1 and names.kind <> 'city' and state_codes.place_name is not null,
            0.4,
            0
        )
        + if(
            pieces.is_first and names.kind = 'country' and length(pieces.part) = 2,
            coalesce(country_weights.leading_code_weight, 0),
            0
        ) as weight,
        pieces.share = 1 or names.kind <> 'city' or names.weight >= 1.9 as is_likely
    from pieces
    inner join names on pieces.part = names.place_name
    left join state_codes on pieces.part = state_codes.place_name
    left join country_weights on names.country_code = country_weights.country_code
    anti join world_regions on lower(pieces.part) = world_regions.alias and names.kind = 'city'
    where pieces.share = 1 or names.kind <> 'city' or names.weight >= 1
),

-- An unlikely town counts where its country or region is named in the text; one whose name is a word of
-- any address needs the region beside it.
likely_places as (
    select *
    from named_places
    where
        is_likely
        or (place, place_number, country_code) in (
            select (place, place_number, country_code)
            from named_places
            where kind = 'region'
        )
        or not is_address_word and (place, country_code) in (
            select (place, country_code)
            from named_places
            where kind <> 'city'
        )
),

named_regions as (
    select
        place,
        place_number,
        country_code,
        list(distinct region_code) as region_codes
    from likely_places
    where kind = 'region' and region_code is not null
    group by all
),

region_parts as (
    select
        place,
        place_number,
        country_code,
        region_code,
        list(distinct part) as parts
    from likely_places
    where kind = 'region' and region_code is not null
    group by all
),

-- A city in the region that is named beside it fits better; one elsewhere in the country fits less. Some words of a name
-- are no city elsewhere: "Fox Ridge, Iowa" is not Ridge in another state.
candidates as (
    select
        likely_places.*,
        case
            when likely_places.kind <> 'city' or named_regions.region_codes is null then likely_places.weight
            when list_contains(named_regions.region_codes, likely_places.region_code) then likely_places.weight + 1.5
            else likely_places.weight / 2
        end as fit,
        coalesce(len(list_filter(region_parts.parts, lambda other: other <> likely_places.part)) > 0, false)
            as is_beside_region
    from likely_places
    left join named_regions using (place, place_number, country_code)
    left join region_parts using (place, place_number, country_code, region_code)
    where
        likely_places.kind <> 'city'
        or not likely_places.is_part_of_name
        or named_regions.region_codes is null
        or list_contains(named_regions.region_codes, likely_places.region_code)
)

select
    place,
    part,
    kind,
    city_name,
    country_code,
    region_code,
    place_number,
    weight,
    fit,
    is_first,
    is_beside_region
from candidates
