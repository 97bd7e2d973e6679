with listings as (
    select * from {{ ref('stg_listings') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

places as (
    select distinct unnest(places) as place
    from listings
),

-- A place with parts of its own is one place; its text counts, too, where it holds several.
read as (
    select
        place,
        left(nullif(concat_ws(', ', place.city, place.region, place.country), ''), {{ var('longest_place') }})
            as parts_text,
        list_filter(
            regexp_split_to_array(
                -- "Trinidad and Tobago" is one place
                regexp_replace(
                    regexp_replace(left(place.text, {{ var('longest_place') }}), '\s*\+\s?\d+ more…?', ''),
                    '(?i) (?:and|&) (herzegovina|tobago|labrador|nevis|barbuda|principe|the grenadines|caicos|wear|wales)',
                    '~and~\1'
                ),
                '\s*[;|•/\n]\s*|\s+(?i:or|and|und|oder)\s+|\s+[&+]\s+'
            ),
            lambda fragment: regexp_matches(fragment, '\pL')
        ) as fragments
    from places
),

fragments as (
    select
        place,
        0 as fragment_number,
        parts_text as fragment_text
    from read
    where place.city is not null or place.text is null
    union all
    select
        place,
        generate_subscripts(fragments, 1),
        trim(unnest(fragments), ' ,')
    from read
),

-- "Austin, TX, Denver, CO", "US-WA-Seattle, US-TX-Austin", "London, Berlin" and "Remote US, Boston"
-- are several places, "Paris, Texas" and "London, Ontario, Canada" are one; "Chicago, US-Remote,
-- Toronto" are three, and a short code nobody knows ends no list: "SF, Oslo, CHI".
comma_parts as (
    select distinct
        fragment_text,
        unnest(string_split(fragment_text, ',')) as part_text,
        generate_subscripts(string_split(fragment_text, ','), 1) as part_number
    from fragments
    where fragment_number > 0 and contains(fragment_text, ',')
),

named_parts as (
    select
        *,
        {{ place_key("trim(" ~ place_names_only('part_text') ~ ", ' ,.-–—')") }} as part,
        {{ place_key("regexp_extract(part_text, '^([^-]+)-.', 1)") }} as head
    from comma_parts
),

inside as (
    select distinct
        inner_parts.fragment_text,
        inner_parts.part_number as inner_number,
        outer_parts.part_number as outer_number
    from named_parts as inner_parts
    inner join named_parts as outer_parts
        on inner_parts.fragment_text = outer_parts.fragment_text
        and inner_parts.part_number < outer_parts.part_number
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
            or inner_names.kind = 'city' and outer_names.kind = 'region'
            and inner_names.region_code = outer_names.region_code
        )
),

-- "Paris, France, Rome, Italy": each second part says where the one before it is.
paired as (
    select fragment_text
    from inside
    where outer_number = inner_number + 1 and outer_number % 2 = 0
    group by fragment_text
    having count(*) > 1 and 2 * count(distinct outer_number) = len(string_split(fragment_text, ','))
),

told as (
    select
        named_parts.*,
        fragment_text in (select fragment_text from inside) as is_nested,
        head in (select place_name from names where kind in ('country', 'region')) as is_path,
        part in (select place_name from names where kind = 'city' and weight >= 1.5)
        or regexp_matches(part_text, '(?i)\bremote\b') as is_place,
        part in (select place_name from names where kind in ('country', 'region')) as is_wide,
        regexp_full_match(trim(part_text), '\p{Lu}[\pL]{1,2}') as is_code
    from named_parts
),

comma_lists as (
    select
        fragment_text,
        fragment_text in (select fragment_text from paired) as is_paired,
        bool_and(is_path) or (
            not bool_or(is_nested)
            and bool_and(is_place or is_wide or is_code)
            and count(distinct part) > 1
            and (count(*) filter (where is_place) > 1 or bool_and(is_wide))
        ) as is_list
    from told
    group by fragment_text
),

listed as (
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

single as (
    select
        place,
        fragment_number,
        fragment_text,
        generate_subscripts(single_texts, 1) as single_number,
        unnest(single_texts) as single_text
    from listed
    -- the label of a place that has parts says no more than they do, unless it is a list
    qualify
        fragment_number = 0
        or min(fragment_number) over (partition by place) > 0
        or sum(len(single_texts)) over (partition by place) > 2
),

numbered as (
    select
        place,
        row_number() over (partition by place order by fragment_number, single_number) as place_number,
        trim(replace(single_text, '~', ' '), ' ,') as place_text,
        -- the label of a place with parts, and "Remote (Germany, Austria)", speak for all they head
        concat_ws(
            ' ', if(fragment_number = 0, place.text, regexp_extract(fragment_text, '^[^,]*[-–—:(]')), single_text
        ) as workplace_text
    from single
),

cleaned as (
    select
        *,
        {{ place_names_only('place_text') }} as cleaned_text
    from numbered
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
    case
        when regexp_matches(workplace_text, '(?i)\bhybrid\b') then 'hybrid'
        when regexp_matches(workplace_text, '(?i)\b(remote|work from home|wfh|telecommut\w+|home[- ](based|office)|virtual|anywhere|distributed)\b') then 'remote'
        when regexp_matches(workplace_text, '(?i)\b(on-?site|in[- ]office|in[- ]person)\b') then 'onsite'
        else 'unknown'
    end as workplace,
    place_number
from cleaned
