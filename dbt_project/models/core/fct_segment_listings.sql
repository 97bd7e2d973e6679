with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

companies as (
    select * from {{ ref('dim_companies') }}
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

technologies as (
    select * from {{ ref('dim_technologies') }}
),

counted_technologies as (
    select * from {{ ref('fct_listing_technologies') }}
    where is_counted
),

places as (
    select * from {{ ref('fct_listing_places') }}
),

segment_definitions as (
    select * from {{ ref('segment_members') }}
),

ai_families as (
    select technology_family from {{ ref('technology_families') }}
    where is_ai
),

senior_levels as (
    select seniority from {{ ref('seniority_levels') }}
    where is_senior_or_above
),

low_rules as (
    select * from {{ ref('publication_rules') }}
    where publish_status = 'low'
),

listing_technologies as (
    select
        counted_technologies.listing_id,
        counted_technologies.technology_id,
        technologies.technology_family,
        technologies.vendor_company_id
    from counted_technologies
    inner join listings using (listing_id)
    inner join technologies using (technology_id)
),

-- Most large vendors also have languages, clouds and frameworks: who sells AI is another question.
listing_vendors as (
    select distinct
        listing_technologies.listing_id,
        listing_technologies.vendor_company_id
    from listing_technologies
    inner join ai_families using (technology_family)
    where listing_technologies.vendor_company_id is not null
),

listing_industries as (
    select
        listings.listing_id,
        unnest(companies.industries) as industry
    from listings
    inner join companies using (company_id)
),

-- A listing counts in each state of the United States that it names.
listing_states as (
    select distinct
        listings.listing_id,
        places.region_code as state_code
    from places
    inner join listings using (listing_id)
    where places.country_code = 'US' and places.region_code is not null
),

dimension_keys as (
    select listing_id, 'index' as dimension, 'index' as key from listings
    union all
    select listing_id, 'technology', technology_id from listing_technologies
    union all
    select distinct listing_id, 'family', technology_family from listing_technologies
    union all
    select listing_id, 'industry', industry from listing_industries
    union all
    select listing_id, 'seniority', seniority from listings
    union all
    select listing_id, 'workplace', workplace from listings
    union all
    select listing_countries.listing_id, 'country', listing_countries.country_code
    from listing_countries
    inner join listings using (listing_id)
    union all
    select listing_id, 'country', 'unknown' from listings where country_code is null
    union all
    select listing_id, 'state', state_code from listing_states
    union all
    select listing_id, 'company', company_id from listings
    union all
    select listings.listing_id, 'company_size', companies.company_size
    from listings
    inner join companies using (company_id)
    union all
    select listing_id, 'vendor', vendor_company_id from listing_vendors
),

listing_segments as (
    select distinct
        dimension_keys.listing_id,
        segment_definitions.segment
    from dimension_keys
    inner join segment_definitions using (dimension, key)
),

fine_listings as (
    select
        'technology=' || listing_technologies.technology_id || ' & seniority=' || listings.seniority
        || ' & country=' || listing_countries.country_code as segment_id,
        'technology & seniority & country' as dimension,
        listing_technologies.technology_id as key,
        listings.seniority || ' & ' || listing_countries.country_code as within_key,
        listings.listing_id,
        listings.role_id,
        listings.company_id
    from listing_technologies
    inner join listings using (listing_id)
    inner join listing_countries using (listing_id)
    union all
    select
        'company=' || listings.company_id || ' & technology=' || listing_technologies.technology_id,
        'company & technology',
        listings.company_id as key,
        listing_technologies.technology_id,
        listings.listing_id,
        listings.role_id,
        listings.company_id
    from listing_technologies
    inner join listings using (listing_id)
),

-- Almost all groups this fine are too small for a figure: only those that can be published are segments.
large_segments as (
    select fine_listings.segment_id
    from fine_listings
    cross join low_rules
    group by fine_listings.segment_id, fine_listings.dimension, low_rules.min_roles, low_rules.min_companies
    having
        count(distinct fine_listings.role_id) >= low_rules.min_roles
        and (
            {{ is_of_one_company('fine_listings.dimension') }}
            or count(distinct fine_listings.company_id) >= low_rules.min_companies
        )
),

segment_listings as (
    select
        if(dimension = 'index', 'index', dimension || '=' || key) as segment_id,
        dimension,
        key,
        null as within_key,
        listing_id
    from dimension_keys
    union all
    select 'segment=' || segment, 'segment', segment, null, listing_id
    from listing_segments
    union all
    select
        'segment=' || listing_segments.segment || ' & company_size=' || companies.company_size,
        'segment & company_size',
        listing_segments.segment,
        companies.company_size,
        listing_id
    from listing_segments
    inner join listings using (listing_id)
    inner join companies using (company_id)
    union all
    select
        'segment=' || listing_segments.segment || ' & workplace=' || listings.workplace,
        'segment & workplace',
        listing_segments.segment,
        listings.workplace,
        listing_id
    from listing_segments
    inner join listings using (listing_id)
    union all
    select
        'technology=' || listing_technologies.technology_id || ' & seniority=' || listings.seniority,
        'technology & seniority',
        listing_technologies.technology_id,
        listings.seniority,
        listing_id
    from listing_technologies
    inner join listings using (listing_id)
    union all
    select
        'segment=' || listing_segments.segment || ' & seniority=' || listings.seniority,
        'segment & seniority',
        listing_segments.segment,
        listings.seniority,
        listing_id
    from listing_segments
    inner join listings using (listing_id)
    union all
    select
        'vendor=' || listing_vendors.vendor_company_id || ' & company<>' || listing_vendors.vendor_company_id,
        'vendor & others',
        listing_vendors.vendor_company_id,
        'other companies',
        listing_id
    from listing_vendors
    inner join listings using (listing_id)
    where listing_vendors.vendor_company_id <> listings.company_id
    union all
    select
        'technology=' || listing_technologies.technology_id || ' & seniority>=senior',
        'technology & level group',
        listing_technologies.technology_id,
        'senior or above',
        listing_id
    from listing_technologies
    inner join listings using (listing_id)
    inner join senior_levels on listings.seniority = senior_levels.seniority
    union all
    select
        fine_listings.segment_id,
        fine_listings.dimension,
        fine_listings.key,
        fine_listings.within_key,
        fine_listings.listing_id
    from fine_listings
    inner join large_segments using (segment_id)
)

select * from segment_listings
