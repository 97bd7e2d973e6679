with technologies as (
    select * from {{ ref('dim_technologies') }}
    where vendor_company_id is not null
),

vendors as (
    select
        vendor_company_id,
        min(vendor_name) as vendor_name,
        list(technology_id order by technology_id) as technologies
    from technologies
    group by vendor_company_id
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension in ('vendor', 'company')
),

listings as (
    select * from {{ ref('fct_listings') }}
),

own_counts as (
    select
        segment_listings.key as vendor_company_id,
        count(*) as own_listing_count
    from segment_listings
    where segment_listings.dimension = 'company'
    group by segment_listings.key
),

vendor_measures as (
    select
        segment_listings.segment_id,
        segment_listings.key as vendor_company_id,
        {{ counts() }},
        {{ salaries() }},
        count(*) filter (where listings.company_id <> segment_listings.key) as other_listing_count,
        count(distinct listings.company_id) filter (where listings.company_id <> segment_listings.key)
            as other_company_count,
        count(*) filter (where listings.company_id <> segment_listings.key and listings.has_salary)
            as other_with_salary_count,
        {{ mean('listings.annual_salary_usd') }}
            filter (where listings.company_id <> segment_listings.key)
            as other_mean_salary_usd
    from segment_listings
    inner join listings using (listing_id)
    where segment_listings.dimension = 'vendor'
    group by all
)

select
    vendor_measures.segment_id,
    vendors.vendor_company_id,
    vendors.vendor_name,
    'report' as method,
    vendors.technologies,
    vendor_measures.listing_count,
    vendor_measures.role_count,
    vendor_measures.company_count,
    vendor_measures.with_text_count,
    vendor_measures.with_salary_count,
    coalesce(own_counts.own_listing_count, 0) as own_listing_count,
    vendor_measures.other_listing_count,
    vendor_measures.other_company_count,
    vendor_measures.other_with_salary_count,
    vendor_measures.mean_salary_usd,
    vendor_measures.median_salary_usd,
    vendor_measures.other_mean_salary_usd
from vendor_measures
inner join vendors using (vendor_company_id)
left join own_counts using (vendor_company_id)
