{% set fields = [
    'text', 'title', 'url', 'place', 'pay_field', 'workplace_field', 'employment_type', 'department',
    'team', 'level', 'language', 'published_date', 'updated_date', 'closing_date', 'country',
    'salary', 'workplace'
] -%}

with sources as (
    select * from {{ ref('dim_sources') }}
)

select
    ats,
    recorded_first_text,
    recorded_last_text,
    board_count,
    complete_board_count,
    partial_board_count,
    carried_forward_board_count,
    missing_board_count,
    skipped_board_count,
    listing_count,
    software_listing_count,
    with_text_count,
    pending_count,
    {% for field in fields -%}
    with_{{ field }}_count / nullif(listing_count, 0) as {{ field }}_share,
    {% endfor -%}
    last_crawled_date
from sources
