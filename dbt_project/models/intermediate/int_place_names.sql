-- Every name a place text may use, with the country it points to and how much that is worth.
with countries as (
    select * from {{ ref('stg_countries') }}
),

country_aliases as (
    select * from {{ ref('country_aliases') }}
),

region_aliases as (
    select * from {{ ref('region_aliases') }}
),

cities as (
    select * from {{ ref('stg_cities') }}
),

named_cities as (
    select
        unnest(list_distinct(list_prepend(lower(strip_accents(city_name)),
            list_transform(other_names, lambda n: lower(n))))) as place_name,
        lower(strip_accents(city_name)) as own_name,
        country_code,
        region_code,
        city_name,
        population
    from cities
),

names as (
    select lower(strip_accents(country_name)) as place_name, 'country' as kind, country_code,
        null as region_code, null as city_name, 3.0 as weight
    from countries
    union all
    select alias, 'country', country_code, null, null, 3.0
    from country_aliases
    union all
    select lower(country_iso3_code), 'country', country_code, null, null, 2.0
    from countries
    union all
    select lower(country_code), 'country', country_code, null, null, 1.0
    from countries
    union all
    select alias, 'region', country_code, region_code, null, if(length(alias) <= 3, 1.2, 2.0)
    from region_aliases
    union all
    -- A city's other names are often another city's own: worth a little less.
    select place_name, 'city', country_code, region_code, city_name,
        0.3 * log10(population + 1) - if(place_name = own_name, 0, 0.4)
    from named_cities
    where length(place_name) > 2
)

select
    place_name,
    kind,
    country_code,
    region_code,
    city_name,
    max(weight) as weight
from names
group by all
