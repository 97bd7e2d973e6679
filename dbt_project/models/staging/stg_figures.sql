with figures as (
    select * from {{ editions('figures') }}
)

select
    as_of_date || '/' || edition as edition_id,
    segment_id,
    measure,
    method,
    sample_count,
    sample_company_count,
    figure_value,
    as_of_date
from figures
