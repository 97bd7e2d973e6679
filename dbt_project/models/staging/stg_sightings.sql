with sightings as (
    select * from {{ raw_nights('sightings') }}
)

select
    ats || ':' || board || ':' || native_id as listing_id,
    content_id,
    ats,
    board,
    min(night) as first_seen_date,
    max(night) as last_seen_date
from sightings
group by all
