with boards as (
    select * from {{ ref('int_listings__boards') }}
),

company_facts as (
    select * from {{ ref('stg_companies') }}
),

board_companies as (
    select
        company_id,
        arg_min(company_name, board_id) as company_name,
        count(*) as board_count
    from boards
    group by company_id
)

select
    board_companies.company_id,
    board_companies.company_name,
    company_facts.headquarters_country_code,
    coalesce(company_facts.size_band, 'unknown') as company_size,
    company_facts.evidence_text,
    coalesce(company_facts.industries, []) as industries,
    board_companies.board_count,
    company_facts.evidence_date
from board_companies
left join company_facts using (company_id)
