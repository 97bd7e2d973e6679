with single_places as (
    select * from {{ ref('int_places__parts') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

candidates as (
    select * from {{ ref('int_places__candidates') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

part_fits as (
    select
        place,
        place_number,
        country_code,
        part,
        max(fit) as fit
    from candidates
    group by all
),

-- "Windsor, Ontario, CA": a town, its region and their country are one address, although California has towns of both
-- names.
address_fits as (
    select
        place,
        place_number,
        '(address)' as part,
        country_code,
        1.5 as fit
    from candidates
    group by all
    having
        bool_or(kind = 'city' and is_beside_region)
        and len(list_filter(
            list(distinct part) filter (where kind = 'country'),
            lambda other: not list_contains(list(distinct part) filter (where kind <> 'country'), other)
        )) > 0
),

-- The country field holds a country: "IN" in it is India, although Indiana has the same code. Of "Remote - Europe" it is
-- the company's, and the work is not bound to it.
field_fits as (
    select
        single_places.place,
        single_places.place_number,
        '(country field)' as part,
        names.country_code,
        max(names.weight) + 5 as fit
    from single_places
    inner join names on {{ place_key('single_places.place.country') }} = names.place_name
    where
        names.kind = 'country'
        and not (
            single_places.workplace = 'remote'
            and list_has_any(single_places.parts, (select list(alias order by alias) from world_regions))
        )
    group by all
),

-- If a text names several places, the field is the country only of places that can be in it and of
-- places without any candidate.
fitting_fields as (
    select distinct field_fits.*
    from field_fits
    left join (select distinct place, place_number from part_fits) as known_places
        using (place, place_number)
    left join (select distinct place, place_number, country_code from part_fits) as known_countries
        using (place, place_number, country_code)
    left join (select place, place_number from single_places where place_number > 1) as further_places
        on field_fits.place = further_places.place
    where further_places.place is null or known_places.place is null or known_countries.place is not null
),

country_fits as (
    select
        place,
        place_number,
        country_code,
        {{ total('fit') }} as fit
    from (from part_fits union all by name from address_fits union all by name from fitting_fields)
    group by all
),

-- The other places of a listing add at most `wide_neighbour_fit` (int_places__listings): a country
-- further below the best cannot become the best.
possible_countries as (
    select country_fits.*
    from country_fits
    qualify fit > max(fit) over (partition by place, place_number) - {{ var('wide_neighbour_fit') }}
)

select
    place,
    country_code,
    place_number,
    fit
from possible_countries
