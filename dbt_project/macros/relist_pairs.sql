{# By opening, the listing of the same key that closed last before it and that no other opening has taken.
   `ends` has listing_id, is_opening and end_date. A closing adds one, an opening takes one, as brackets do: the depth
   says which belong together. On one night openings come first, since a listing seen on it had not closed before. #}
{% macro relist_pairs(ends, key) -%}
with keyed_ends as (
    select
        listing_id,
        is_opening,
        end_date,
        {{ key }} as relist_key
    from {{ ends }}
    where {{ key }} is not null
),

running_sums as (
    select
        *,
        sum(if(is_opening, -1, 1)) over in_order as running_sum
    from keyed_ends
    window in_order as (partition by relist_key order by end_date, is_opening desc, listing_id)
),

-- An opening that finds none leaves the depth at nought.
depths as (
    select
        *,
        running_sum - least(0, min(running_sum) over in_order) as depth
    from running_sums
    window in_order as (partition by relist_key order by end_date, is_opening desc, listing_id)
),

levels as (
    select
        *,
        if(is_opening, coalesce(lag(depth) over in_order, 0), depth) as level
    from depths
    window in_order as (partition by relist_key order by end_date, is_opening desc, listing_id)
),

neighbours as (
    select
        *,
        lag(listing_id) over in_order as closed_listing_id,
        lag(end_date) over in_order as closed_date
    from levels
    where level > 0
    window in_order as (partition by relist_key, level order by end_date, is_opening desc, listing_id)
)

select
    listing_id,
    closed_listing_id,
    date_diff('day', closed_date, end_date) as gap_days
from neighbours
where is_opening and date_diff('day', closed_date, end_date) <= {{ var("relist_within_days") }}
{%- endmacro %}
