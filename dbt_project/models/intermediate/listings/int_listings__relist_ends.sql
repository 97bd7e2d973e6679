with spans as (
    select * from {{ ref('int_listings__spans') }}
),

sightings as (
    select * from {{ ref('stg_sightings') }}
),

contents as (
    select * from {{ ref('stg_listings') }}
),

core_titles as (
    select * from {{ ref('int_titles__core_titles') }}
),

title_levels as (
    select * from {{ ref('int_titles__seniority') }}
),

-- A listing that came back under its own id was not replaced by another: only its last span closes it.
span_ends as (
    select
        listing_id,
        board_id,
        company_id,
        false as is_opening,
        last_seen_date as end_date
    from spans
    qualify missing_date is not null and span_number = max(span_number) over (partition by listing_id)
    union all
    select
        listing_id,
        board_id,
        company_id,
        true as is_opening,
        opened_date as end_date
    from spans
    where span_number = 1
),

seen_contents as (
    select
        sightings.listing_id,
        sightings.content_id,
        sightings.first_seen_date,
        sightings.last_seen_date,
        contents.title,
        contents.text_id,
        contents.opening_id,
        {{ place_words('contents.places') }} as places_text
    from sightings
    inner join contents using (content_id)
),

-- The first words of a listing when it opens and its last ones when it closes. A text may be read later than the title.
end_words as (
    select
        listing_id,
        true as is_opening,
        arg_min(title, (first_seen_date, content_id)) as title,
        arg_min(text_id, (first_seen_date, content_id)) as text_id,
        arg_min(opening_id, (first_seen_date, content_id)) as opening_id,
        arg_min(places_text, (first_seen_date, content_id)) as places_text
    from seen_contents
    group by listing_id
    union all
    select
        listing_id,
        false as is_opening,
        arg_max(title, (last_seen_date, content_id)) as title,
        arg_max(text_id, (last_seen_date, content_id)) as text_id,
        arg_max(opening_id, (last_seen_date, content_id)) as opening_id,
        arg_max(places_text, (last_seen_date, content_id)) as places_text
    from seen_contents
    group by listing_id
),

keyed_ends as (
    select
        span_ends.listing_id || if(span_ends.is_opening, '#opened', '#closed') as relist_end_id,
        span_ends.listing_id,
        span_ends.board_id,
        span_ends.company_id,
        end_words.text_id,
        span_ends.board_id || '|' || end_words.opening_id as opening_key,
        concat_ws('|', span_ends.company_id, core_titles.core_title_words, title_levels.seniority) as title_key,
        end_words.places_text,
        span_ends.is_opening,
        span_ends.end_date
    from span_ends
    inner join end_words
        on span_ends.listing_id = end_words.listing_id
        and span_ends.is_opening = end_words.is_opening
    inner join core_titles on end_words.title = core_titles.title
    inner join title_levels on end_words.title = title_levels.title
)

-- Of each key, what closed before something opened, and what opened after that.
select *
from keyed_ends
qualify
{%- for key in ['title_key', 'opening_key'] %}
    {{ 'or ' if not loop.first }}{{ key }} is not null and if(
        is_opening,
        count(*) filter (where not is_opening) over (
            partition by {{ key }} order by end_date
            range between interval {{ var("relist_within_days") }} days preceding and interval 1 day preceding
        ),
        count(*) filter (where is_opening) over (
            partition by {{ key }} order by end_date
            range between interval 1 day following and interval {{ var("relist_within_days") }} days following
        )
    ) > 0
{%- endfor %}
