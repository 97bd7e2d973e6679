with companies as (
    select null::varchar as opted_out_from
    where false  -- older nights have no such column
    union all by name
    select * from {{ last_raw_night('companies') }}
)

select distinct on (company_id)
    {{ slug('company') }} as company_id,
    company as company_name,
    coalesce(size_band, 'unknown') as size_band,
    headquarters_country as headquarters_country_code,
    evidence as evidence_text,
    case
        when evidence is null or evidence = 'unknown' then null
        when evidence like 'general knowledge%' then 'general knowledge'
        when evidence like 'own postings%' then 'own words'
        else 'source'
    end as facts_source,
    list_filter(string_split(coalesce(industries, ''), ';'), lambda i: i <> '') as industries,
    string_split(
        string_agg(opted_out_from, ';' order by opted_out_from) over (partition by {{ slug('company') }}), ';'
    ) as opted_out_from,
    try_cast(evidence_date as date) as evidence_date
from companies
order by company_id, evidence is null, company_name
