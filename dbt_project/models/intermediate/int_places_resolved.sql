with listings as (
    select * from {{ ref('stg_listings') }}
),

names as (
    select * from {{ ref('int_place_names') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

places as (
    select distinct unnest(places) as place
    from listings
),

-- A place with parts of its own is one place; a bare text may hold several.
fragments as (
    select
        place,
        case
            when place.city is not null
                then [concat_ws(', ', place.city, place.region, place.country)]
            when place.text is null
                then [concat_ws(', ', place.region, place.country)]
            else regexp_split_to_array(place.text, '\s*[;|•/\n]\s*|\s+(?:or|OR|und|oder)\s+|\s+&\s+')
        end as fragments
    from places
),

numbered as (
    select
        place,
        unnest(fragments) as fragment_text,
        generate_subscripts(fragments, 1) as place_number
    from fragments
),

cleaned as (
    select
        place,
        place_number,
        fragment_text,
        trim(
            regexp_replace(
                regexp_replace(
                    lower(strip_accents(fragment_text)),
                    '\b(fully |100% )?(remote|hybrid|on-?site|in-?office|distributed|home[- ]?(based|office)|work from home|wfh|virtual|telecommut\w+|anywhere in( the)?|within( the)?|greater|metro(politan)?|area|region|headquarters|hq|office|based|only|friendly|travel-required|flexible|preferred|eligible|locations?)\b',
                    ' ', 'g'
                ),
                '[()\[\]:*]', ',', 'g'
            )
        ) as cleaned_text
    from numbered
),

parts as (
    select distinct
        place,
        place_number,
        unnest(
            list_filter(
                list_transform(
                    list_concat(
                        regexp_split_to_array(cleaned_text, '\s*,\s*|\s+[-–—]\s*|\s*[-–—]\s+'),
                        regexp_split_to_array(cleaned_text, '\s*[,–—-]\s*')
                    ),
                    lambda part: trim(part, ' .-–—')
                ),
                lambda part: part <> ''
            )
        ) as part
    from cleaned
),

candidates as (
    select
        parts.place,
        parts.place_number,
        parts.part,
        names.kind,
        names.country_code,
        names.region_code,
        names.city_name,
        names.weight
    from parts
    inner join names on parts.part = names.place_name
    -- Apac is a town in Uganda; in a listing it is Asia and the Pacific.
    anti join world_regions on parts.part = world_regions.alias and names.kind = 'city'
),

regions as (
    select distinct place, place_number, country_code, region_code
    from candidates
    where kind = 'region'
),

weighed as (
    select
        candidates.*,
        candidates.weight + if(regions.region_code is not null, 1.5, 0) as fit
    from candidates
    left join regions
        on candidates.kind = 'city'
        and candidates.place = regions.place
        and candidates.place_number = regions.place_number
        and candidates.country_code = regions.country_code
        and candidates.region_code = regions.region_code
),

by_part as (
    select place, place_number, country_code, part, max(fit) as fit
    from weighed
    group by all
),

-- The country field is a country: "IN" there is India, whatever Indiana's code is.
fields as (
    select
        cleaned.place,
        cleaned.place_number,
        '(country field)' as part,
        names.country_code,
        max(names.weight) + 5 as fit
    from cleaned
    inner join names on lower(strip_accents(trim(cleaned.place.country))) = names.place_name
    where names.kind = 'country'
    group by all
),

by_country as (
    select place, place_number, country_code, sum(fit) as fit
    from (select * from by_part union all by name select * from fields)
    group by all
),

chosen as (
    select distinct on (place, place_number) place, place_number, country_code
    from by_country
    order by place, place_number, fit desc, country_code
),

details as (
    select
        chosen.place,
        chosen.place_number,
        chosen.country_code,
        arg_max(weighed.city_name, weighed.fit) filter (where weighed.kind = 'city') as city_name,
        arg_max(weighed.region_code, weighed.fit)
            filter (where weighed.kind in ('region', 'city')) as region_code
    from chosen
    left join weighed using (place, place_number, country_code)
    group by all
),

world as (
    select cleaned.place, cleaned.place_number, any_value(world_regions.world_region) as world_region
    from cleaned
    inner join world_regions
        on list_contains(regexp_split_to_array(cleaned.cleaned_text, '\s*[,–—-]\s*'), world_regions.alias)
    group by all
)

select
    cleaned.place,
    cleaned.place_number,
    cleaned.fragment_text as place_text,
    details.city_name,
    world.world_region,
    details.country_code,
    details.region_code,
    case
        when regexp_matches(concat_ws(' ', cleaned.place.text, cleaned.fragment_text), '(?i)\bhybrid\b') then 'hybrid'
        when regexp_matches(concat_ws(' ', cleaned.place.text, cleaned.fragment_text), '(?i)\b(remote|work from home|wfh|telecommut\w+|home[- ]based|anywhere|distributed)\b') then 'remote'
        when regexp_matches(concat_ws(' ', cleaned.place.text, cleaned.fragment_text), '(?i)\b(on-?site|in[- ]office|in[- ]person)\b') then 'onsite'
        else 'unknown'
    end as workplace
from cleaned
left join details using (place, place_number)
left join world using (place, place_number)
