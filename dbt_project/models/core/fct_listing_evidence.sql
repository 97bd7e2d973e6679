with opened as (
    select * from {{ ref('int_listings_opened') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

workplaced as (
    select * from {{ ref('int_listings_workplaced') }}
),

placed as (
    select * from {{ ref('int_listings_placed') }}
),

paid as (
    select * from {{ ref('int_listings_paid') }}
),

lines as (
    select * from {{ ref('int_texts_split') }}
    where has_money or has_workplace
),

places as (
    select
        listing_id,
        string_agg(place_text, '; ' order by place_number) as place_text
    from placed
    group by listing_id
),

-- Pay fields are evidence themselves; what was read from a text is not, without its words.
claims as (
    select
        listing_id,
        'workplace' as claim,
        workplace_source as source,
        line_id,
        null as span_text
    from workplaced
    where workplace_source <> 'none'
    union all
    select distinct
        listing_id,
        'pay',
        pay_source,
        line_id,
        tier_text
    from paid
    where pay_source = 'text'
),

spans as (
    select distinct
        claims.listing_id,
        claims.claim,
        claims.source,
        claims.line_id,
        case
            when lines.line_id is not null then {{ span('lines.line_text', "greatest(1, strpos(lines.line_text, coalesce(claims.span_text, regexp_extract(lines.line_text, '(?i)remote|hybrid|on-?site|office|in[- ]person|anywhere'))))") }}
            when claims.source = 'place' then left(places.place_text, 200)
            when claims.source = 'remote flag' then 'remote: true'
            else left(listings.workplace_text, 200)
        end as span_text,
        lines.section
    from claims
    inner join opened on claims.listing_id = opened.listing_id
    inner join listings on opened.content_id = listings.content_id
    left join lines on listings.text_id = lines.text_id and claims.line_id = lines.line_id
    left join places on claims.listing_id = places.listing_id
)

select * from spans
