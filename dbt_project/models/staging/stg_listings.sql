with postings as (
    select * exclude (description_html, payload) from {{ raw_nights('postings') }}
)

select distinct on (content_id)
    content_id,
    ats || ':' || board || ':' || native_id as listing_id,
    text_id,
    opening_id,
    ats,
    board,
    native_id,
    {{ decoded_title('title') }} as title,
    url,
    nullif(trim(company), '') as company,
    workplace as workplace_text,
    employment_type as employment_type_text,
    department as department_text,
    team as team_text,
    level as level_text,
    language as language_text,
    pay_text,
    places,
    applicant_places,
    pays,
    is_remote,
    night as stored_date,
    published_at,
    updated_at,
    closes_at
from postings
order by content_id, night
