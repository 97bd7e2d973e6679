with sightings as (
    select * from {{ ref('stg_sightings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

contents as (
    select * from {{ ref('stg_listings') }}
),

text_ranges as (
    select * from {{ ref('int_pay__text_ranges') }}
),

-- An id that is listed twice on one night has two contents: one of them, the same each time, counts.
seen_nights as (
    select
        sightings.listing_id,
        any_value(boards.board_id) as board_id,
        any_value(boards.company_id) as company_id,
        nights.seen_date,
        max(sightings.content_id) as content_id
    from sightings
    inner join boards using (ats, board)
    cross join unnest(sightings.seen_dates) as nights (seen_date)
    group by sightings.listing_id, nights.seen_date
),

marked_nights as (
    select
        *,
        coalesce(content_id <> lag(content_id) over (partition by listing_id order by seen_date), true) as is_new
    from seen_nights
),

numbered_nights as (
    select
        *,
        sum(is_new::integer) over (partition by listing_id order by seen_date) as version_number
    from marked_nights
),

versions as (
    select
        listing_id,
        version_number::integer as version_number,
        any_value(board_id) as board_id,
        any_value(company_id) as company_id,
        any_value(content_id) as content_id,
        min(seen_date) as first_seen_date,
        max(seen_date) as last_seen_date
    from numbered_nights
    group by listing_id, version_number
),

text_pays as (
    select
        text_id,
        string_agg(distinct span_text, '; ' order by span_text) as pay_words
    from text_ranges
    group by text_id
),

-- What a reader of the posting sees; versions are compared by these words.
version_words as (
    select
        versions.*,
        contents.title,
        contents.text_id,
        nullif(concat_ws(' · ', {{ pay_words('contents.pays') }}, contents.pay_text, text_pays.pay_words), '')
            as pay_words,
        nullif(concat_ws(' · ', contents.workplace_text, if(contents.is_remote, 'remote', null)), '')
            as workplace_words,
        nullif(concat_ws(' · ', {{ place_words('contents.places') }}, {{ place_words('contents.applicant_places') }}), '')
            as place_words,
        nullif(concat_ws(
            ' · ', contents.employment_type_text, contents.department_text, contents.team_text, contents.level_text
        ), '') as position_words,
        contents.closes_at
    from versions
    inner join contents using (content_id)
    left join text_pays on contents.text_id = text_pays.text_id
)

select
    new_words.listing_id || '#' || new_words.version_number as listing_version_id,
    new_words.listing_id,
    new_words.board_id,
    new_words.company_id,
    new_words.content_id,
    new_words.text_id,
    new_words.version_number,
    new_words.title,
    new_words.pay_words as pay_text,
    new_words.workplace_words as workplace_text,
    new_words.place_words as places_text,
    new_words.position_words as position_text,
    case
        when new_words.version_number > 1 then list_filter([
            if(new_words.title is distinct from old_words.title, 'title', null),
            if(new_words.text_id is distinct from old_words.text_id, 'text', null),
            if(new_words.pay_words is distinct from old_words.pay_words, 'pay', null),
            if(new_words.workplace_words is distinct from old_words.workplace_words, 'workplace', null),
            if(new_words.place_words is distinct from old_words.place_words, 'places', null),
            if(new_words.position_words is distinct from old_words.position_words, 'position', null),
            if(new_words.closes_at is distinct from old_words.closes_at, 'closing date', null)
        ], name -> name is not null)
    end as changed_fields,
    new_words.first_seen_date,
    new_words.last_seen_date,
    new_words.closes_at
from version_words as new_words
left join version_words as old_words
    on new_words.listing_id = old_words.listing_id
    and new_words.version_number = old_words.version_number + 1
