with segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

all_listings as (
    select * from {{ ref('fct_listings') }}
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

-- In the segment of a country a listing counts with the pay that it states for this country.
listings as (
    select
        segment_listings.segment_id,
        segment_listings.dimension,
        segment_listings.key,
        segment_listings.within_key,
        all_listings.* replace (
            coalesce(listing_countries.has_salary, all_listings.has_salary) as has_salary,
            if(
                listing_countries.listing_id is null,
                all_listings.annual_salary_usd, listing_countries.annual_salary_usd
            ) as annual_salary_usd
        ),
        all_listings.has_salary and not coalesce(listing_countries.has_salary, true) as is_foreign_salary
    from segment_listings
    inner join all_listings using (listing_id)
    left join listing_countries
        on segment_listings.listing_id = listing_countries.listing_id
        and listing_countries.country_code = {{ segment_country('segment_listings') }}
),

segment_measures as (
    select
        segment_id,
        dimension,
        key,
        within_key,
        'report' as method,
        {{ counts() }},
        count(*) filter (where is_foreign_salary) as foreign_salary_count,
        {{ salaries() }},
        {{ workplaces() }}
    from listings
    group by all
)

select
    -- Pay of another country is disclosed, though it is excluded from the mean.
    * replace (
        (with_salary_count + foreign_salary_count) / nullif(pay_read_count, 0) as disclosure_share
    )
from segment_measures
