with postings as (
    select * exclude (description_html, payload) from {{ raw_nights('postings') }}
),

entities as (
    select * from {{ ref('html_entities') }}
),

titles as (
    select distinct
        title as published_title,
        replace(replace(title, '&amp;', '&'), '&amp;', '&') as words
    from postings
),

decoded_titles as (
    {{ decoded_entities('titles', 'entities') }}
),

-- Some boards publish titles as HTML ("R&amp;D"), or in a wrong encoding.
plain_titles as (
    select
        titles.published_title,
        {{ narrow_letters('coalesce(' ~ tidied('decoded_titles.decoded_words') ~ ', trim(titles.words))') }} as decoded_title
    from titles
    left join decoded_titles using (words)
)

select distinct on (postings.content_id)
    postings.content_id,
    ats || ':' || board || ':' || native_id as listing_id,
    text_id,
    opening_id,
    ats,
    board,
    native_id,
    {{ without_mojibake('plain_titles.decoded_title') }} as title,
    url,
    nullif(trim(company), '') as company,
    workplace as workplace_text,
    employment_type as employment_type_text,
    department as department_text,
    team as team_text,
    level as level_text,
    language as language_text,
    pay_text,
    places,
    applicant_places,
    pays,
    is_remote,
    published_at,
    updated_at,
    closes_at
from postings
inner join plain_titles on postings.title = plain_titles.published_title
order by postings.content_id, postings.night
