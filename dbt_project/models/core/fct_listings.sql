with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

clustered as (
    select * from {{ ref('int_listings__roles') }}
),

titles as (
    select * from {{ ref('int_titles__classified') }}
),

workplaces as (
    select * from {{ ref('int_workplace__listings') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

pays as (
    select * from {{ ref('int_pay__annualised') }}
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

-- Several tiers count once: the mean of their midpoints, never the lowest low to the highest high.
salaries as (
    select
        listing_id,
        any_value(pay_source) filter (where is_counted) as pay_source,
        list(distinct salary_currency) filter (where is_counted) as currencies,
        count(*) filter (where is_counted) as pay_tier_count,
        {{ mean('annual_salary_min_usd') }} as annual_salary_min_usd,
        {{ mean('annual_salary_max_usd') }} as annual_salary_max_usd,
        {{ mean('annual_salary_usd') }} as annual_salary_usd
    from pays
    group by listing_id
)

select
    opened.listing_id,
    clustered.role_id,
    clustered.company_id,
    opened.board_id,
    opened.content_id,
    listings.text_id,
    listings.ats,
    listings.title,
    titles.core_title,
    titles.role_family,
    titles.software_class,
    titles.seniority,
    listings.url,
    -- What a text would have said is not known where none was fetched.
    case
        when workplaces.workplace <> 'unknown' then workplaces.workplace
        when listings.text_id is null then 'not read'
        else 'not stated'
    end as workplace,
    workplaces.workplace_source,
    first_places.country_code,
    first_places.city_name,
    listings.department_text,
    listings.employment_type_text,
    salaries.pay_source,
    coalesce(salaries.pay_tier_count, 0) as pay_tier_count,
    salaries.annual_salary_min_usd,
    salaries.annual_salary_max_usd,
    salaries.annual_salary_usd,
    titles.is_software,
    workplaces.is_remote_as_flagged,
    workplaces.is_remote_uncontradicted,
    workplaces.is_remote_strict,
    listings.text_id is not null or salaries.listing_id is not null as is_pay_read,
    listings.text_id is not null as has_text,
    salaries.annual_salary_usd is not null as has_salary,
    if(
        countries.currency_code is null,
        null,
        salaries.currencies = [countries.currency_code]
    ) as is_salary_in_local_currency,
    opened.first_seen_date,
    opened.last_seen_date,
    listings.published_at
from opened
inner join listings on opened.content_id = listings.content_id
inner join clustered on opened.listing_id = clustered.listing_id
inner join titles on listings.title = titles.title
inner join workplaces on opened.listing_id = workplaces.listing_id
left join first_places on opened.listing_id = first_places.listing_id
left join countries on first_places.country_code = countries.country_code
left join salaries on opened.listing_id = salaries.listing_id
