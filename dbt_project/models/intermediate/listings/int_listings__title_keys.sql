with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

core_titles as (
    select * from {{ ref('int_titles__core_titles') }}
),

title_levels as (
    select * from {{ ref('int_titles__seniority') }}
),

title_keys as (
    select
        open_listings.listing_id,
        open_listings.company_id,
        open_listings.text_id,
        open_listings.board_id || '|' || open_listings.opening_id as opening_key,
        concat_ws(
            '|',
            open_listings.company_id,
            core_titles.core_title_words,
            title_levels.seniority
        ) as title_key
    from open_listings
    inner join core_titles on open_listings.title = core_titles.title
    inner join title_levels on open_listings.title = title_levels.title
)

select * from title_keys
