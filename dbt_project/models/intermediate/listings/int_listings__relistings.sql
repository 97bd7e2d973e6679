{%- set rounds = [
    ('opening key', 'opening_key'),
    ('text and place', "likeness_key || '|' || places_text"),
    ('text', 'likeness_key'),
    ('place', "if(text_id is null, title_key || '|' || places_text, null)"),
] -%}

with ends as (
    select * from {{ ref('int_listings__relist_ends') }}
),

texts as (
    select * from {{ ref('stg_texts') }}
),

similar_texts as (
    {{ similar_texts('ends', 'texts') }}
),

ends_0 as (
    select
        ends.*,
        ends.title_key || '|' || coalesce(similar_texts.similar_text_id, ends.text_id) as likeness_key
    from ends
    left join similar_texts
        on ends.title_key = similar_texts.title_key
        and ends.text_id = similar_texts.text_id
),

-- The strongest sign comes first; what it joins is not joined again by a weaker one.
{% for source, key in rounds -%}
pairs_{{ loop.index0 }} as (
    {{ relist_pairs('ends_' ~ loop.index0, key) }}
),

{% if not loop.last -%}
ends_{{ loop.index }} as (
    select *
    from ends_{{ loop.index0 }}
    where
        if(
            is_opening,
            listing_id not in (select listing_id from pairs_{{ loop.index0 }}),
            listing_id not in (select closed_listing_id from pairs_{{ loop.index0 }})
        )
),

{% endif -%}
{% endfor -%}
relistings as (
{%- for source, key in rounds %}
    select
        listing_id,
        closed_listing_id,
        '{{ source }}' as relist_source,
        gap_days
    from pairs_{{ loop.index0 }}
    {{ 'union all' if not loop.last }}
{%- endfor %}
)

select * from relistings
