{#
  Expressions of a with clause: the technologies that each of `listings` asks for. `member` is the column of `listings`
  that stands for a listing here and below: its id, or a number, by which millions of rows are joined faster.
#}
{% macro listing_technologies(member) -%}
technologies as (
    select * from {{ ref('dim_technologies') }}
),

counted_technologies as (
    select * from {{ ref('fct_listing_technologies') }}
    where is_counted
),

listing_technologies as (
    select
        listings.{{ member }},
        listings.seniority,
        listings.company_id,
        counted_technologies.technology_id,
        technologies.technology_family,
        technologies.vendor_company_id
    from counted_technologies
    inner join listings using (listing_id)
    inner join technologies using (technology_id)
)
{%- endmacro %}

{#
  Expressions of a with clause: the members of groups of two or three dimensions, of `listings`, `listing_countries` and
  `listing_technologies`. Almost all of these groups are too small for a figure; dim_fine_segments has those that are not.
#}
{% macro fine_listings(member) -%}
software_countries as (
    select
        listings.{{ member }},
        listing_countries.country_code
    from listing_countries
    inner join listings using (listing_id)
),

fine_listings as (
    select
        'technology=' || technologies.technology_id || ' & seniority=' || technologies.seniority
        || ' & country=' || countries.country_code as segment_id,
        'technology & seniority & country' as dimension,
        technologies.technology_id as key,
        technologies.seniority || ' & ' || countries.country_code as within_key,
        technologies.{{ member }}
    from listing_technologies as technologies
    inner join software_countries as countries using ({{ member }})
    union all
    select
        'company=' || company_id || ' & technology=' || technology_id,
        'company & technology',
        company_id,
        technology_id,
        {{ member }}
    from listing_technologies
)
{%- endmacro %}

{#
  Expressions of a with clause: `segment_listings` has a row per segment and listing of `listings` (software listings) in
  it, and needs `listing_countries`. Here are the segments of every published figure.
#}
{% macro segment_listings(member='listing_id') -%}
companies as (
    select * from {{ ref('dim_companies') }}
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

fine_segments as (
    select segment_id from {{ ref('dim_fine_segments') }}
),

{{ listing_technologies(member) }},

{{ fine_listings(member) }},

-- Most large vendors also have languages, clouds and frameworks: who sells AI is another question.
listing_vendors as (
    select distinct
        listing_technologies.{{ member }},
        listing_technologies.vendor_company_id
    from listing_technologies
    inner join ai_families using (technology_family)
    where listing_technologies.vendor_company_id is not null
),

listing_industries as (
    select
        listings.{{ member }},
        unnest(companies.industries) as industry
    from listings
    inner join companies using (company_id)
),

-- A listing counts in each state of the United States that it names.
listing_states as (
    select distinct
        listings.{{ member }},
        places.region_code as state_code
    from places
    inner join listings using (listing_id)
    where places.country_code = 'US' and places.region_code is not null
),

dimension_keys as (
    select {{ member }}, 'index' as dimension, 'index' as key from listings
    union all
    select {{ member }}, 'technology', technology_id from listing_technologies
    union all
    select distinct {{ member }}, 'family', technology_family from listing_technologies
    union all
    select {{ member }}, 'industry', industry from listing_industries
    union all
    select {{ member }}, 'seniority', seniority from listings
    union all
    select {{ member }}, 'workplace', workplace from listings
    union all
    select {{ member }}, 'country', country_code from software_countries
    union all
    select {{ member }}, 'country', 'unknown' from listings where country_code is null
    union all
    select {{ member }}, 'state', state_code from listing_states
    union all
    select {{ member }}, 'company', company_id from listings
    union all
    select listings.{{ member }}, 'company_size', companies.company_size
    from listings
    inner join companies using (company_id)
    union all
    select {{ member }}, 'vendor', vendor_company_id from listing_vendors
),

listing_segments as (
    select distinct
        dimension_keys.{{ member }},
        segment_definitions.segment
    from dimension_keys
    inner join segment_definitions using (dimension, key)
),

segment_listings as (
    select
        if(dimension = 'index', 'index', dimension || '=' || key) as segment_id,
        dimension,
        key,
        null as within_key,
        {{ member }}
    from dimension_keys
    union all
    select 'segment=' || segment, 'segment', segment, null, {{ member }}
    from listing_segments
    union all
    select
        'segment=' || listing_segments.segment || ' & company_size=' || companies.company_size,
        'segment & company_size',
        listing_segments.segment,
        companies.company_size,
        {{ member }}
    from listing_segments
    inner join listings using ({{ member }})
    inner join companies using (company_id)
    union all
    select
        'segment=' || listing_segments.segment || ' & workplace=' || listings.workplace,
        'segment & workplace',
        listing_segments.segment,
        listings.workplace,
        {{ member }}
    from listing_segments
    inner join listings using ({{ member }})
    union all
    select
        'technology=' || technology_id || ' & seniority=' || seniority,
        'technology & seniority',
        technology_id,
        seniority,
        {{ member }}
    from listing_technologies
    union all
    select
        'segment=' || listing_segments.segment || ' & seniority=' || listings.seniority,
        'segment & seniority',
        listing_segments.segment,
        listings.seniority,
        {{ member }}
    from listing_segments
    inner join listings using ({{ member }})
    union all
    select
        'vendor=' || listing_vendors.vendor_company_id || ' & company<>' || listing_vendors.vendor_company_id,
        'vendor & others',
        listing_vendors.vendor_company_id,
        'other companies',
        {{ member }}
    from listing_vendors
    inner join listings using ({{ member }})
    where listing_vendors.vendor_company_id <> listings.company_id
    union all
    select
        'technology=' || technology_id || ' & seniority>=senior',
        'technology & level group',
        technology_id,
        'senior or above',
        {{ member }}
    from listing_technologies
    inner join senior_levels using (seniority)
    union all
    select
        fine_listings.segment_id,
        fine_listings.dimension,
        fine_listings.key,
        fine_listings.within_key,
        fine_listings.{{ member }}
    from fine_listings
    inner join fine_segments using (segment_id)
)
{%- endmacro %}
