{#- What a tier is of when it is of all places that no other tier names. -#}
{%- set elsewhere = '(?i)\\b(?:(?:all|any) other|other (?:u\\.?s\\.? |us-based )?(?:locations?|areas?|states?|regions?|markets?|cities|geograph\\w+)|elsewhere|everywhere else|anywhere else|rest of|remaining|outside)\\b' %}
{#- A place behind these words is not one of the tier. -#}
{%- set except_places = '(?i)\\b(?:outside|except|excluding|other than)\\b[^.;:,()$€£\\d]*' %}

with ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

currencies as (
    select * from {{ ref('int_pay__currencies') }}
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

city_aliases as (
    select * from {{ ref('city_aliases') }}
),

-- A tier can only be of another place where the listing has several.
tiers as (
    select
        ranges.listing_id,
        ranges.pay_range_id,
        currencies.salary_currency,
        {{ spaced_words("regexp_replace(coalesce(ranges.tier_text, ''), '" ~ except_places ~ "', ' ', 'g')") }}
            as tier_words,
        regexp_matches(coalesce(ranges.tier_text, ''), '{{ elsewhere }}') as is_elsewhere
    from ranges
    inner join exclusions using (pay_range_id)
    inner join currencies using (pay_range_id)
    where exclusions.exclusion_reason is null
    qualify count(*) over (partition by ranges.listing_id) > 1
),

place_names as (
    select listing_id, place_number, city_name as place_name, 4 as precision
    from places
    union all
    select places.listing_id, places.place_number, city_aliases.alias, 4
    from places
    inner join city_aliases using (country_code, city_name)
    union all
    select places.listing_id, places.place_number, region_aliases.alias, 3
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

named_places as (
    select
        tiers.pay_range_id,
        tiers.listing_id,
        place_names.place_number,
        place_names.precision
    from tiers
    inner join place_names using (listing_id)
    where contains(tiers.tier_words, {{ spaced_words('place_names.place_name') }})
),

-- What a tier has of a place of its listing: its name, "all other locations", the currency of its country;
-- a place without a country ("Remote") takes the tiers that name no other place of the listing.
tier_matches as (
    select
        pay_range_id,
        listing_id,
        place_number,
        precision
    from named_places
    union all
    select
        tiers.pay_range_id,
        tiers.listing_id,
        places.place_number,
        2
    from tiers
    inner join places using (listing_id)
    where tiers.is_elsewhere
    union all
    select
        tiers.pay_range_id,
        tiers.listing_id,
        places.place_number,
        0
    from tiers
    inner join places using (listing_id)
    inner join countries on places.country_code = countries.country_code and tiers.salary_currency = countries.currency_code
    union all
    select
        tiers.pay_range_id,
        tiers.listing_id,
        places.place_number,
        0
    from tiers
    inner join places using (listing_id)
    left join named_places on tiers.pay_range_id = named_places.pay_range_id
    where places.country_code is null and named_places.pay_range_id is null
),

-- The most precise of them decides: city before region before "elsewhere" before country before currency.
tier_places as (
    select distinct
        pay_range_id,
        listing_id,
        place_number
    from tier_matches
    qualify precision = max(precision) over (partition by listing_id, place_number)
)

select * from tier_places
