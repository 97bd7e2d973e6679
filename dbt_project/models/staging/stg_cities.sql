with cities as (
    select * from {{ raw_reference('cities') }}
)

select
    city_id,
    city_name,
    other_names,
    country_code,
    region_code,
    population
from cities
