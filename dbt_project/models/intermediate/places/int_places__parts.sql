{%- set stop_words = ref('place_stop_words') %}
{%- set region_aliases = ref('region_aliases') %}
{%- set workplace_flags = ref('workplace_flags') %}

with fragments as (
    select * from {{ ref('int_places__fragments') }}
),

comma_lists as (
    select * from {{ ref('int_places__comma_lists') }}
),

-- "Austin, TX, Denver, CO" is two places by its form alone.
fragment_places as (
    select
        fragments.place,
        fragments.fragment_number,
        fragments.fragment_text,
        case
            when fragments.fragment_number = 0 then [fragments.fragment_text]
            when comma_lists.is_list then string_split(fragments.fragment_text, ',')
            when comma_lists.is_paired then regexp_extract_all(fragments.fragment_text, '[^,]+,[^,]+')
            when regexp_full_match(fragments.fragment_text, '[^,]{3,}, [A-Z]{2}(, [^,]{4,}, [A-Z]{2})+')
                then regexp_extract_all(fragments.fragment_text, '[^,]+, [A-Z]{2}\b')
            else [fragments.fragment_text]
        end as single_texts
    from fragments
    left join comma_lists using (fragment_text)
),

single_places as (
    select
        place,
        fragment_number,
        fragment_text,
        generate_subscripts(single_texts, 1) as single_number,
        unnest(single_texts) as single_text
    from fragment_places
),

-- The label of an address, and "Remote (Germany, Austria)", hold for all places behind them.
numbered_places as (
    select
        place,
        fragment_number = 0 and place.text is not null as is_address,
        row_number() over (partition by place order by fragment_number, single_number) as place_number,
        trim(replace(single_text, '~', ' '), ' ,') as place_text,
        concat_ws(
            ' ', if(fragment_number = 0, place.text, regexp_extract(fragment_text, '^[^,]*[-–—:(]')), single_text
        ) as workplace_text
    from single_places
),

cleaned_places as (
    select
        *,
        {{ first_rule(workplace_flags, 'workplace', 'workplace_text', "'unknown'") }} as workplace,
        {{ place_names_only(stop_words, region_aliases, 'place_text') }} as cleaned_text
    from numbered_places
)

select
    place,
    list_filter(
        list_transform(
            regexp_split_to_array(cleaned_text, '\s*,\s*|\s+[-–—]+\s*|\s*[-–—]+\s+'),
            lambda part: {{ place_key("trim(part, ' .-–—')") }}
        ),
        lambda part: part <> ''
    ) as parts,
    place_text,
    workplace,
    place_number,
    is_address
from cleaned_places
