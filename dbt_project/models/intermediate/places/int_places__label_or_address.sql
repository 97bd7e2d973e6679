with resolved_places as (
    select * from {{ ref('int_places__resolved') }}
),

best_places as (
    select distinct on (place, place_number)
        *,
        country_code is not null or world_region is not null as is_named
    from resolved_places
    order by place, place_number, fit desc, country_code
),

addresses as (
    select * from best_places
    where is_address
),

labels as (
    select
        place,
        count(*) filter (where is_named) as named_count,
        bool_or(workplace = 'remote') as is_remote,
        coalesce(bool_or(is_wide), false) as is_wide,
        arg_min(city_name, place_number) filter (where is_named) as city_name,
        arg_min(country_code, place_number) filter (where is_named) as country_code,
        arg_min(region_code, place_number) filter (where is_named) as region_code
    from best_places
    where not is_address
    group by place
),

-- The cities that a label may mean by its words.
named_cities as (
    select distinct place, country_code, city_name
    from resolved_places
    where not is_address
),

-- Where label and address name different places, the label is what the employer wrote for readers, and
-- the address often a default. An address in the place of the label says it more exactly, unless the
-- work is remote: "Remote - Canada" is not Toronto.
choices as (
    select
        addresses.place,
        case
            when labels.named_count = 0 then true
            when labels.named_count > 1 or addresses.country_code is null then false
            when labels.city_name is not null then named_cities.city_name is not null
            when labels.is_remote then false
            else coalesce(
                labels.country_code = addresses.country_code
                and (labels.region_code is null or labels.region_code = addresses.region_code),
                false
            )
        end as is_address,
        labels.named_count = 0 and labels.is_remote as is_remote,
        case
            when labels.named_count = 1 and labels.is_wide and labels.city_name is null and addresses.city_name is not null
                then if(labels.region_code is null, 'country', 'region')
        end as label_names
    from addresses
    inner join labels using (place)
    left join named_cities
        on addresses.place = named_cities.place
        and addresses.country_code = named_cities.country_code
        and addresses.city_name = named_cities.city_name
),

chosen_places as (
    select
        resolved_places.* replace (
            if(coalesce(choices.is_remote, false), null, city_name) as city_name,
            if(coalesce(choices.is_remote, false), null, region_code) as region_code
        ),
        if(resolved_places.is_address, choices.label_names, null) as label_names
    from resolved_places
    left join choices using (place)
    where resolved_places.is_address = coalesce(choices.is_address, resolved_places.is_address)
)

select
    place,
    place_text,
    city_name,
    world_region,
    workplace,
    label_names,
    country_code,
    region_code,
    place_number,
    fit,
    is_wide
from chosen_places
