with published_editions as (
    select * from {{ ref('stg_editions') }}
),

-- The number of the release's own edition is given when it is published, so it is not known here.
editions as (
    select * from published_editions
    union all by name
    select
        '{{ var("night") }}/this release' as edition_id,
        null as release_id,
        null as code_version,
        '{{ var("rules_id") }}' as rules_id,
        null as edition,
        date '{{ var("night") }}' as known_date,
        date '{{ var("night") }}' as as_of_date
)

select
    edition_id,
    release_id,
    code_version,
    rules_id,
    edition,
    row_number() over (partition by as_of_date order by edition) = 1 as is_first,
    row_number() over (partition by as_of_date order by edition desc) = 1 as is_newest,
    known_date,
    as_of_date
from editions
