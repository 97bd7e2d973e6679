with editions as (
    select * from {{ editions('editions') }}
)

select
    as_of_date || '/' || edition as edition_id,
    release_id,
    code_version,
    rules_id,
    edition,
    known_date,
    as_of_date
from editions
