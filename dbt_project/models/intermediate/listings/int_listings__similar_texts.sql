with title_keys as (
    select * from {{ ref('int_listings__title_keys') }}
),

texts as (
    select * from {{ ref('stg_texts') }}
),

similar_texts as (
    {{ similar_texts('title_keys', 'texts') }}
)

select * from similar_texts
