with technologies as (
    select * from {{ ref('technologies') }}
)

select
    technology_id,
    name as technology_name,
    family as technology_family,
    vendor as vendor_name,
    {{ slug('vendor') }} as vendor_company_id
from technologies
