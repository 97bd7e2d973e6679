with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

titles as (
    select * from {{ ref('int_titles__workplaces') }}
),

places as (
    select * from {{ ref('int_places__listings') }}
),

texts as (
    select * from {{ ref('int_workplace__texts') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
    where has_workplace
),

statements as (
    select * from {{ ref('int_workplace__statements') }}
),

field_workplaces as (
    select
        workplace_text,
        nullif(
            {{ first_rule(ref('workplace_flags'), 'workplace', 'workplace_text', "'unknown'") }}, 'unknown'
        ) as workplace
    from (select distinct workplace_text from open_listings where workplace_text is not null)
),

-- Places of several arrangements are hybrid: "Hybrid; In-Office".
place_workplaces as (
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
            as evidence_text
    from places
    group by listing_id
),

part_statements as (
    select
        lines.text_id,
        lines.line_id,
        lines.line_number,
        statements.clause_number,
        statements.part_name,
        statements.workplace,
        statements.evidence_text,
        instr(lines.line_text, statements.evidence_text) as start_position
    from lines
    inner join statements using (line_id)
    where statements.part_name is not null
),

-- "The Porto office is hybrid, our sales team is remote": the part of the company by its place or its work.
part_listings as (
    select distinct
        open_listings.listing_id,
        part_statements.*
    from part_statements
    inner join open_listings using (text_id)
    left join places on open_listings.listing_id = places.listing_id
    where
        contains({{ plain_words('places.city_name') }}, part_statements.part_name)
        or contains(' ' || {{ plain_words('open_listings.title') }}, ' ' || part_statements.part_name)
        or regexp_matches(part_statements.part_name, '{{ engineering_part() }}')
        and regexp_matches(open_listings.title, '(?i)engineer|developer|architect|program')
),

-- Parts of several arrangements are hybrid, as several places are.
listing_parts as (
    select
        listing_id,
        if(count(distinct workplace) > 1, 'hybrid', min(workplace)) as workplace,
        arg_min(line_id, (line_number, clause_number)) as line_id,
        arg_min(evidence_text, (line_number, clause_number)) as evidence_text,
        arg_min(start_position, (line_number, clause_number)) as start_position
    from part_listings
    group by listing_id
),

text_parts as (
    select
        text_id,
        list(distinct evidence_text) as evidence_texts
    from part_statements
    group by text_id
),

-- What is said of the role itself comes before what is said of its part of the company.
text_evidence as (
    select
        open_listings.listing_id,
        listing_parts.listing_id is not null and (
            coalesce(texts.statement_kind, 'none') <> 'role'
            or list_contains(text_parts.evidence_texts, texts.evidence_text)
        ) as is_of_part,
        if(is_of_part, listing_parts.line_id, texts.line_id) as line_id,
        if(is_of_part, listing_parts.workplace, texts.workplace) as workplace,
        if(is_of_part, 'role', texts.statement_kind) as statement_kind,
        if(is_of_part, listing_parts.evidence_text, texts.evidence_text) as evidence_text,
        if(is_of_part, listing_parts.start_position, texts.start_position) as start_position,
        if(is_of_part, listing_parts.workplace <> 'remote', coalesce(texts.has_office, false)) as has_office,
        coalesce(texts.is_remote_denied, false) as is_remote_denied,
        coalesce(texts.is_office_outright, false) as is_office_outright
    from open_listings
    left join texts on open_listings.text_id = texts.text_id
    left join listing_parts on open_listings.listing_id = listing_parts.listing_id
    left join text_parts on open_listings.text_id = text_parts.text_id
),

listing_evidence as (
    select
        open_listings.listing_id,
        open_listings.text_id,
        text_evidence.line_id,
        field_workplaces.workplace as field_workplace,
        titles.workplace as title_workplace,
        place_workplaces.workplace as place_workplace,
        text_evidence.workplace as text_workplace,
        text_evidence.statement_kind,
        open_listings.workplace_text as field_text,
        titles.workplace_text as title_text,
        place_workplaces.evidence_text as place_text,
        text_evidence.evidence_text as line_text,
        text_evidence.start_position,
        open_listings.is_remote,
        text_evidence.has_office,
        text_evidence.is_remote_denied,
        text_evidence.is_office_outright
    from open_listings
    inner join text_evidence on open_listings.listing_id = text_evidence.listing_id
    left join titles on open_listings.title = titles.title
    left join field_workplaces on open_listings.workplace_text = field_workplaces.workplace_text
    left join place_workplaces on open_listings.listing_id = place_workplaces.listing_id
),

-- What is written out, "this is not a remote role", comes before a label that may be the default of a form; "this role is
-- hybrid" does not come before a remote title, because several titles share a text.
-- A remote flag is often the default of a form, and is set for hybrid work, too. It therefore comes
-- after words in the title and place, and after a text that requires an office of this role or company.
workplace_sources as (
    select
        *,
        case
            when
                (is_remote_denied or is_office_outright and title_workplace is distinct from 'remote')
                and text_workplace <> 'remote'
                and coalesce(field_workplace, title_workplace, place_workplace) = 'remote'
                then 'text'
            when field_workplace is not null then 'flag'
            when title_workplace is not null then 'title'
            when place_workplace is not null then 'place'
            when
                is_remote
                and (coalesce(text_workplace, 'remote') = 'remote' or statement_kind not in ('role', 'company'))
                then 'remote flag'
            when text_workplace is not null then 'text'
            else 'none'
        end as workplace_source
    from listing_evidence
),

listing_workplaces as (
    select
        *,
        case workplace_source
            when 'flag' then field_workplace
            when 'title' then title_workplace
            when 'place' then place_workplace
            when 'remote flag' then 'remote'
            when 'text' then text_workplace
            else 'unknown'
        end as workplace,
        -- A field, title, place or text states hybrid or office work, or the remote flag is false.
        coalesce(field_workplace <> 'remote', false)
        or coalesce(title_workplace <> 'remote', false)
        or coalesce(place_workplace <> 'remote', false)
        or coalesce(not is_remote, false) and field_workplace is null
        or has_office as is_contradicted
    from workplace_sources
)

select
    listing_id,
    if(workplace_source = 'text', text_id, null) as text_id,
    if(workplace_source = 'text', line_id, null) as line_id,
    workplace,
    workplace_source,
    case workplace_source
        when 'flag' then field_text
        when 'title' then title_text
        when 'place' then place_text
        when 'text' then line_text
    end as evidence_text,
    if(workplace_source = 'text', start_position, null) as start_position,
    coalesce(field_workplace = 'remote', is_remote) as is_remote_as_flagged,
    if(workplace = 'unknown', null, workplace = 'remote' and not is_contradicted)
        as is_remote_uncontradicted,
    if(
        workplace = 'unknown',
        null,
        workplace = 'remote' and not is_contradicted
        and (coalesce(title_workplace = 'remote', false) or coalesce(place_workplace = 'remote', false))
    ) as is_remote_strict
from listing_workplaces
