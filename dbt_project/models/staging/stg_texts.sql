{{ config(materialized='view') }}

with postings as (
    select * from {{ raw_nights('postings') }}
)

select
    content_id,
    text_id,
    description_html
from postings
where description_html is not null
union all
-- Where the vendor says pay in words alone, the words are a text of their own.
select
    content_id,
    md5(pay_text) as text_id,
    '<p>Salary: ' || pay_text || '</p>' as description_html
from postings
where pay_text is not null and coalesce(len(pays), 0) = 0
