with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

core_titles as (
    select * from {{ ref('int_titles__core_titles') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
    where has_technology
),

company_texts as (
    select distinct
        open_listings.company_id,
        open_listings.text_id,
        core_titles.core_title
    from open_listings
    inner join core_titles on open_listings.title = core_titles.title
    where open_listings.text_id is not null
),

companies as (
    select
        company_id,
        count(distinct text_id) as company_text_count
    from company_texts
    group by company_id
    having
        count(distinct core_title) >= {{ var('boilerplate_titles') }}
        and company_text_count >= {{ var('boilerplate_texts') }}
),

company_lines as (
    select
        company_texts.company_id,
        lines.line_id,
        count(distinct company_texts.text_id) as text_count,
        count(distinct company_texts.core_title) as title_count
    from company_texts
    semi join companies using (company_id)
    inner join lines using (text_id)
    group by company_texts.company_id, lines.line_id
    having count(*) >= {{ var('boilerplate_titles') }}
),

-- A line under fewer titles may be a requirement that copies of one opening repeat.
boilerplate_lines as (
    select
        company_lines.company_id,
        company_lines.line_id,
        company_lines.text_count / companies.company_text_count as text_share,
        company_lines.text_count,
        company_lines.title_count
    from company_lines
    inner join companies using (company_id)
    where
        company_lines.title_count >= {{ var('boilerplate_titles') }}
        and company_lines.text_count / companies.company_text_count
        >= {{ var('boilerplate_text_share') }}
)

select * from boilerplate_lines
