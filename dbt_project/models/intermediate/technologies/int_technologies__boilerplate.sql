with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

titles as (
    select * from {{ ref('int_titles__classified') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
    where has_technology
),

posted as (
    select distinct
        boards.company_id,
        listings.text_id,
        titles.core_title
    from opened
    inner join listings on opened.content_id = listings.content_id
    inner join boards using (board_id)
    inner join titles on listings.title = titles.title
    where listings.text_id is not null
),

companies as (
    select
        company_id,
        count(distinct text_id) as company_text_count
    from posted
    group by company_id
    having count(distinct core_title) >= 3
),

standing as (
    select
        posted.company_id,
        lines.line_id,
        count(distinct posted.text_id) as text_count,
        count(distinct posted.core_title) as title_count
    from posted
    semi join companies using (company_id)
    inner join lines using (text_id)
    group by posted.company_id, lines.line_id
    having count(*) >= 3
),

-- Three titles: copies of one opening repeat what it asks for, too.
repeated as (
    select
        standing.company_id,
        standing.line_id,
        standing.text_count / companies.company_text_count as text_share,
        standing.text_count,
        standing.title_count
    from standing
    inner join companies using (company_id)
    where
        companies.company_text_count >= 5
        and standing.title_count >= 3
        and standing.text_count / companies.company_text_count >= 0.3
)

select * from repeated
