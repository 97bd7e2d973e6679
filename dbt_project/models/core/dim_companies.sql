with boards as (
    select * from {{ ref('int_listings__boards') }}
),

facts as (
    select * from {{ ref('stg_companies') }}
),

named as (
    select
        company_id,
        arg_min(company_name, board_id) as company_name,
        count(*) as board_count
    from boards
    group by company_id
)

select
    named.company_id,
    named.company_name,
    facts.headquarters_country_code,
    coalesce(facts.size_band, 'unknown') as company_size,
    facts.evidence_text,
    coalesce(facts.industries, []) as industries,
    named.board_count,
    facts.evidence_date
from named
left join facts using (company_id)
