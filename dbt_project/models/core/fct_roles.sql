with listings as (
    select * from {{ ref('fct_listings') }}
)

select
    role_id,
    company_id,
    arg_min(core_title, listing_id) as core_title,
    arg_min(seniority, listing_id) as seniority,
    arg_min(role_family, listing_id) as role_family,
    count(*) as listing_count,
    count(*) filter (where has_salary) as with_salary_count,
    count(distinct country_code) as country_count,
    bool_or(is_software) as is_software,
    min(first_seen_date) as first_seen_date
from listings
group by role_id, company_id
