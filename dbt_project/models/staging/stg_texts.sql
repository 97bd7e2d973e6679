{{ config(materialized='view') }}

with postings as (
    select * from {{ raw_nights('postings') }}
),

-- Pay that the vendor publishes only as a sentence is a separate text.
pay_texts as (
    select
        content_id,
        text_id as description_id,
        {{ pay_text_html('pay_text') }} as description_html
    from postings
    where pay_text is not null and coalesce(len(pays), 0) = 0
)

select
    content_id,
    text_id,
    description_html
from postings
where text_id is not null
union all
select
    content_id,
    md5(description_html) as text_id,
    description_html
from pay_texts
where md5(description_html) is distinct from description_id
