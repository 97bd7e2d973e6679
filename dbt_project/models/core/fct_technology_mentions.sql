with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

titles as (
    select * from {{ ref('int_titles__listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

text_mentions as (
    select * from {{ ref('int_technologies__mentions') }}
),

boilerplate_lines as (
    select * from {{ ref('int_technologies__boilerplate') }}
),

technologies as (
    select * from {{ ref('dim_technologies') }}
),

company_texts as (
    select
        open_listings.company_id,
        open_listings.text_id,
        bool_or(titles.is_software) as is_software
    from open_listings
    inner join titles on open_listings.listing_id = titles.listing_id
    group by open_listings.company_id, open_listings.text_id
),

-- The names of a company: with and without its legal form, and the names of its boards.
company_names as (
    select company_id, company_id as name from boards
    union
    select company_id, regexp_replace(company_id, '-(inc|ltd|llc|gmbh|ag|se|sa|sas|bv|plc|corp|co|limited|labs|hq|io|ai|com)$', '')
    from boards
    union
    select company_id, {{ slug('board') }} from boards
),

alias_names as (
    select
        alias,
        {{ slug('alias') }} as name
    from (select distinct alias from text_mentions)
),

own_names as (
    select distinct
        company_names.company_id,
        alias_names.alias
    from company_names
    inner join alias_names using (name)
),

company_mentions as (
    select
        company_texts.company_id,
        text_mentions.*,
        -- Who sells or supports "our AI agents" does not build them.
        text_mentions.is_offered and not company_texts.is_software as is_offered_by_office,
        -- "Ansible Health" is a company, not Ansible.
        own_names.alias is not null
        or starts_with(replace(company_texts.company_id, '-', ''), lower(text_mentions.alias))
        and starts_with(
            replace(company_texts.company_id, '-', ''),
            lower(text_mentions.alias || nullif(trim(regexp_extract(
                substr(text_mentions.span_text, strpos(text_mentions.span_text, text_mentions.alias) + length(text_mentions.alias)), '^ [A-Z]\w+'
            )), ''))
        ) as is_own_name,
        coalesce(technologies.vendor_company_id = company_texts.company_id, false)
        or coalesce(is_own_name, false)
            as is_own_product,
        boilerplate_lines.line_id is not null as is_repeated,
        text_mentions.section in ('requirements', 'preferred') as is_asked_for
    from company_texts
    inner join text_mentions using (text_id)
    inner join technologies on text_mentions.technology_id = technologies.technology_id
    left join own_names
        on company_texts.company_id = own_names.company_id and text_mentions.alias = own_names.alias
    left join boilerplate_lines
        on company_texts.company_id = boilerplate_lines.company_id and text_mentions.line_id = boilerplate_lines.line_id
),

-- Boilerplate describes the company, unless it is among requirements or tasks or lists a stack.
-- The company's own product counts only among requirements or in a list.
classified_mentions as (
    select
        company_id,
        text_id,
        technology_id,
        line_id,
        alias,
        span_text,
        section,
        strength,
        case
            when class in ('mention', 'company') then class
            when is_offered_by_office
                or is_own_product and not is_listed and (coalesce(is_own_name, false) or not is_asked_for)
                then 'own_product'
            when is_repeated and not is_stack and not is_asked_for and section <> 'responsibilities'
                then 'company'
            else class
        end as class,
        mention_reason,
        start_position,
        line_number,
        is_own_product,
        is_repeated
    from company_mentions
)

select
    *,
    class in ('build', 'use') as is_counted
from classified_mentions
