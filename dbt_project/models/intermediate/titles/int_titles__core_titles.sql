{%- set not_latin = '[\\p{Han}\\p{Hangul}\\p{Hiragana}\\p{Katakana}]' -%}

with listings as (
    select * from {{ ref('stg_listings') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

titles as (
    select distinct title
    from listings
),

-- A title in two scripts keeps its Latin half.
clean_titles as (
    select
        title,
        if(
            regexp_matches(title, '{{ not_latin }}') and regexp_matches(title, '[A-Za-z]{3}'),
            regexp_replace(
                title, '(?i)\((?:remote|hybrid)\)|{{ not_latin }}|[()（）]', ' ', 'g'
            ),
            -- A bracketed clause, or the words after the last dash, name a place, a team or a contract.
            regexp_replace(regexp_replace(title, '\s*[(\[][^)\]]*[)\]]', ' ', 'g'), '^(.*\S)\s+[-–—|]\s+.*$', '\1')
        ) as clean_title
    from titles
),

-- Without the marks of gender, "m/w/d".
plain_titles as (
    select
        title,
        trim(regexp_replace(
            lower(regexp_replace(
                clean_title, '(?i)\b[mwfdx]\s?/\s?[mwfdxv](\s?/\s?[mwfdxi*])?(\s|$)', ' '
            )),
            '\s+', ' ', 'g'
        )) as plain_title
    from clean_titles
),

-- A title of at least two words may end in one or two places after commas.
title_clauses as (
    select
        title,
        plain_title,
        regexp_extract(plain_title, '^(\S+ .*?), [^,]+, [^,]+$', 1) as without_two,
        regexp_extract(plain_title, '^(\S+ .*), [^,]+$', 1) as without_one,
        {{ place_key("regexp_extract(plain_title, ', ([^,]+), [^,]+$', 1)") }} as second_last_clause,
        {{ place_key("regexp_extract(plain_title, ', ([^,]+)$', 1)") }} as last_clause
    from plain_titles
),

place_names as (
    select distinct place_name
    from names
    where kind <> 'city' and length(place_name) > 3 or weight >= 1.6
),

core_titles as (
    select
        title_clauses.title,
        case
            when not contains(title_clauses.plain_title, ' ') then lower(title_clauses.title)
            when last_names.place_name is null then title_clauses.plain_title
            when second_last_names.place_name is not null and title_clauses.without_two <> ''
                then title_clauses.without_two
            when title_clauses.without_one <> '' then title_clauses.without_one
            else title_clauses.plain_title
        end as core_title
    from title_clauses
    left join place_names as last_names on title_clauses.last_clause = last_names.place_name
    left join place_names as second_last_names
        on title_clauses.second_last_clause = second_last_names.place_name
)

select
    title,
    core_title,
    array_to_string(
        list_sort(list_distinct(regexp_extract_all(core_title, '[\pL\pN+#.]+'))), ' '
    ) as core_title_words
from core_titles
