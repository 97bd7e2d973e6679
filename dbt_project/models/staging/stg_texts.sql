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
