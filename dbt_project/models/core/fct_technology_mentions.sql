with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

tagged as (
    select * from {{ ref('int_technologies__mentions') }}
),

repeated as (
    select * from {{ ref('int_technologies__boilerplate') }}
),

technologies as (
    select * from {{ ref('dim_technologies') }}
),

posted as (
    select distinct
        boards.company_id,
        listings.text_id
    from opened
    inner join listings on opened.content_id = listings.content_id
    inner join boards using (board_id)
),

-- What a company is called: its name, with and without its legal form, and its boards.
names as (
    select company_id, company_id as name from boards
    union
    select company_id, regexp_replace(company_id, '-(inc|ltd|llc|gmbh|ag|se|sa|sas|bv|plc|corp|co|limited|labs|hq|io|ai|com)$', '')
    from boards
    union
    select company_id, {{ slug('board') }} from boards
),

aliases as (
    select
        alias,
        {{ slug('alias') }} as name
    from (select distinct alias from tagged)
),

own_names as (
    select distinct
        names.company_id,
        aliases.alias
    from names
    inner join aliases using (name)
),

mentions as (
    select
        posted.company_id,
        tagged.*,
        -- "Ansible Health" is a company, not Ansible.
        own_names.alias is not null
        or starts_with(replace(posted.company_id, '-', ''), lower(tagged.alias))
        and starts_with(
            replace(posted.company_id, '-', ''),
            lower(tagged.alias || nullif(trim(regexp_extract(
                substr(tagged.span_text, strpos(tagged.span_text, tagged.alias) + length(tagged.alias)), '^ [A-Z]\w+'
            )), ''))
        ) as is_own_name,
        coalesce(technologies.vendor_company_id = posted.company_id, false)
        or coalesce(is_own_name, false)
            as is_own_product,
        repeated.line_id is not null as is_repeated,
        tagged.section in ('requirements', 'preferred') as is_asked_for
    from posted
    inner join tagged using (text_id)
    inner join technologies on tagged.technology_id = technologies.technology_id
    left join own_names
        on posted.company_id = own_names.company_id and tagged.alias = own_names.alias
    left join repeated
        on posted.company_id = repeated.company_id and tagged.line_id = repeated.line_id
),

-- What every posting of a company says tells of the company, unless it says what is asked for,
-- what is to be done or what the stack is. Its own product is asked for, or stands in a list.
judged as (
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
            when is_own_product and not is_listed and (coalesce(is_own_name, false) or not is_asked_for)
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
    from mentions
)

select
    *,
    class in ('build', 'use') as is_counted
from judged
