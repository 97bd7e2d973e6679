{%- set stop_words = ref('place_stop_words') %}
{%- set region_aliases = ref('region_aliases') %}

with fragments as (
    select * from {{ ref('int_places__fragments') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

comma_parts as (
    select distinct
        fragment_text,
        unnest(string_split(fragment_text, ',')) as part_text,
        generate_subscripts(string_split(fragment_text, ','), 1) as part_number
    from fragments
    where fragment_number > 0 and contains(fragment_text, ',')
),

-- "Austin (TX), Denver (CO)": the state in brackets is part of its town.
part_keys as (
    select
        *,
        -- "Canada (Toronto, Montreal)": what stands before the list is around all of it.
        regexp_replace(regexp_replace(part_text, '\([^()]*\)', ''), '^[^(:]+[(:]\s*(\pL)', '\1') as unbracketed_text,
        {{ place_names_only(stop_words, region_aliases, 'unbracketed_text') }} as part_names,
        {{ place_key("trim(part_names, ' ,.-–—')") }} as part,
        {{ place_key("regexp_extract(part_text, '^([^-]+)-.', 1)") }} as head
    from comma_parts
),

-- "Mexico" is a town of the United States, too; three countries in a row are a list.
country_names as (
    select place_name
    from names
    group by place_name
    having bool_or(kind = 'country' and weight >= 3) and not bool_or(kind = 'region')
),

-- Parts that can be inside another part: a city in a region or country, a region in a country. A
-- remote part of a list of three or more does not contain the others. "Brazil, Colombia" are two countries, although
-- a small town of Brazil is called Colômbia.
possible_containments as (
    select distinct
        regexp_matches(outer_parts.part_text, '(?i)\bremote\b') as is_in_remote,
        inner_parts.fragment_text,
        inner_parts.part_number as inner_number,
        outer_parts.part_number as outer_number
    from part_keys as inner_parts
    inner join part_keys as outer_parts
        on inner_parts.fragment_text = outer_parts.fragment_text
        and inner_parts.part_number <> outer_parts.part_number
        and not (
            regexp_matches(outer_parts.part_text, '(?i)\bremote\b')
            and len(string_split(outer_parts.fragment_text, ',')) > 2
        )
    inner join names as inner_names on inner_parts.part = inner_names.place_name
    inner join names as outer_names
        on outer_parts.part = outer_names.place_name
        and inner_names.country_code = outer_names.country_code
        and (
            inner_names.kind <> 'country' and outer_names.kind = 'country'
            and (
                inner_names.kind <> 'city'
                or inner_names.weight >= 1.6
                or inner_parts.part not in (select place_name from country_names)
            )
            or inner_names.kind = 'city' and outer_names.kind = 'region'
            and inner_names.region_code = outer_names.region_code
        )
),

containments as (
    select * from possible_containments
    where inner_number < outer_number
),

-- "United States, Washington, Redmond": each part is inside the one before it.
wide_first_texts as (
    select fragment_text
    from possible_containments
    where inner_number = outer_number + 1 and not is_in_remote
    group by fragment_text
    having count(*) = len(string_split(fragment_text, ',')) - 1
),

-- "Paris, France, Rome, Italy": each second part contains the previous part.
paired_texts as (
    select fragment_text
    from containments
    where outer_number = inner_number + 1 and outer_number % 2 = 0
    group by fragment_text
    having count(*) > 1 and 2 * count(distinct outer_number) = len(string_split(fragment_text, ','))
),

part_flags as (
    select
        part_keys.*,
        fragment_text in (
            select fragment_text from containments
            union all
            select fragment_text from wide_first_texts
        ) as is_nested,
        head in (select place_name from names where kind in ('country', 'region')) as is_path,
        part in (select place_name from names where kind = 'city' and weight >= 1.5)
        or trim(part_text) in (select place_name from names where kind = 'city')
        or regexp_matches(part_text, '(?i)\bremote\b') as is_place,
        part in (select place_name from names where kind in ('country', 'region')) as is_wide,
        part in (select place_name from country_names) as is_country,
        part in (select alias from world_regions) as is_world_region,
        part_number = 1 and part in (
            select place_name from names where kind = 'region' and region_code is not null and length(place_name) > 3
        ) as is_first_region,
        regexp_full_match(trim(part_text), '\p{Lu}[\pL]{1,2}') and trim(part_text) not in ('US', 'USA', 'UK', 'UAE') as is_code
    from part_keys
),

-- "US-WA-Seattle, US-TX-Austin", "London, Berlin" and "Remote US, Boston" are lists; "Paris, Texas" and
-- "London, Ontario, Canada" are not. A region before a city that is not in it is one, too: "Bay Area, Austin".
-- An unknown short code ends no list: "SF, Oslo, CHI", nor does a region of the world: "Brazil, Colombia, LATAM".
comma_lists as (
    select
        fragment_text,
        bool_and(is_path)
        or bool_and(is_country or is_world_region)
        and count(distinct part) > 2
        and count(distinct part) filter (where is_country) > 1
        or (
            not bool_or(is_nested)
            and bool_and(is_place or is_wide or is_code)
            and count(distinct part) > 1
            and (
                count(*) filter (where is_place) > 1
                or bool_or(is_first_region) and bool_or(is_place and not is_first_region)
                or bool_and(is_wide) and (not (bool_or(is_place) and bool_or(is_code)) or count(*) filter (where is_code) > 1)
            )
        ) as is_list,
        fragment_text in (select fragment_text from paired_texts) as is_paired
    from part_flags
    group by fragment_text
)

select
    fragment_text,
    is_list,
    is_paired
from comma_lists
