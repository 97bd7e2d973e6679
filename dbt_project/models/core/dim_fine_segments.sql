with listings as (
    select
        *,
        row_number() over () as listing_number
    from {{ ref('fct_listings') }}
    where is_software
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

low_rules as (
    select * from {{ ref('publication_rules') }}
    where publish_status = 'low'
),

{{ listing_technologies('listing_number') }},

{{ fine_listings('listing_number') }},

fine_segments as (
    select
        fine_listings.segment_id,
        fine_listings.dimension,
        fine_listings.key,
        fine_listings.within_key
    from fine_listings
    inner join listings using (listing_number)
    cross join low_rules
    group by
        fine_listings.segment_id,
        fine_listings.dimension,
        fine_listings.key,
        fine_listings.within_key,
        low_rules.min_roles,
        low_rules.min_companies
    having
        count(distinct listings.role_id) >= low_rules.min_roles
        and (
            {{ is_of_one_company('fine_listings.dimension') }}
            or count(distinct listings.company_id) >= low_rules.min_companies
        )
)

select * from fine_segments
