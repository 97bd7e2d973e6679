with title_keys as (
    select * from {{ ref('int_listings__title_keys') }}
),

similar_texts as (
    select * from {{ ref('int_listings__similar_texts') }}
),

-- Without a text only the vendor's key can show that two listings are copies.
likeness_keys as (
    select
        title_keys.*,
        coalesce(title_keys.opening_key, title_keys.listing_id) as vendor_key,
        concat_ws(
            '|',
            title_keys.title_key,
            coalesce(
                similar_texts.similar_text_id,
                title_keys.text_id,
                title_keys.opening_key,
                title_keys.listing_id
            )
        ) as likeness_key
    from title_keys
    left join similar_texts
        on title_keys.title_key = similar_texts.title_key
        and title_keys.text_id = similar_texts.text_id
),

-- The vendor's key comes first: listings that share it are one role. Similar texts join the rest,
-- and openings whose keys differ because the vendor gave each copy its own.
vendor_roles as (
    select
        *,
        min(likeness_key) over (partition by vendor_key) as vendor_role
    from likeness_keys
),

likeness_roles as (
    select
        *,
        min(vendor_role) over (partition by likeness_key) as likeness_role
    from vendor_roles
)

select
    listing_id,
    md5(min(likeness_role) over (partition by vendor_key)) as role_id,
    company_id,
    case
        when count(*) over (partition by vendor_key) > 1 then 'vendor key'
        when count(*) over (partition by likeness_key, text_id) > 1 then 'same text'
        when count(*) over (partition by likeness_key) > 1 then 'like text'
        else 'alone'
    end as role_source
from likeness_roles
