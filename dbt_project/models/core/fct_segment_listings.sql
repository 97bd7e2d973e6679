-- The one place that says which listings a published number is about.
with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

companies as (
    select * from {{ ref('dim_companies') }}
),

technologies as (
    select * from {{ ref('dim_technologies') }}
),

tags as (
    select
        fct.listing_id,
        fct.technology_id,
        technologies.technology_family,
        technologies.vendor_company_id
    from {{ ref('fct_listing_technologies') }} as fct
    inner join listings using (listing_id)
    inner join technologies using (technology_id)
    where fct.is_counted
),

definitions as (
    select * from {{ ref('segment_members') }}
),

industries as (
    select
        listings.listing_id,
        unnest(companies.industries) as industry
    from listings
    inner join companies using (company_id)
),

keys as (
    select listing_id, 'index' as dimension, 'index' as key from listings
    union all
    select listing_id, 'technology', technology_id from tags
    union all
    select distinct listing_id, 'family', technology_family from tags
    union all
    select listing_id, 'industry', industry from industries
    union all
    select listing_id, 'seniority', seniority from listings
    union all
    select listing_id, 'workplace', workplace from listings
    union all
    select listing_id, 'country', coalesce(country_code, 'unknown') from listings
    union all
    select listing_id, 'company', company_id from listings
    union all
    select listings.listing_id, 'company_size', companies.company_size
    from listings
    inner join companies using (company_id)
    union all
    select distinct listing_id, 'vendor', vendor_company_id from tags
    where vendor_company_id is not null
),

segments as (
    select distinct
        keys.listing_id,
        definitions.segment
    from keys
    inner join definitions using (dimension, key)
),

members as (
    select
        if(dimension = 'index', 'index', dimension || '=' || key) as segment_id,
        dimension,
        key,
        null as within_key,
        listing_id
    from keys
    union all
    select 'segment=' || segment, 'segment', segment, null, listing_id
    from segments
    union all
    select
        'segment=' || segments.segment || ' & company_size=' || companies.company_size,
        'segment & company_size',
        segments.segment,
        companies.company_size,
        listing_id
    from segments
    inner join listings using (listing_id)
    inner join companies using (company_id)
    union all
    select
        'segment=' || segments.segment || ' & workplace=' || listings.workplace,
        'segment & workplace',
        segments.segment,
        listings.workplace,
        listing_id
    from segments
    inner join listings using (listing_id)
    union all
    select
        'technology=' || tags.technology_id || ' & seniority=' || listings.seniority,
        'technology & seniority',
        tags.technology_id,
        listings.seniority,
        listing_id
    from tags
    inner join listings using (listing_id)
    union all
    select
        'technology=' || tags.technology_id || ' & seniority>=senior',
        'technology & seniority',
        tags.technology_id,
        'senior or above',
        listing_id
    from tags
    inner join listings using (listing_id)
    where listings.seniority in ('senior', 'staff', 'principal', 'lead')
)

select * from members
