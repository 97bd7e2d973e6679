{{ config(materialized='incremental', incremental_strategy='append') }}

with texts as (
    select * from {{ ref('stg_texts') }}
),

entities as (
    select * from {{ ref('html_entities') }}
),

-- A text that several postings share is read once; a posting may have two texts.
new_texts as (
    select
        min(content_id) as content_id,
        text_id
    from texts
    {% if is_incremental() %}
    where text_id not in (select text_id from {{ this }})
    {% endif %}
    group by text_id
),

markup as (
    select
        text_id,
        {{ unescaped("left(description_html, " ~ var('longest_markup') ~ ")") }} as html
    from texts
    where (content_id, text_id) in (select (content_id, text_id) from new_texts)
),

blocks as (
    select
        text_id,
        generate_subscripts(blocks, 1) as line_number,
        unnest(blocks) as block
    from (select text_id, {{ blocks('html') }} as blocks from markup)
),

opened as (
    select
        text_id,
        line_number,
        substr(block, strpos(block, chr(2)) + 1, {{ 2 * var('longest_line') }}) as published_line,
        lower(left(block, strpos(block, chr(2)))) as tags
    from blocks
),

kept as (
    select
        text_id,
        line_number,
        published_line,
        case
            when contains(tags, '<h') and regexp_matches(tags, '<h[1-6]')
                then regexp_extract(tags, '<(h[1-6])', 1)
            when contains(tags, '<li') or contains(tags, '<dd') then 'item'
            when contains(tags, '<td') or contains(tags, '<th') then 'cell'
            else 'paragraph'
        end as tag
    from opened
),

-- Most lines stand in many texts: whatever is asked of a line is asked once.
distinct_blocks as (
    select
        published_line,
        tag,
        length(published_line) = {{ 2 * var('longest_line') }} as is_cut_in_markup,
        replace(replace({{ words_of('published_line') }}, '&amp;', '&'), '&amp;', '&') as whole_words,
        -- A cut may fall within a tag.
        if(is_cut_in_markup, regexp_replace(whole_words, '<[A-Za-z/!][^>]*$', ''), whole_words) as words
    from (select distinct published_line, tag from kept)
),

-- Between two ampersands stands at most one entity.
pieces as (
    select
        words,
        generate_subscripts(string_split(words, '&'), 1) as piece_number,
        unnest(string_split(words, '&')) as piece
    from (select distinct words from distinct_blocks where regexp_matches(words, '&#?\w+;'))
),

named_pieces as (
    select
        *,
        if(piece_number > 1, regexp_extract(piece, '^(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);', 1), '')
            as entity
    from pieces
),

decoded as (
    select
        named_pieces.words,
        string_agg(
            case
                when code_point between 1 and 1114111 and code_point not between 55296 and 57343
                    then chr(code_point) || substr(piece, length(entity) + 2)
                when piece_number = 1 then piece
                else '&' || piece
            end,
            '' order by piece_number
        ) as decoded_words
    from (
        select
            named_pieces.*,
            case
                when named_pieces.entity like '#x%' or named_pieces.entity like '#X%'
                    then ('0x' || substr(named_pieces.entity, 3))::integer
                when named_pieces.entity like '#%' then substr(named_pieces.entity, 2)::integer
                else entities.code_point
            end as code_point
        from named_pieces
        left join entities using (entity)
    ) as named_pieces
    group by named_pieces.words
),

distinct_lines as (
    select
        distinct_blocks.published_line,
        distinct_blocks.tag,
        {{ tidied('coalesce(decoded.decoded_words, distinct_blocks.words)') }} as whole_line,
        distinct_blocks.is_cut_in_markup or length(whole_line) > {{ var('longest_line') }} as is_cut,
        -- Cut behind its last whole word.
        if(
            is_cut,
            regexp_replace(left(whole_line, {{ var('longest_line') }}), '\s\S*$', ''),
            whole_line
        ) as line_text
    from distinct_blocks
    left join decoded using (words)
),

-- A heading is tagged as one, or is a short line that is all bold, all capitals or a label, or
-- nothing but what others write above a section.
shaped as (
    select
        *,
        regexp_matches(line_text, '^[•·▪●◦‣*–—-]\s*\S') as is_bulleted,
        length(line_text) <= 120 and not is_bulleted and case
            when tag like 'h%' then true
            when tag <> 'paragraph' then false
            when regexp_matches(line_text, ':$') then true
            when regexp_matches(published_line, '(?i)<(strong|b)\b|font-weight:\s*(bold|[6-9]00)')
                then not regexp_matches(
                    regexp_replace(
                        regexp_replace(
                            published_line,
                            '(?is)<(?:strong|b)\b.*?</(?:strong|b)>|<span[^>]*font-weight:\s*(?:bold|[6-9]00).*?</span>',
                            '', 'g'
                        ),
                        '<[^>]*>|&#?\w+;', '', 'g'
                    ),
                    '[\pL\pN]'
                )
            else regexp_full_match(line_text, '[^\p{Ll}]*\p{Lu}{4}[^\p{Ll}.]*')
        end as is_headed
    from distinct_lines
),

titled as (
    select
        *,
        case
            when is_headed then {{ first_rule(ref('section_headings'), 'section', 'line_text', 'null') }}
            when tag = 'paragraph' and length(line_text) <= 50 and not is_bulleted
                then {{ first_rule(ref('section_headings'), 'section', 'line_text', 'null', whole=true) }}
        end as own_section
    from shaped
),

flagged as materialized (
    select
        published_line,
        tag,
        line_text,
        case
            when is_headed or own_section is not null then 'heading'
            when tag like 'h%' then 'paragraph'
            when is_bulleted then 'item'
            else tag
        end as block_kind,
        own_section,
        if(tag like 'h%', substr(tag, 2)::integer, 7) as heading_level,
        {{ names_technology('line_text') }} as has_technology,
        regexp_matches(line_text, '\d') and regexp_matches(line_text, {{ money_trigger() }})
            as has_money,
        is_cut,
        regexp_matches(line_text, '(?i)remot[eo]|h[yí]brid|on-?site|in[- ](the |our )?office|in[- ]person|(days?|\dx) ?(a|per|each|/) ?w|days? in|from (anywhere|home)|home-?office|t[ée]l[ée]travail|teletrabajo')
            as has_workplace
    from titled
    where regexp_matches(line_text, '[\pL\pN]')
),

-- Lines that could state nothing we look for are not kept; headings say where the others stand.
telling as (
    select
        md5(line_text) as line_id,
        *
    from flagged
    where has_technology or has_money or has_workplace or block_kind = 'heading'
),

told as materialized (
    select
        kept.text_id,
        kept.line_number,
        telling.* exclude (published_line, tag)
    from kept
    inner join telling using (published_line, tag)
),

headings as (
    select
        text_id,
        line_number,
        own_section is not null or heading_level < 7 and heading_level <= coalesce(
            last_value(if(own_section is null, null, heading_level) ignore nulls) over (
                partition by text_id order by line_number
                rows between unbounded preceding and 1 preceding
            ), 7
        ) as is_opening
    from told
    where block_kind = 'heading'
),

-- A heading that says nothing divides the section it stands in, or ends it when it ranks as high.
sectioned as (
    select
        told.text_id,
        told.line_id,
        told.line_text,
        told.block_kind,
        last_value(case when headings.is_opening then told.line_text end ignore nulls) over above as heading_text,
        coalesce(
            last_value(if(headings.is_opening, coalesce(told.own_section, 'other'), null) ignore nulls) over above,
            'other'
        ) as section,
        told.line_number,
        told.has_technology,
        told.has_money,
        told.has_workplace,
        told.is_cut
    from told
    left join headings using (text_id, line_number)
    window above as (partition by told.text_id order by told.line_number)
)

select * from sectioned
where has_technology or has_money or has_workplace
