with opened as (
    select * from {{ ref('int_listings_opened') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

clustered as (
    select * from {{ ref('int_listings_clustered') }}
),

tagged as (
    select * from {{ ref('int_texts_tagged') }}
),

technologies as (
    select * from {{ ref('dim_technologies') }}
)

select
    opened.listing_id,
    tagged.technology_id,
    tagged.line_id,
    tagged.alias,
    tagged.start_position,
    tagged.mention_count,
    -- An employer's own name counts only in a list of technologies.
    tagged.is_counted and (
        tagged.is_listed or {{ slug('tagged.alias') }} <> clustered.company_id
    ) as is_counted,
    coalesce(technologies.vendor_company_id = clustered.company_id, false) as is_own_product
from opened
inner join listings on opened.content_id = listings.content_id
inner join tagged on listings.text_id = tagged.text_id
inner join technologies on tagged.technology_id = technologies.technology_id
inner join clustered on opened.listing_id = clustered.listing_id
