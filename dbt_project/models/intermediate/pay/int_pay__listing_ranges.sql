{%- set cues, customs = ref('pay_interval_cues'), ref('pay_interval_customs') %}

with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

words as (
    select * from {{ ref('pay_interval_words') }}
),

texts as (
    select * from {{ ref('int_pay__text_ranges') }}
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

-- Zero stands for "not said" on several boards.
published as (
    select
        *,
        nullif(pay.minimum, 0) as salary_min,
        nullif(pay.maximum, 0) as salary_max,
        upper(trim(pay.currency)) as currency_text
    from components
    where nullif(pay.minimum, 0) is not null or nullif(pay.maximum, 0) is not null
),

timed as (
    select
        published.*,
        coalesce(
            words.salary_interval,
            {{ interval_in(cues, "coalesce(published.pay.title, '')") }},
            if(published.pay.interval is null, {{ interval_in(cues, "coalesce(published.pay_text, '')") }}, null)
        ) as stated_interval
    from published
    left join words on lower(trim(published.pay.interval)) = words.interval_text
),

fields as (
    select
        listing_id,
        null::varchar as line_id,
        'field' as pay_source,
        pay.title as tier_text,
        null::varchar as span_text,
        pay.kind as kind_text,
        currency_text,
        coalesce(
            stated_interval,
            {{ interval_by_custom(customs, 'coalesce(salary_min, salary_max)', 'currency_text', "''") }}
        ) as salary_interval,
        salary_min,
        salary_max,
        pay_number,
        coalesce(pay.kind, 'Salary') = 'Salary'
        and not regexp_matches(
            coalesce(pay.title, ''),
            '(?i)\b(ote|on[- ]target|bonus|commission|equity|stipend)\b'
        )
        and not (
            pay.kind is null
            and regexp_matches(coalesce(pay_text, ''), '(?i)\bote\b|\bon[- ]target (earnings|comp)')
        ) as is_base,
        stated_interval is not null as is_interval_stated
    from timed
),

readings as (
    select
        opened.listing_id,
        listings.text_id
    from opened
    inner join listings on opened.content_id = listings.content_id
    union
    select
        opened.listing_id,
        md5({{ pay_text_html('listings.pay_text') }}) as text_id
    from opened
    inner join listings on opened.content_id = listings.content_id
    where listings.pay_text is not null and coalesce(len(listings.pays), 0) = 0
),

spans as (
    select
        readings.listing_id,
        texts.line_id,
        'text' as pay_source,
        texts.tier_text,
        texts.span_text,
        texts.pay_kind as kind_text,
        texts.currency_text,
        texts.salary_interval,
        texts.salary_min,
        texts.salary_max,
        texts.line_number as pay_number,
        texts.pay_kind = 'base' as is_base,
        texts.is_interval_stated
    from readings
    inner join texts on readings.text_id = texts.text_id
),

both_sources as (
    select * from fields
    union all
    select * from spans
)

select
    listing_id || '#' || row_number() over (
        partition by listing_id
        order by pay_source, pay_number, salary_min, salary_max, currency_text
    ) as pay_range_id,
    *
from both_sources
