with opened as (
    select * from {{ ref('int_listings_opened') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

words as (
    select * from {{ ref('pay_interval_words') }}
),

texts as (
    select * from {{ ref('int_texts_priced') }}
),

components as (
    select
        opened.listing_id,
        listings.pay_text,
        generate_subscripts(listings.pays, 1) as pay_number,
        unnest(listings.pays) as pay
    from opened
    inner join listings on opened.content_id = listings.content_id
),

fields as (
    select
        components.listing_id,
        null::varchar as line_id,
        'field' as pay_source,
        components.pay.title as tier_text,
        components.pay.kind as kind_text,
        upper(trim(components.pay.currency)) as currency_text,
        coalesce(
            words.salary_interval,
            {{ interval_word("components.pay.title") }},
            if(components.pay.interval is null, {{ interval_word("components.pay_text") }}, null),
            {{ interval_by_size('coalesce(components.pay.minimum, components.pay.maximum)', 'coalesce(components.pay.maximum, components.pay.minimum)', 'upper(trim(components.pay.currency))') }}
        ) as salary_interval,
        nullif(components.pay.minimum, 0) as salary_min,
        nullif(components.pay.maximum, 0) as salary_max,
        components.pay_number,
        coalesce(components.pay.kind, 'Salary') = 'Salary'
        and not regexp_matches(
            coalesce(components.pay.title, ''),
            '(?i)\b(ote|on[- ]target|bonus|commission|equity|stipend)\b'
        )
        and not (
            components.pay.kind is null
            and regexp_matches(
                coalesce(components.pay_text, ''), '(?i)\bote\b|\bon[- ]target (earnings|comp)'
            )
        ) as is_base,
        coalesce(
            words.salary_interval,
            {{ interval_word("components.pay.title") }},
            if(components.pay.interval is null, {{ interval_word("components.pay_text") }}, null)
        ) is not null as is_interval_stated
    from components
    left join words on lower(trim(components.pay.interval)) = words.interval_text
    where nullif(components.pay.minimum, 0) is not null or nullif(components.pay.maximum, 0) is not null
),

priced as (
    select distinct listing_id
    from fields
    where is_base
),

-- The text speaks where the fields state no base pay.
spans as (
    select
        opened.listing_id,
        texts.line_id,
        'text' as pay_source,
        texts.span_text as tier_text,
        null::varchar as kind_text,
        texts.currency_text,
        texts.salary_interval,
        texts.salary_min,
        texts.salary_max,
        texts.line_number as pay_number,
        true as is_base,
        texts.is_interval_stated
    from opened
    inner join listings on opened.content_id = listings.content_id
    inner join texts on listings.text_id = texts.text_id
    anti join priced on opened.listing_id = priced.listing_id
)

select * from fields
union all
select * from spans
