with listings as (
    select * from {{ ref('fct_listings') }}
),

listing_places as (
    select * from {{ ref('int_places__listings') }}
),

-- All places of all listings of the role.
role_places as (
    select
        listings.role_id,
        list_sort(list(distinct listing_places.country_code) filter (where listing_places.country_code is not null))
            as country_codes,
        list_sort(list(distinct listing_places.city_name) filter (where listing_places.city_name is not null))
            as city_names
    from listings
    inner join listing_places using (listing_id)
    group by listings.role_id
),

roles as (
    select
        role_id,
        company_id,
        arg_min(core_title, listing_id) as core_title,
        arg_min(seniority, listing_id) as seniority,
        arg_min(role_family, listing_id) as role_family,
        count(*) as listing_count,
        count(*) filter (where has_text) as with_text_count,
        count(*) filter (where has_salary) as with_salary_count,
        count(distinct country_code) as country_count,
        count(distinct row(annual_salary_min_usd, annual_salary_max_usd)) filter (where has_salary)
            as pay_zone_count,
        median(annual_salary_usd) as median_salary_usd,
        bool_or(is_software) as is_software,
        min(first_seen_date) as first_seen_date
    from listings
    group by role_id, company_id
)

select
    roles.role_id,
    roles.company_id,
    roles.core_title,
    roles.seniority,
    roles.role_family,
    role_places.country_codes,
    role_places.city_names,
    roles.listing_count,
    roles.with_text_count,
    roles.with_salary_count,
    roles.country_count,
    roles.pay_zone_count,
    roles.median_salary_usd,
    roles.is_software,
    roles.first_seen_date
from roles
left join role_places using (role_id)
