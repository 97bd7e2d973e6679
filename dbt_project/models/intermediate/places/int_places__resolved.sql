{#- Towns whose names are words of any address; they need their region beside them. -#}
{%- set address_words = ['university', 'college', 'commerce', 'industry', 'enterprise', 'union', 'central', 'center', 'field', 'bay', 'market', 'select', 'home', 'downtown', 'uptown', 'midtown', 'international', 'national', 'store', 'plant', 'mobile', 'corporate', 'best', 'most', 'young', 'normal', 'liberty', 'independence'] -%}
{#- Words that are codes or towns elsewhere. -#}
{%- set small_words = ['', 'a', 'al', 'all', 'am', 'and', 'any', 'as', 'at', 'be', 'by', 'co', 'de', 'do', 'el', 'for', 'from', 'hi', 'id', 'in', 'is', 'it', 'la', 'los', 'me', 'my', 'new', 'no', 'of', 'ok', 'on', 'or', 'san', 'so', 'st', 'the', 'to', 'our', 'north', 'south', 'east', 'west', 'upper', 'lower', 'old', 'grand', 'great', 'big'] -%}
with split as (
    select * from {{ ref('int_places__parts') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

-- What looks like a part is looked up whole; only where nothing has that name, by its pieces.
parts as (
    select
        place,
        place_number,
        unnest(parts) as part,
        generate_subscripts(parts, 1) as part_number,
        generate_subscripts(parts, 1) > 1
        and regexp_full_match(parts[generate_subscripts(parts, 1) - 1], '[a-z]{1,3}')
        and parts[generate_subscripts(parts, 1) - 1] not in ('us', 'usa', 'uk', 'uae') as follows_code
    from split
),

unnamed as (
    select parts.*
    from parts
    anti join names on parts.part = names.place_name
    anti join world_regions on parts.part = world_regions.alias
),

dashed as (
    select
        place,
        place_number,
        {{ place_key("unnest(regexp_split_to_array(part, '\\s*[-–—]\\s*'))") }} as part
    from unnamed
    where regexp_matches(part, '[-–—]')
),

unnamed_pieces as (
    select place, place_number, part
    from unnamed
    where not regexp_matches(part, '[-–—]')
    union all
    select dashed.*
    from dashed
    anti join names on dashed.part = names.place_name
),

-- "usa irvine ca", "oakdale mn": the first and the last words.
words as (
    select
        place,
        place_number,
        unnest([
            regexp_extract(part, '^(\S+ \S+) ', 1), regexp_extract(part, '^(\S+) ', 1),
            regexp_extract(part, ' (\S+ \S+)$', 1), regexp_extract(part, ' (\S+)$', 1)
        ]) as part
    from unnamed_pieces
),

pieces as (
    select
        place,
        place_number,
        part,
        part_number = 1 as is_first,
        follows_code,
        part in ('{{ address_words | join("', '") }}') as is_address_word,
        if(is_address_word, 0.6, 1.0) as share
    from parts
    where part <> 'na'  -- not available, never Namibia
    union all
    select place, place_number, part, false, false, false, 1.0
    from dashed
    union all
    select place, place_number, part, false, false, false, 0.6
    from words
    where part not in ('{{ small_words | join("', '") }}')
),

candidates as (
    select
        pieces.place,
        pieces.place_number,
        pieces.part,
        pieces.is_first,
        pieces.is_address_word,
        names.kind,
        names.country_code,
        names.region_code,
        names.city_name,
        -- Of two codes in a row the second is the country: "Valls, T, ES".
        pieces.share * names.weight
        + if(pieces.follows_code and names.kind = 'country' and length(pieces.part) = 2, 1.5, 0) as weight,
        -- A town named by some of the words is meant where its country is said, or everybody knows it.
        pieces.share = 1 or names.kind <> 'city' or names.weight >= 1.9 as is_likely
    from pieces
    inner join names on pieces.part = names.place_name
    -- Apac is a town in Uganda; in a listing it is Asia and the Pacific.
    anti join world_regions on pieces.part = world_regions.alias and names.kind = 'city'
    where pieces.share = 1 or names.kind <> 'city' or names.weight >= 1
),

likely as (
    select *
    from candidates
    where
        is_likely
        or (place, place_number, country_code) in (
            select (place, place_number, country_code)
            from candidates
            where kind = 'region'
        )
        or not is_address_word and (place, place_number, country_code) in (
            select (place, place_number, country_code)
            from candidates
            where kind = 'country'
        )
),

regions as (
    select
        place,
        place_number,
        country_code,
        list(distinct region_code) as region_codes
    from likely
    where kind = 'region'
    group by all
),

-- A city in the region that stands beside it fits; one elsewhere in the country does not.
weighed as (
    select
        likely.*,
        case
            when likely.kind <> 'city' or regions.region_codes is null then likely.weight
            when list_contains(regions.region_codes, likely.region_code) then likely.weight + 1.5
            else likely.weight / 2
        end as fit
    from likely
    left join regions using (place, place_number, country_code)
),

by_part as (
    select
        place,
        place_number,
        country_code,
        part,
        max(fit) as fit
    from weighed
    group by all
),

-- The country field is a country ("IN" there is India, whatever Indiana's code is); where a text
-- names several places it is the country of those that may lie there.
fields as (
    select
        split.place,
        split.place_number,
        '(country field)' as part,
        names.country_code,
        max(names.weight) + 5 as fit
    from split
    inner join names on {{ place_key('split.place.country') }} = names.place_name
    where names.kind = 'country'
    group by all
),

fitting_fields as (
    select distinct fields.*
    from fields
    left join (select distinct place, place_number from by_part) as readings
        using (place, place_number)
    left join (select distinct place, place_number, country_code from by_part) as fitting
        using (place, place_number, country_code)
    left join (select place, place_number from split where place_number > 1) as others
        on fields.place = others.place
    where others.place is null or readings.place is null or fitting.place is not null
),

by_country as (
    select
        place,
        place_number,
        country_code,
        sum(fit) as fit
    from (select * from by_part union all by name select * from fitting_fields)
    group by all
),

-- "Oregon" is the state, not a town of that name elsewhere, and "Mexico" not its capital; "New York"
-- and "Singapore" are cities, too.
wide_names as (
    select
        place,
        place_number,
        country_code,
        part,
        list(distinct region_code) filter (where region_code is not null) as region_codes
    from likely
    where kind <> 'city' and length(part) > 3
    group by all
),

pictured as (
    select weighed.*
    from weighed
    left join wide_names using (place, place_number, country_code, part)
    where
        weighed.kind <> 'city'
        or wide_names.part is null
        or list_contains(wide_names.region_codes, weighed.region_code)
        or wide_names.region_codes is null
        and {{ place_key('weighed.city_name') }} = part
        and weighed.weight > 1.3
),

details as (
    select
        place,
        place_number,
        country_code,
        -- The narrowest place comes first as a rule.
        arg_max(city_name, (fit + if(is_first, 0.5, 0), city_name)) filter (where kind = 'city') as city_name,
        arg_max(region_code, (fit + if(is_first, 0.5, 0), region_code))
            filter (where kind in ('region', 'city')) as region_code,
        bool_or(kind <> 'city') as is_wide
    from pictured
    group by all
),

-- Readings that no neighbour could lift above the best one are left out.
readings as (
    select by_country.*
    from by_country
    qualify fit > max(fit) over (partition by place, place_number) - 1.1
),

world as (
    select
        pieces.place,
        pieces.place_number,
        any_value(world_regions.world_region) as world_region
    from pieces
    inner join world_regions on pieces.part = world_regions.alias
    group by all
)

select
    split.place,
    split.place_text,
    details.city_name,
    world.world_region,
    split.workplace,
    readings.country_code,
    details.region_code,
    split.place_number,
    coalesce(readings.fit, 0) as fit,
    details.is_wide
from split
left join readings using (place, place_number)
left join details using (place, place_number, country_code)
left join world using (place, place_number)
