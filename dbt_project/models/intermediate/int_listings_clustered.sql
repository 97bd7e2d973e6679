with opened as (
    select * from {{ ref('int_listings_opened') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_boards_dated') }}
),

titles as (
    select * from {{ ref('int_titles_classified') }}
),

keyed as (
    select
        opened.listing_id,
        boards.company_id,
        -- The vendor's own key wins; else one company, one core title, one level, one text.
        if(
            listings.opening_id is not null,
            concat_ws('|', 'opening', opened.board_id, listings.opening_id),
            concat_ws('|', 'likeness', boards.company_id, titles.core_title, titles.seniority, listings.text_id)
        ) as role_key,
        if(listings.opening_id is not null, 'vendor key', 'title and text') as role_source
    from opened
    inner join listings on opened.content_id = listings.content_id
    inner join boards using (board_id)
    inner join titles on listings.title = titles.title
)

select
    listing_id,
    md5(role_key) as role_id,
    company_id,
    role_source
from keyed
