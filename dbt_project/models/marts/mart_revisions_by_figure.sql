with figures as (
    select * from {{ ref('mart_figures_by_night') }}
    where as_of_date < date '{{ var("night") }}'
)

select
    figure_id,
    segment_id,
    measure,
    method,
    count(*) as night_count,
    count(*) filter (where known_now_value is distinct from known_then_value) as revised_night_count,
    count(*) filter (where not is_settled) as provisional_night_count,
    {% for days in var('revision_nights') %}
    count(known_after_{{ days }}_value - known_then_value) as after_{{ days }}_night_count,
    {{ mean('abs(known_after_' ~ days ~ '_value - known_then_value)', 'decimal(24, 8)') }}
        as mean_absolute_revision_after_{{ days }},
    {% endfor %}
    count(known_now_value - known_then_value) as now_night_count,
    {{ mean('abs(known_now_value - known_then_value)', 'decimal(24, 8)') }} as mean_absolute_revision_now,
    {{ mean('(known_now_value - known_then_value)', 'decimal(24, 8)') }} as mean_revision_now,
    max(abs(known_now_value - known_then_value)) as highest_absolute_revision_now,
    min(as_of_date) as first_date,
    max(as_of_date) as last_date
from figures
group by figure_id, segment_id, measure, method
