-- What of each source was read: boards, listings, texts, and how many listings fill each field.
with boards as (
    select * from {{ ref('dim_boards') }}
),

opened as (
    select * from {{ ref('int_listings__open') }}
),

published as (
    select * from {{ ref('stg_listings') }}
),

listings as (
    select * from {{ ref('fct_listings') }}
),

-- Each board is in one of five states.
asked as (
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

fields as (
    select
        published.ats,
        count(*) as listing_count,
        count(published.text_id) as with_text_count,
        count(nullif(published.title, '')) as with_title_count,
        count(published.url) as with_url_count,
        count(*) filter (where len(published.places) > 0) as with_place_count,
        count(*) filter (where len(published.pays) > 0 or published.pay_text is not null)
            as with_pay_field_count,
        count(coalesce(published.workplace_text, published.is_remote::varchar))
            as with_workplace_field_count,
        count(published.employment_type_text) as with_employment_type_count,
        count(published.department_text) as with_department_count,
        count(published.team_text) as with_team_count,
        count(published.level_text) as with_level_count,
        count(published.language_text) as with_language_count,
        count(published.published_at) as with_published_date_count,
        count(published.updated_at) as with_updated_date_count,
        count(published.closes_at) as with_closing_date_count
    from opened
    inner join published using (content_id)
    group by published.ats
),

inferred as (
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
    asked.ats,
    asked.recorded_first_text,
    asked.recorded_last_text,
    asked.board_count,
    asked.complete_board_count,
    asked.partial_board_count,
    asked.carried_forward_board_count,
    asked.missing_board_count,
    asked.skipped_board_count,
    asked.pending_count,
    {% for field in [
        'listing', 'with_text', 'with_title', 'with_url', 'with_place', 'with_pay_field',
        'with_workplace_field', 'with_employment_type', 'with_department', 'with_team', 'with_level',
        'with_language', 'with_published_date', 'with_updated_date', 'with_closing_date'
    ] -%}
    coalesce(fields.{{ field }}_count, 0) as {{ field }}_count,
    {% endfor -%}
    coalesce(inferred.software_listing_count, 0) as software_listing_count,
    coalesce(inferred.with_country_count, 0) as with_country_count,
    coalesce(inferred.with_salary_count, 0) as with_salary_count,
    coalesce(inferred.with_workplace_count, 0) as with_workplace_count,
    asked.last_crawled_date
from asked
left join fields using (ats)
left join inferred using (ats)
