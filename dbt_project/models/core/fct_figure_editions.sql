with published_figures as (
    select * from {{ ref('stg_figures') }}
),

figures as (
    select * from {{ ref('fct_figures') }}
),

editions as (
    select * from {{ ref('dim_editions') }}
),

own_editions as (
    select * from editions
    where as_of_date = date '{{ var("night") }}'
),

all_figures as (
    select * from published_figures
    union all by name
    select
        own_editions.edition_id,
        figures.*
    from figures
    cross join own_editions
)

select
    all_figures.edition_id,
    all_figures.segment_id,
    all_figures.measure,
    all_figures.method,
    editions.edition,
    all_figures.sample_count,
    all_figures.sample_company_count,
    all_figures.figure_value,
    editions.known_date,
    all_figures.as_of_date
from all_figures
inner join editions using (edition_id)
