{%- set german_suffix = ' (?:(?:an der|am|im|in der|ob der|vor der|bei|an den) \\p{Lu}|\\()' %}

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

city_aliases as (
    select * from {{ ref('city_aliases') }}
),

country_weights as (
    select * from {{ ref('country_weights') }}
),

-- Other names of a city are often the own name of another city: they weigh less, and only a large city
-- has them. Those in another script are its own there, and so is the short form of a German name, "Halle" of
-- "Halle (Saale)". The code of an airport stays in capitals.
city_names as (
    select {{ place_key('city_name') }} as place_name, true as is_own_name, *
    from cities
    union all
    select
        if(
            regexp_full_match(other_name, '[A-Z]{3}'), other_name, {{ place_key('other_name') }}
        ) as place_name,
        not regexp_matches(other_name, '[A-Za-z]')
        or starts_with(city_name, other_name || ' ') and regexp_matches(city_name, {{ literal(german_suffix) }}) as is_own_name,
        * exclude (other_name)
    from (select unnest(other_names) as other_name, * from cities where population >= 15000)
),

large_cities as (
    select place_name, country_code
    from city_names
    where is_own_name and population >= 50000
),

-- "Granada" is Grenada in Spanish, and a city of Spain.
country_names as (
    select distinct {{ place_key('other_name') }} as place_name, country_code
    from (select unnest(other_names) as other_name, country_code from countries)
),

translated_countries as (
    select country_names.*
    from country_names
    left join large_cities
        on country_names.place_name = large_cities.place_name
        and country_names.country_code <> large_cities.country_code
    where large_cities.place_name is null
),

-- A code of a region outside the United States and Canada counts only beside a city there.
names as (
    select
        {{ place_key('country_name') }} as place_name,
        'country' as kind,
        null as city_name,
        country_code,
        null as region_code,
        3.0 as weight
    from countries
    union all
    select {{ place_key('alias') }}, 'country', null, country_code, null, 3.0
    from country_aliases
    union all
    select place_name, 'country', null, country_code, null, 3.0
    from translated_countries
    union all
    select lower(country_iso3_code), 'country', null, country_code, null, 2.0
    from countries
    union all
    select lower(country_code), 'country', null, country_code, null, 1.0
    from countries
    union all
    select {{ place_key('alias') }}, 'region', null, country_code, region_code,
        case
            when length(alias) = 2 and country_code not in ('US', 'CA') then 0.1
            when length(alias) <= 3 or region_code is null or is_also_a_town then 1.2
            else 2.0
        end
    from region_aliases
    union all
    select {{ place_key('alias') }}, 'city', city_name, country_code, region_code, 2.1
    from city_aliases
    union all
    select place_name, 'city', city_name, country_code, region_code,
        0.3 * log10(population + 1) - if(is_own_name, 0, 0.4) + coalesce(country_weights.weight, 0)
    from city_names
    left join country_weights using (country_code)
    where strlen(place_name) > 2
)

select
    place_name,
    kind,
    city_name,
    country_code,
    nullif(region_code, '') as region_code,
    -- Rounded, because machines compute the last bit of a logarithm differently.
    round(max(weight), 6) as weight
from names
group by all
