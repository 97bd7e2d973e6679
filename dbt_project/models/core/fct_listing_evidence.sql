with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

workplaces as (
    select * from {{ ref('int_workplace__listings') }}
),

pay_ranges as (
    select * from {{ ref('int_pay__listing_ranges') }}
),

requirements as (
    select * from {{ ref('int_requirements__texts') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
    where has_money or has_workplace or has_requirement
),

-- Pay from a field is its own evidence; pay from a text needs the words around it.
claims as (
    select
        listing_id,
        'workplace' as claim,
        workplace_source as source,
        line_id,
        coalesce(evidence_text, 'remote: true') as evidence_text
    from workplaces
    where workplace_source <> 'none'
    union all
    select distinct
        listing_id,
        'pay',
        pay_source,
        line_id,
        span_text
    from pay_ranges
    where pay_source = 'text'
    union all
    select
        open_listings.listing_id,
        requirements.requirement,
        'text',
        requirements.line_id,
        requirements.evidence_text
    from requirements
    inner join open_listings using (text_id)
),

claim_spans as (
    select distinct
        claims.listing_id,
        claims.claim,
        claims.source,
        claims.line_id,
        if(
            lines.line_id is null,
            left(claims.evidence_text, 200),
            {{ span('lines.line_text', 'greatest(1, strpos(lines.line_text, claims.evidence_text))') }}
        ) as span_text,
        lines.section
    from claims
    inner join open_listings on claims.listing_id = open_listings.listing_id
    left join lines on open_listings.text_id = lines.text_id and claims.line_id = lines.line_id
)

select * from claim_spans
