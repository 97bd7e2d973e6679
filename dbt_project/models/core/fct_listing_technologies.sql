with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

mentions as (
    select * from {{ ref('fct_technology_mentions') }}
),

ranked_mentions as (
    select
        *,
        (
            not is_counted,
            case strength when 'required' then 1 when 'preferred' then 2 else 3 end,
            case class when 'build' then 1 when 'use' then 2 else 3 end,
            line_number
        ) as mention_rank
    from mentions
),

-- Each text and technology gets the mention that ranks first.
text_technologies as (
    select
        company_id,
        text_id,
        technology_id,
        arg_min(line_id, mention_rank) as line_id,
        arg_min(alias, mention_rank) as alias,
        arg_min(section, mention_rank) as section,
        arg_min(strength, mention_rank) as strength,
        arg_min(class, mention_rank) as class,
        arg_min(start_position, mention_rank) as start_position,
        arg_min(line_number, mention_rank) as line_number,
        count(*) as mention_count,
        bool_or(is_counted) as is_counted,
        bool_or(is_own_product) as is_own_product
    from ranked_mentions
    group by company_id, text_id, technology_id
)

select
    open_listings.listing_id,
    text_technologies.technology_id,
    text_technologies.text_id,
    text_technologies.line_id,
    text_technologies.alias,
    text_technologies.section,
    text_technologies.strength,
    text_technologies.class,
    text_technologies.start_position,
    text_technologies.line_number,
    text_technologies.mention_count,
    text_technologies.is_counted,
    text_technologies.is_own_product
from open_listings
inner join text_technologies
    on open_listings.company_id = text_technologies.company_id
    and open_listings.text_id = text_technologies.text_id
