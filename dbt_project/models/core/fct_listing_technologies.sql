with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

mentions as (
    select * from {{ ref('fct_technology_mentions') }}
),

ranked as (
    select
        *,
        (
            not is_counted,
            case strength when 'required' then 1 when 'preferred' then 2 else 3 end,
            case class when 'build' then 1 when 'use' then 2 else 3 end,
            line_number
        ) as precedence
    from mentions
),

-- The best of its mentions speaks for a technology.
proved as (
    select
        company_id,
        text_id,
        technology_id,
        arg_min(line_id, precedence) as line_id,
        arg_min(alias, precedence) as alias,
        arg_min(section, precedence) as section,
        arg_min(strength, precedence) as strength,
        arg_min(class, precedence) as class,
        arg_min(start_position, precedence) as start_position,
        arg_min(line_number, precedence) as line_number,
        count(*) as mention_count,
        bool_or(is_counted) as is_counted,
        bool_or(is_own_product) as is_own_product
    from ranked
    group by company_id, text_id, technology_id
)

select
    opened.listing_id,
    proved.technology_id,
    proved.text_id,
    proved.line_id,
    proved.alias,
    proved.section,
    proved.strength,
    proved.class,
    proved.start_position,
    proved.line_number,
    proved.mention_count,
    proved.is_counted,
    proved.is_own_product
from opened
inner join listings on opened.content_id = listings.content_id
inner join boards using (board_id)
inner join proved
    on boards.company_id = proved.company_id and listings.text_id = proved.text_id
