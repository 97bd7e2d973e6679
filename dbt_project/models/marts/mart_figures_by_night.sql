with editions as (
    select * from {{ ref('dim_editions') }}
),

figures as (
    select * from {{ ref('fct_figure_editions') }}
),

nights as (
    select * from {{ ref('dim_nights') }}
),

-- The edition of a night that was the newest one 7, 30 and 90 nights later; none where that is still to come.
known_editions as (
    select
        as_of_date,
        count(*) as edition_count,
        max(edition_id) filter (where is_first) as then_edition_id,
        max(edition_id) filter (where is_newest) as now_edition_id,
        {% for days in var('revision_nights') %}
        if(
            as_of_date + {{ days }} <= date '{{ var("night") }}',
            arg_max(edition_id, edition) filter (where known_date <= as_of_date + {{ days }}),
            null
        ) as after_{{ days }}_edition_id,
        {% endfor %}
        max(rules_id) filter (where is_newest) as rules_id,
        min(known_date) as first_known_date,
        max(known_date) as last_known_date
    from editions
    group by as_of_date
),

dated_editions as (
    select
        known_editions.*,
        rules_id <> lag(rules_id) over (order by as_of_date) as has_rule_change
    from known_editions
),

figure_nights as (
    select distinct
        as_of_date,
        segment_id,
        measure,
        method
    from figures
)

select
    concat_ws('/', figure_nights.segment_id, figure_nights.measure, figure_nights.method) as figure_id,
    figure_nights.segment_id,
    figure_nights.measure,
    figure_nights.method,
    dated_editions.rules_id,
    known_then.sample_count as known_then_sample_count,
    known_then.figure_value as known_then_value,
    {% for days in var('revision_nights') %}
    after_{{ days }}.figure_value as known_after_{{ days }}_value,
    {% endfor %}
    known_now.sample_count as known_now_sample_count,
    known_now.figure_value as known_now_value,
    dated_editions.edition_count,
    coalesce(dated_editions.has_rule_change, false) as has_rule_change,
    coalesce(nights.is_settled, false) as is_settled,
    dated_editions.first_known_date,
    dated_editions.last_known_date,
    nights.settled_date,
    figure_nights.as_of_date
from figure_nights
inner join dated_editions using (as_of_date)
left join nights using (as_of_date)
{% for edition in ['then', 'now'] %}
left join figures as known_{{ edition }}
    on
    dated_editions.{{ edition }}_edition_id = known_{{ edition }}.edition_id
    and figure_nights.segment_id = known_{{ edition }}.segment_id
    and figure_nights.measure = known_{{ edition }}.measure
    and figure_nights.method = known_{{ edition }}.method
{% endfor %}
{% for days in var('revision_nights') %}
left join figures as after_{{ days }}
    on
    dated_editions.after_{{ days }}_edition_id = after_{{ days }}.edition_id
    and figure_nights.segment_id = after_{{ days }}.segment_id
    and figure_nights.measure = after_{{ days }}.measure
    and figure_nights.method = after_{{ days }}.method
{% endfor %}
