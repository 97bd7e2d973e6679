-- A vendor's own listings, and the listings that ask for its technologies, with and without
-- the vendor's own among them.
with technologies as (
    select * from {{ ref('dim_technologies') }}
    where vendor_company_id is not null
),

vendors as (
    select
        vendor_company_id,
        any_value(vendor_name) as vendor_name,
        list(technology_id order by technology_id) as technologies
    from technologies
    group by vendor_company_id
),

members as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension in ('vendor', 'company')
),

listings as (
    select * from {{ ref('fct_listings') }}
),

own as (
    select
        members.key as vendor_company_id,
        count(*) as own_listing_count
    from members
    where members.dimension = 'company'
    group by members.key
),

requiring as (
    select
        members.segment_id,
        members.key as vendor_company_id,
        {{ counts() }},
        {{ salaries() }},
        count(*) filter (where listings.company_id <> members.key) as other_listing_count,
        count(distinct listings.company_id) filter (where listings.company_id <> members.key)
            as other_company_count,
        count(*) filter (where listings.company_id <> members.key and listings.has_salary)
            as other_with_salary_count,
        {{ mean('listings.annual_salary_usd') }}
            filter (where listings.company_id <> members.key)
            as other_mean_salary_usd
    from members
    inner join listings using (listing_id)
    where members.dimension = 'vendor'
    group by all
)

select
    requiring.segment_id,
    vendors.vendor_company_id,
    vendors.vendor_name,
    'report' as method,
    vendors.technologies,
    requiring.listing_count,
    requiring.role_count,
    requiring.company_count,
    requiring.with_text_count,
    requiring.with_salary_count,
    coalesce(own.own_listing_count, 0) as own_listing_count,
    requiring.other_listing_count,
    requiring.other_company_count,
    requiring.other_with_salary_count,
    requiring.mean_salary_usd,
    requiring.median_salary_usd,
    requiring.other_mean_salary_usd
from requiring
inner join vendors using (vendor_company_id)
left join own using (vendor_company_id)
