with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select * from {{ ref('int_titles__classified') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

texts as (
    select * from {{ ref('int_workplace__texts') }}
),

flags as (
    select
        workplace_text,
        nullif(
            {{ first_rule(ref('workplace_flags'), 'workplace', 'workplace_text', "'unknown'") }}, 'unknown'
        ) as workplace
    from (select distinct workplace_text from listings where workplace_text is not null)
),

-- "Hybrid; In-Office" is a mixture, and a mixture is hybrid.
by_place as (
    select
        listing_id,
        case
            when bool_or(workplace = 'hybrid') then 'hybrid'
            when bool_and(workplace = 'remote') then 'remote'
            when bool_or(workplace = 'remote') and bool_or(workplace = 'onsite') then 'hybrid'
            when bool_or(workplace = 'onsite') then 'onsite'
            when bool_or(workplace = 'remote') then 'remote'
        end as workplace,
        string_agg(place_text, '; ' order by place_number) filter (where workplace <> 'unknown')
            as evidence_text,
        -- Where a remote worker may live: a place that says remote, or names no city.
        list_sort(list(distinct country_code) filter (
            where country_code is not null and (workplace = 'remote' or city_name is null)
        )) as country_codes,
        list_sort(list(distinct country_code || '-' || region_code) filter (
            where region_code is not null and (workplace = 'remote' or city_name is null)
        )) as region_codes,
        list_sort(list(distinct world_region) filter (where world_region is not null)) as world_regions
    from places
    group by listing_id
),

evidence as (
    select
        opened.listing_id,
        listings.text_id,
        texts.line_id,
        flags.workplace as by_flag,
        titles.workplace as by_title,
        by_place.workplace as by_place,
        texts.workplace as by_text,
        listings.workplace_text as flag_text,
        titles.workplace_text as title_text,
        by_place.evidence_text as place_text,
        texts.evidence_text as line_text,
        texts.start_position,
        listings.is_remote,
        coalesce(texts.has_office, false) as has_office,
        by_place.country_codes,
        by_place.region_codes,
        by_place.world_regions
    from opened
    inner join listings on opened.content_id = listings.content_id
    left join titles on listings.title = titles.title
    left join flags on listings.workplace_text = flags.workplace_text
    left join by_place on opened.listing_id = by_place.listing_id
    left join texts on listings.text_id = texts.text_id
),

-- A bare yes or no is often what a form was left at, and is set for hybrid work, too: it stands
-- behind words in the title, the place, and behind a text that asks for an office.
sourced as (
    select
        *,
        case
            when by_flag is not null then 'flag'
            when by_title is not null then 'title'
            when by_place is not null then 'place'
            when is_remote and coalesce(by_text, 'remote') = 'remote' then 'remote flag'
            when by_text is not null then 'text'
            else 'none'
        end as workplace_source
    from evidence
),

decided as (
    select
        *,
        case workplace_source
            when 'flag' then by_flag
            when 'title' then by_title
            when 'place' then by_place
            when 'remote flag' then 'remote'
            when 'text' then by_text
            else 'unknown'
        end as workplace,
        -- Hybrid or office words anywhere, or a flag that says no.
        coalesce(by_flag <> 'remote', false)
        or coalesce(by_title <> 'remote', false)
        or coalesce(by_place <> 'remote', false)
        or coalesce(not is_remote, false) and by_flag is null
        or has_office as is_contradicted
    from sourced
)

select
    listing_id,
    if(workplace_source = 'text', text_id, null) as text_id,
    if(workplace_source = 'text', line_id, null) as line_id,
    workplace,
    workplace_source,
    case workplace_source
        when 'flag' then flag_text
        when 'title' then title_text
        when 'place' then place_text
        when 'text' then line_text
    end as evidence_text,
    if(workplace = 'remote', country_codes, null) as remote_country_codes,
    if(workplace = 'remote', region_codes, null) as remote_region_codes,
    if(workplace = 'remote', world_regions, null) as remote_world_regions,
    if(workplace_source = 'text', start_position, null) as start_position,
    coalesce(by_flag = 'remote', is_remote) as is_remote_as_flagged,
    if(workplace = 'unknown', null, workplace = 'remote' and not is_contradicted)
        as is_remote_uncontradicted,
    if(
        workplace = 'unknown',
        null,
        workplace = 'remote' and not is_contradicted
        and (coalesce(by_title = 'remote', false) or coalesce(by_place = 'remote', false))
    ) as is_remote_strict
from decided
