with ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

exclusions as (
    select * from {{ ref('int_pay__exclusions') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

countries as (
    select * from {{ ref('stg_countries') }}
),

country_aliases as (
    select * from {{ ref('country_aliases') }}
),

region_aliases as (
    select * from {{ ref('region_aliases') }}
),

-- A tier can only be of another place where the listing has several.
tiers as (
    select
        ranges.listing_id,
        ranges.pay_range_id,
        {{ spaced_words('ranges.tier_text') }} as tier_words
    from ranges
    inner join exclusions using (pay_range_id)
    where exclusions.exclusion_reason is null and ranges.tier_text is not null
    qualify count(*) over (partition by ranges.listing_id) > 1
),

place_names as (
    select listing_id, place_number, city_name as place_name, 3 as precision
    from places
    union all
    select places.listing_id, places.place_number, region_aliases.alias, 2
    from places
    inner join region_aliases using (country_code, region_code)
    where length(region_aliases.alias) > 2
    union all
    select places.listing_id, places.place_number, countries.country_name, 1
    from places
    inner join countries using (country_code)
    union all
    select places.listing_id, places.place_number, country_aliases.alias, 1
    from places
    inner join country_aliases using (country_code)
),

-- The most precise name that any tier has of a place decides: city before region before country.
tier_places as (
    select distinct
        tiers.pay_range_id,
        tiers.listing_id,
        place_names.place_number
    from tiers
    inner join place_names using (listing_id)
    where contains(tiers.tier_words, {{ spaced_words('place_names.place_name') }})
    qualify
        place_names.precision
        = max(place_names.precision) over (partition by tiers.listing_id, place_names.place_number)
)

select * from tier_places
