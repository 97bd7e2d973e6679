with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

roles as (
    select * from {{ ref('int_listings__roles') }}
),

core_titles as (
    select * from {{ ref('int_titles__core_titles') }}
),

listing_roles as (
    select * from {{ ref('int_titles__listings') }}
),

title_levels as (
    select * from {{ ref('int_titles__seniority') }}
),

workplaces as (
    select * from {{ ref('int_workplace__listings') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

pay_ranges as (
    select * from {{ ref('int_pay__annualised') }}
),

requirements as (
    select * from {{ ref('int_requirements__texts') }}
),

countries as (
    select * from {{ ref('stg_countries') }}
),

first_places as (
    select
        listing_id,
        arg_min(country_code, place_number) as country_code,
        arg_min_null(city_name, place_number) as city_name
    from places
    where country_code is not null
    group by listing_id
),

text_requirements as (
    select
        text_id,
        max(answer) filter (where requirement = 'visa_sponsorship') as visa_sponsorship,
        max(answer) filter (where requirement = 'degree') as degree,
        max(degree_level) as degree_level,
        max(answer) filter (where requirement = 'security_clearance') as security_clearance,
        max(experience_years) as experience_years
    from requirements
    group by text_id
),

-- A listing with several pay tiers counts once, with the mean of the midpoints of its tiers.
salaries as (
    select
        listing_id,
        min(pay_source) filter (where is_counted) as pay_source,
        list(distinct salary_currency) filter (where is_counted) as currencies,
        count(*) filter (where is_counted) as pay_tier_count,
        {{ mean('annual_salary_min_usd') }} as annual_salary_min_usd,
        {{ mean('annual_salary_max_usd') }} as annual_salary_max_usd,
        {{ mean('annual_salary_usd') }} as annual_salary_usd,
        {{ mean('annual_on_target_min_usd') }} as annual_on_target_min_usd,
        {{ mean('annual_on_target_max_usd') }} as annual_on_target_max_usd,
        {{ mean('annual_on_target_usd') }} as annual_on_target_usd
    from pay_ranges
    group by listing_id
)

select
    open_listings.listing_id,
    roles.role_id,
    roles.company_id,
    open_listings.board_id,
    open_listings.content_id,
    open_listings.text_id,
    open_listings.ats,
    open_listings.title,
    core_titles.core_title,
    listing_roles.role_family,
    listing_roles.software_class,
    listing_roles.role_source,
    listing_roles.role_words,
    title_levels.seniority,
    open_listings.url,
    -- Without a text it is not known whether the posting states the work arrangement.
    case
        when workplaces.workplace <> 'unknown' then workplaces.workplace
        when open_listings.text_id is null then 'not read'
        else 'not stated'
    end as workplace,
    workplaces.workplace_source,
    {% for requirement in ['visa_sponsorship', 'degree', 'security_clearance'] -%}
    coalesce(
        text_requirements.{{ requirement }}, if(open_listings.text_id is null, 'not read', 'not stated')
    ) as {{ requirement }},
    {% endfor -%}
    text_requirements.degree_level,
    first_places.country_code,
    first_places.city_name,
    open_listings.department_text,
    open_listings.employment_type_text,
    salaries.pay_source,
    text_requirements.experience_years,
    coalesce(salaries.pay_tier_count, 0) as pay_tier_count,
    salaries.annual_salary_min_usd,
    salaries.annual_salary_max_usd,
    salaries.annual_salary_usd,
    salaries.annual_on_target_min_usd,
    salaries.annual_on_target_max_usd,
    salaries.annual_on_target_usd,
    listing_roles.is_software,
    workplaces.is_remote_as_flagged,
    workplaces.is_remote_uncontradicted,
    workplaces.is_remote_strict,
    open_listings.text_id is not null or salaries.listing_id is not null as is_pay_read,
    open_listings.text_id is not null as has_text,
    salaries.annual_salary_usd is not null as has_salary,
    salaries.annual_on_target_usd is not null as has_on_target_pay,
    if(
        countries.currency_code is null,
        null,
        salaries.currencies = [countries.currency_code]
    ) as is_salary_in_local_currency,
    open_listings.first_seen_date,
    open_listings.last_seen_date,
    open_listings.published_at
from open_listings
inner join roles on open_listings.listing_id = roles.listing_id
inner join core_titles on open_listings.title = core_titles.title
inner join listing_roles on open_listings.listing_id = listing_roles.listing_id
inner join title_levels on open_listings.title = title_levels.title
inner join workplaces on open_listings.listing_id = workplaces.listing_id
left join text_requirements on open_listings.text_id = text_requirements.text_id
left join first_places on open_listings.listing_id = first_places.listing_id
left join countries on first_places.country_code = countries.country_code
left join salaries on open_listings.listing_id = salaries.listing_id
