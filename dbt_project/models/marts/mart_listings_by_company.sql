with segments as (
    select * from {{ ref('fct_segments') }}
    where dimension = 'company'
),

means as (
    select * from {{ ref('fct_estimates') }}
    where dimension = 'company' and measure = 'mean_salary_usd' and method = 'report'
),

companies as (
    select * from {{ ref('dim_companies') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

technologies as (
    select * from {{ ref('dim_technologies') }}
),

ai_families as (
    select technology_family from {{ ref('technology_families') }}
    where is_ai
),

company_technologies as (
    select
        listings.company_id,
        segment_listings.key as technology_id,
        count(*) as listing_count
    from segment_listings
    inner join listings using (listing_id)
    where segment_listings.dimension = 'technology'
    group by all
),

key_technologies as (
    select
        company_id,
        list(technology_id order by listing_count desc, technology_id)[1:5] as key_technologies
    from company_technologies
    group by company_id
),

listing_counts as (
    select
        company_id,
        count(*) as all_listing_count
    from listings
    group by company_id
),

ai_counts as (
    select
        listings.company_id,
        count(*) as ai_listing_count
    from segment_listings
    inner join listings using (listing_id)
    where segment_listings.segment_id = 'segment=ai_union'
    group by listings.company_id
),

-- Who sells AI: companies that the technology dictionary names as vendors of it.
ai_vendors as (
    select distinct technologies.vendor_company_id as company_id
    from technologies
    inner join ai_families using (technology_family)
    where technologies.vendor_company_id is not null
),

company_cities as (
    select
        company_id,
        city_name,
        country_code,
        count(*) as listing_count
    from listings
    where is_software and city_name is not null
    group by all
),

-- With its country: there is a London in Ontario, too.
top_cities as (
    select
        company_id,
        city_name as top_city_name,
        country_code as top_city_country_code,
        listing_count as top_city_count
    from company_cities
    qualify
        row_number()
            over (partition by company_id order by listing_count desc, city_name desc, country_code desc nulls last)
        = 1
)

select
    segments.segment_id,
    means.figure_id as mean_salary_figure_id,
    concat_ws('/', segments.segment_id, 'ai_listing_count', segments.method) as ai_listing_figure_id,
    companies.company_id,
    companies.company_name,
    companies.company_size,
    case
        when ai_vendors.company_id is not null then 'vendor'
        when list_contains(companies.industries, 'ai-ml') then 'industry'
        when ai_counts.ai_listing_count > 0 then 'embedded'
        else 'none'
    end as company_type,
    segments.method,
    means.publish_status as salary_publish_status,
    top_cities.top_city_name,
    top_cities.top_city_country_code,
    companies.industries,
    -- Null: no text was read. Empty: texts were read and name no technology.
    if(segments.with_text_count = 0, null, coalesce(key_technologies.key_technologies, []))
        as key_technologies,
    segments.listing_count,
    segments.role_count,
    segments.company_count,
    segments.with_text_count,
    segments.with_salary_count,
    segments.pay_read_count,
    listing_counts.all_listing_count,
    coalesce(ai_counts.ai_listing_count, 0) as ai_listing_count,
    row_number() over (order by segments.listing_count desc, companies.company_id) as company_rank,
    coalesce(top_cities.top_city_count, 0) / segments.listing_count as top_city_share,
    segments.disclosure_share,
    segments.remote_share,
    segments.remote_of_read_share,
    segments.onsite_count / segments.listing_count as onsite_share,
    segments.with_text_onsite_count / nullif(segments.with_text_count, 0) as onsite_of_read_share,
    segments.mean_salary_usd,
    segments.median_salary_usd
from segments
inner join companies on segments.key = companies.company_id
left join means on segments.segment_id = means.segment_id
inner join listing_counts on companies.company_id = listing_counts.company_id
left join key_technologies on companies.company_id = key_technologies.company_id
left join ai_counts on companies.company_id = ai_counts.company_id
left join ai_vendors on companies.company_id = ai_vendors.company_id
left join top_cities on companies.company_id = top_cities.company_id
