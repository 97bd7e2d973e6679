with opened as (
    select * from {{ ref('int_listings_opened') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

flags as (
    select * from {{ ref('workplace_flags') }}
),

places as (
    select * from {{ ref('int_listings_placed') }}
),

texts as (
    select * from {{ ref('int_texts_workplaced') }}
),

-- "Hybrid; In-Office" is a mixture, and a mixture is hybrid.
by_place as (
    select
        listing_id,
        case
            when bool_or(workplace = 'hybrid') then 'hybrid'
            when bool_and(workplace = 'remote') then 'remote'
            when bool_or(workplace = 'remote') and bool_or(workplace = 'onsite') then 'hybrid'
            when bool_or(workplace = 'onsite') then 'onsite'
            when bool_or(workplace = 'remote') then 'remote'
        end as workplace
    from places
    group by listing_id
),

evidence as (
    select
        opened.listing_id,
        nullif(flags.workplace, 'unknown') as by_flag,
        if(listings.is_remote, 'remote', null) as by_remote_flag,
        by_place.workplace as by_place,
        texts.workplace as by_text,
        texts.line_id
    from opened
    inner join listings on opened.content_id = listings.content_id
    left join flags on lower(trim(listings.workplace_text)) = flags.flag_text
    left join by_place on opened.listing_id = by_place.listing_id
    left join texts on listings.text_id = texts.text_id
)

select
    listing_id,
    if(coalesce(by_flag, by_remote_flag, by_place) is null, line_id, null) as line_id,
    coalesce(by_flag, by_remote_flag, by_place, by_text, 'unknown') as workplace,
    case
        when by_flag is not null then 'flag'
        when by_remote_flag is not null then 'remote flag'
        when by_place is not null then 'place'
        when by_text is not null then 'text'
        else 'none'
    end as workplace_source
from evidence
