with countries as (
    select * from {{ raw_reference('countries') }}
)

select
    country_code,
    country_iso3_code,
    country_name,
    other_names,
    currency_code,
    continent_code
from countries
