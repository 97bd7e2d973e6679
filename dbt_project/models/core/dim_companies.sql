with boards as (
    select * from {{ ref('int_listings__boards') }}
),

company_facts as (
    select * from {{ ref('stg_companies') }}
),

stated_industries as (
    select
        company_id,
        list(industry order by industry_rank) as industries,
        arg_min(evidence_text, industry_rank) as evidence_text,
        max(confidence) as confidence
    from {{ ref('int_companies__industries') }}
    group by company_id
),

stated_sizes as (
    select * from {{ ref('int_companies__sizes') }}
),

board_companies as (
    select
        company_id,
        arg_min(company_name, board_id) as company_name,
        count(*) as board_count
    from boards
    group by company_id
),

known_companies as (
    select
        board_companies.*,
        company_facts.headquarters_country_code,
        company_facts.evidence_text,
        company_facts.facts_source,
        company_facts.evidence_date,
        coalesce(company_facts.industries, []) as fact_industries,
        nullif(company_facts.size_band, 'unknown') as fact_size,
        coalesce(stated_industries.industries, []) as stated_industries,
        stated_industries.evidence_text as industry_text,
        stated_industries.confidence as industry_confidence,
        stated_sizes.company_size as stated_company_size,
        stated_sizes.evidence_text as company_size_text
    from board_companies
    left join company_facts using (company_id)
    left join stated_industries using (company_id)
    left join stated_sizes using (company_id)
),

-- What a company says of itself is nearer to it than general knowledge, and farther than a source.
chosen as (
    select
        *,
        if(
            fact_industries <> []
            and (
                stated_industries = []
                or facts_source <> 'general knowledge'
                or list_has_any(fact_industries, stated_industries)
                -- The postings of a fund are about the companies that it owns a part of.
                or list_contains(fact_industries, 'venture-capital')
            ),
            fact_industries,
            stated_industries
        ) as industries,
        if(facts_source = 'general knowledge', coalesce(stated_company_size, fact_size), coalesce(fact_size, stated_company_size))
            as company_size
    from known_companies
)

select
    company_id,
    company_name,
    headquarters_country_code,
    coalesce(company_size, 'unknown') as company_size,
    case
        when company_size is null then null
        when company_size = fact_size and facts_source = 'source' then facts_source
        when company_size = stated_company_size then 'own words'
        else facts_source
    end as company_size_source,
    stated_company_size,
    company_size_text,
    case
        when industries = [] then null
        when fact_industries <> [] and facts_source = 'source' then facts_source
        when list_has_any(industries, stated_industries) then 'own words'
        else facts_source
    end as industries_source,
    industry_text,
    evidence_text,
    industries,
    stated_industries,
    industry_confidence,
    board_count,
    if(
        fact_industries = [] or stated_industries = [],
        null,
        not list_has_any(fact_industries, stated_industries)
    ) as has_industry_contradiction,
    fact_size <> stated_company_size as has_company_size_contradiction,
    evidence_date
from chosen
