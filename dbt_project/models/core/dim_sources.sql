with boards as (
    select * from {{ ref('dim_boards') }}
),

published_listings as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
),

-- Each board is in one of five states.
board_counts as (
    select
        ats,
        min(recorded_first_text) as recorded_first_text,
        max(recorded_last_text) as recorded_last_text,
        count(*) as board_count,
        count(*) filter (where not is_stale) as complete_board_count,
        count(*) filter (where is_stale and last_outcome = 'partial' and listing_count > 0)
            as partial_board_count,
        count(*) filter (where is_stale and last_outcome <> 'partial' and listing_count > 0)
            as carried_forward_board_count,
        count(*) filter (where is_stale and last_outcome <> 'skipped' and listing_count = 0)
            as missing_board_count,
        count(*) filter (where is_stale and last_outcome = 'skipped' and listing_count = 0)
            as skipped_board_count,
        sum(pending_count)::bigint as pending_count,
        max(last_crawled_date) as last_crawled_date
    from boards
    group by ats
),

field_counts as (
    select
        ats,
        count(*) as listing_count,
        count(text_id) as with_text_count,
        count(nullif(title, '')) as with_title_count,
        count(url) as with_url_count,
        count(*) filter (where len(places) > 0) as with_place_count,
        count(*) filter (where len(pays) > 0 or pay_text is not null)
            as with_pay_field_count,
        count(coalesce(workplace_text, is_remote::varchar))
            as with_workplace_field_count,
        count(employment_type_text) as with_employment_type_count,
        count(department_text) as with_department_count,
        count(team_text) as with_team_count,
        count(level_text) as with_level_count,
        count(language_text) as with_language_count,
        count(published_at) as with_published_date_count,
        count(updated_at) as with_updated_date_count,
        count(closes_at) as with_closing_date_count
    from published_listings
    group by ats
),

inference_counts as (
    select
        ats,
        count(*) filter (where is_software) as software_listing_count,
        count(country_code) as with_country_count,
        count(*) filter (where has_salary) as with_salary_count,
        count(*) filter (where workplace not in ('not stated', 'not read')) as with_workplace_count
    from listings
    group by ats
)

select
    board_counts.ats,
    board_counts.recorded_first_text,
    board_counts.recorded_last_text,
    board_counts.board_count,
    board_counts.complete_board_count,
    board_counts.partial_board_count,
    board_counts.carried_forward_board_count,
    board_counts.missing_board_count,
    board_counts.skipped_board_count,
    board_counts.pending_count,
    {% for field in [
        'listing', 'with_text', 'with_title', 'with_url', 'with_place', 'with_pay_field',
        'with_workplace_field', 'with_employment_type', 'with_department', 'with_team', 'with_level',
        'with_language', 'with_published_date', 'with_updated_date', 'with_closing_date'
    ] -%}
    coalesce(field_counts.{{ field }}_count, 0) as {{ field }}_count,
    {% endfor -%}
    coalesce(inference_counts.software_listing_count, 0) as software_listing_count,
    coalesce(inference_counts.with_country_count, 0) as with_country_count,
    coalesce(inference_counts.with_salary_count, 0) as with_salary_count,
    coalesce(inference_counts.with_workplace_count, 0) as with_workplace_count,
    board_counts.last_crawled_date
from board_counts
left join field_counts using (ats)
left join inference_counts using (ats)
