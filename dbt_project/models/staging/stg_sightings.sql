with sightings as (
    select * from {{ raw_nights('sightings') }}
)

select
    ats || ':' || board || ':' || native_id as listing_id,
    content_id,
    ats,
    board,
    list_sort(list(distinct night)) as seen_dates,
    min(night) as first_seen_date,
    max(night) as last_seen_date
from sightings
group by all
