with listings as (
    select * from {{ ref('stg_listings') }}
),

places as (
    select distinct unnest(places) as place
    from listings
),

-- "Trinidad and Tobago" is one place: its "and" is marked before the text is split at "and".
place_texts as (
    select
        place,
        left(nullif(concat_ws(', ', place.city, place.region, place.country), ''), {{ var('longest_place') }})
            as parts_text,
        regexp_replace(
            regexp_replace(left(place.text, {{ var('longest_place') }}), '\s*\+\s?\d+ more…?', ''),
            '(?i) (?:and|&) (herzegovina|tobago|labrador|nevis|barbuda|principe|the grenadines|caicos|wear|wales)',
            '~and~\1'
        ) as label_text
    from places
),

label_fragments as (
    select
        place,
        parts_text,
        list_filter(
            regexp_split_to_array(
                label_text, '\s*[;|•/\n]\s*|\s+(?i:or|and|und|oder)\s+|\s+[&+]\s+'
            ),
            lambda fragment: regexp_matches(fragment, '\pL')
        ) as fragments
    from place_texts
),

-- A place with city, region or country fields is one place. Its label also counts if it names several.
fragments as (
    select
        place,
        0 as fragment_number,
        parts_text as fragment_text
    from label_fragments
    where place.city is not null or place.text is null
    union all
    select
        place,
        generate_subscripts(fragments, 1),
        trim(unnest(fragments), ' ,')
    from label_fragments
)

select
    place,
    fragment_text,
    fragment_number
from fragments
