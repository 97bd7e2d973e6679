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

tiers as (
    select
        ranges.listing_id,
        ranges.pay_range_id,
        currencies.salary_currency,
        {{ spaced_words("regexp_replace(coalesce(ranges.tier_text, ''), '" ~ except_places ~ "', ' ', 'g')") }}
            as tier_words,
        regexp_matches(coalesce(ranges.tier_text, ''), '{{ elsewhere }}') as is_elsewhere,
        coalesce(ranges.pay_source = 'text', false) as is_of_text
    from ranges
    inner join exclusions using (pay_range_id)
    inner join currencies using (pay_range_id)
    where exclusions.exclusion_reason is null
),

-- The places of a listing, with the currency of their country.
listing_places as (
    select
        places.listing_id,
        places.place_number,
        places.country_code,
        places.region_code,
        places.city_name,
        countries.country_name,
        countries.currency_code
    from places
    left join countries on places.country_code = countries.country_code
),

place_names as (
    select listing_id, place_number, city_name as place_name, 4 as precision
    from listing_places
    union all
    select listing_places.listing_id, listing_places.place_number, city_aliases.alias, 4
    from listing_places
    inner join city_aliases using (country_code, city_name)
    union all
    select listing_places.listing_id, listing_places.place_number, region_aliases.alias, 3
    from listing_places
    inner join region_aliases using (country_code, region_code)
    where length(region_aliases.alias) > 2
    union all
    select listing_id, place_number, country_name, 1
    from listing_places
    union all
    select listing_places.listing_id, listing_places.place_number, country_aliases.alias, 1
    from listing_places
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

-- The countries that a tier names and whose currency it is in.
named_countries as (
    select
        tiers.pay_range_id,
        list(distinct listing_places.country_code) as country_codes
    from tiers
    inner join named_places using (pay_range_id)
    inner join listing_places
        on named_places.listing_id = listing_places.listing_id
        and named_places.place_number = listing_places.place_number
        and tiers.salary_currency = listing_places.currency_code
    group by tiers.pay_range_id
),

-- A tier for Colorado is an exception from the tier of a listing that is anywhere in the country. In a text it says
-- nothing of one in Texas; in the vendor's field it is still what the listing pays.
other_regions as (
    select distinct
        tiers.pay_range_id,
        listing_places.place_number
    from tiers
    inner join listing_places using (listing_id)
    inner join region_aliases using (country_code)
    where
        length(region_aliases.alias) > 2
        and coalesce(listing_places.region_code, '') <> region_aliases.region_code
        and contains(tiers.tier_words, {{ spaced_words('region_aliases.alias') }})
),

-- What a tier has of the places of its listing without a name: "all other locations" and the currency.
-- A place without a country ("Remote") takes the tiers that name no other place of the listing.
unnamed_places as (
    select
        tiers.pay_range_id,
        tiers.listing_id,
        listing_places.place_number,
        case
            when tiers.is_elsewhere and (listing_places.country_code is null or tiers.salary_currency = listing_places.currency_code)
                then 2
            when tiers.salary_currency = listing_places.currency_code
                and coalesce(list_contains(named_countries.country_codes, listing_places.country_code), true)
                then case when other_regions.pay_range_id is null then 0 when listing_places.region_code is null or not tiers.is_of_text then -1 end
            when listing_places.country_code is null
                and tiers.pay_range_id not in (select pay_range_id from named_places)
                then 0
            when tiers.is_elsewhere then -2
        end as precision
    from tiers
    inner join listing_places using (listing_id)
    left join named_countries using (pay_range_id)
    left join other_regions
        on tiers.pay_range_id = other_regions.pay_range_id
        and listing_places.place_number = other_regions.place_number
),

tier_matches as (
    select * from named_places
    union all
    select * from unnamed_places
    where precision is not null
),

-- The most precise of them decides: city before region before "elsewhere" before country before currency
-- before another region of the country before "elsewhere" in a foreign currency.
tier_places as (
    select distinct
        pay_range_id,
        listing_id,
        place_number
    from tier_matches
    qualify precision = max(precision) over (partition by listing_id, place_number)
),

-- A tier that names another region than each place of its listing is of none of them.
tiers_elsewhere as (
    select
        tiers.pay_range_id,
        tiers.listing_id
    from tiers
    inner join listing_places using (listing_id)
    left join other_regions
        on tiers.pay_range_id = other_regions.pay_range_id and listing_places.place_number = other_regions.place_number
    where tiers.pay_range_id not in (select pay_range_id from tier_places)
    group by tiers.pay_range_id, tiers.listing_id
    having any_value(tiers.is_of_text) and bool_and(listing_places.region_code is not null and other_regions.pay_range_id is not null)
)

-- The pay of a country is in its currency.
select
    tier_places.pay_range_id,
    tier_places.listing_id,
    if(tiers.salary_currency = listing_places.currency_code, listing_places.country_code, null) as country_code,
    tier_places.place_number
from tier_places
inner join tiers using (pay_range_id)
inner join listing_places
    on tier_places.listing_id = listing_places.listing_id and tier_places.place_number = listing_places.place_number
union all
select
    pay_range_id,
    listing_id,
    null as country_code,
    0 as place_number
from tiers_elsewhere
