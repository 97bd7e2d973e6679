with single_places as (
    select * from {{ ref('int_places__parts') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

place_words as (
    select * from {{ ref('place_words') }}
),

parts as (
    select
        place,
        place_number,
        unnest(parts) as part,
        generate_subscripts(parts, 1) as part_number,
        generate_subscripts(parts, 1) > 1
        and regexp_full_match(parts[generate_subscripts(parts, 1) - 1], '[a-z]{1,3}')
        and parts[generate_subscripts(parts, 1) - 1] not in ('us', 'usa', 'uk', 'uae') as follows_code
    from single_places
),

-- A part is looked up whole; only where nothing has that name, by its pieces.
unknown_parts as (
    select parts.*
    from parts
    anti join names on parts.part = names.place_name
    anti join world_regions on parts.part = world_regions.alias
),

dashed_pieces as (
    select
        place,
        place_number,
        {{ place_key("unnest(regexp_split_to_array(part, '\\s*[-–—]\\s*'))") }} as part
    from unknown_parts
    where regexp_matches(part, '[-–—]')
),

unknown_pieces as (
    select place, place_number, part
    from unknown_parts
    where not regexp_matches(part, '[-–—]')
    union all
    select dashed_pieces.*
    from dashed_pieces
    anti join names on dashed_pieces.part = names.place_name
),

-- "usa irvine ca", "oakdale mn": the first and the last words.
word_pieces as (
    select
        place,
        place_number,
        unnest([
            regexp_extract(part, '^(\S+ \S+) ', 1), regexp_extract(part, '^(\S+) ', 1),
            regexp_extract(part, ' (\S+ \S+)$', 1), regexp_extract(part, ' (\S+)$', 1)
        ]) as part
    from unknown_pieces
),

-- "na" is "not available" and never Namibia.
whole_parts as (
    select
        *,
        part in (select word from place_words where word_kind <> 'small') as is_address_word
    from parts
    where part <> 'na'
),

pieces as (
    select
        place,
        place_number,
        part,
        part_number = 1 as is_first,
        follows_code,
        is_address_word,
        if(is_address_word, 0.6, 1.0) as share
    from whole_parts
    union all
    select place, place_number, part, false, false, false, 1.0
    from dashed_pieces
    union all
    select place, place_number, part, false, false, false, 0.6
    from word_pieces
    where part <> '' and part not in (select word from place_words where word_kind <> 'address')
    union all
    -- The code of an airport is one only in capitals.
    select place, place_number, upper(part), part_number = 1, false, false, 1.0
    from parts
    where length(part) = 3 and contains(place.text, upper(part))
    union all
    select place, place_number, upper(part), false, false, false, 1.0
    from dashed_pieces
    where length(part) = 3 and contains(place.text, upper(part))
)

select
    place,
    part,
    place_number,
    share,
    is_first,
    follows_code,
    is_address_word
from pieces
