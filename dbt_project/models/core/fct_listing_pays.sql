with annualised as (
    select * from {{ ref('int_listings_annualised') }}
)

select * from annualised
