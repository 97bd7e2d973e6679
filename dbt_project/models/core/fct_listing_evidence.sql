with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

workplaced as (
    select * from {{ ref('int_workplace__listings') }}
),

paid as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
    where has_money or has_workplace
),

-- A pay field is evidence itself; what was read from a text is not, without the words around it.
claims as (
    select
        listing_id,
        'workplace' as claim,
        workplace_source as source,
        line_id,
        coalesce(evidence_text, 'remote: true') as words
    from workplaced
    where workplace_source <> 'none'
    union all
    select distinct
        listing_id,
        'pay',
        pay_source,
        line_id,
        span_text
    from paid
    where pay_source = 'text'
),

spans as (
    select distinct
        claims.listing_id,
        claims.claim,
        claims.source,
        claims.line_id,
        if(
            lines.line_id is null,
            left(claims.words, 200),
            {{ span('lines.line_text', 'greatest(1, strpos(lines.line_text, claims.words))') }}
        ) as span_text,
        lines.section
    from claims
    inner join opened on claims.listing_id = opened.listing_id
    inner join listings on opened.content_id = listings.content_id
    left join lines on listings.text_id = lines.text_id and claims.line_id = lines.line_id
)

select * from spans
