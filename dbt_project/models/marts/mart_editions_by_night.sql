with editions as (
    select * from {{ ref('dim_editions') }}
),

crawled_nights as (
    select * from {{ ref('dim_nights') }}
),

known_nights as (
    select as_of_date from editions
    union
    select as_of_date from crawled_nights
),

calendar as (
    select unnest(generate_series(min(as_of_date), max(as_of_date), interval 1 day))::date as as_of_date
    from known_nights
),

night_editions as (
    select
        as_of_date,
        max(release_id) filter (where is_first) as first_release_id,
        max(release_id) filter (where is_newest) as last_release_id,
        max(rules_id) filter (where is_first) as first_rules_id,
        max(rules_id) filter (where is_newest) as last_rules_id,
        count(*) as edition_count,
        min(known_date) as first_known_date,
        max(known_date) as last_known_date
    from editions
    group by as_of_date
),

dated_editions as (
    select
        *,
        last_rules_id <> lag(last_rules_id) over (order by as_of_date) as has_rule_change
    from night_editions
)

select
    dated_editions.first_release_id,
    dated_editions.last_release_id,
    dated_editions.first_rules_id,
    dated_editions.last_rules_id,
    case
        when dated_editions.as_of_date is not null then 'published'
        when crawled_nights.as_of_date is not null then 'not published'
        else 'missed'
    end as night_state,
    coalesce(dated_editions.edition_count, 0) as edition_count,
    crawled_nights.crawled_board_count,
    crawled_nights.complete_board_count,
    dated_editions.has_rule_change,
    crawled_nights.is_settled,
    dated_editions.first_known_date,
    dated_editions.last_known_date,
    crawled_nights.settled_date,
    calendar.as_of_date
from calendar
left join dated_editions on calendar.as_of_date = dated_editions.as_of_date
left join crawled_nights on calendar.as_of_date = crawled_nights.as_of_date
