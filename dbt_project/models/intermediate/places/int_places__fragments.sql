{%- set label_rules = ref('place_label_rules') %}

with listings as (
    select * from {{ ref('stg_listings') }}
),

residences as (
    select * from {{ ref('int_places__residences') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

entities as (
    select * from {{ ref('html_entities') }}
),

places as (
    select unnest(places) as place from listings
    union
    select unnest(places) from residences
),

labels as (
    select distinct left(place.text, {{ var('longest_place') }}) as words
    from places
    where place.text is not null
),

decoded_labels as (
    {{ decoded_entities('labels', 'entities') }}
),

label_texts as (
    select
        labels.words,
        {{ without_mojibake(tidied('coalesce(decoded_labels.decoded_words, labels.words)')) }} as label,
        {{ place_label(label_rules, 'label') }} as label_text
    from labels
    left join decoded_labels using (words)
),

label_fragments as (
    select
        words,
        list_filter(
            regexp_split_to_array(
                label_text,
                '\s*[;|•/\n]\s*|\s+(?i:or|and|und|oder|o|ou|y|et|eller|och|og|lub|albo|nebo|vagy|veya|sau|tai|atau|или|або)\s+|\s*(?:または|或|또는)\s*|\s+[eil&]\s+|\s*\+\s*'
            ),
            lambda fragment: regexp_matches(fragment, '\pL')
        ) as fragments
    from label_texts
),

-- A place has an address where the vendor names its city apart, or has no label; some fields for a
-- country hold "European Union".
fragments as (
    select
        place,
        0 as fragment_number,
        {{ tidied("left(concat_ws(', ', place.city, place.region, place.country), " ~ var('longest_place') ~ ")") }} as fragment_text
    from places
    where
        place.city is not null
        or place.text is null
        or lower(trim(place.country)) in (select alias from world_regions)
    union all
    select
        places.place,
        generate_subscripts(label_fragments.fragments, 1),
        trim(unnest(label_fragments.fragments), ' ,')
    from places
    inner join label_fragments on left(places.place.text, {{ var('longest_place') }}) = label_fragments.words
)

select
    place,
    fragment_text,
    fragment_number
from fragments
