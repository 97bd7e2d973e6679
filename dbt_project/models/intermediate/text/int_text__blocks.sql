{{ config(materialized='incremental', incremental_strategy='append') }}

{#- Where a remote worker may live. #}
{%- set residence_words = [
    '(be|are|people|candidates|applicants) (based|located|living) (in|within)', '(live|hire|employ)( people| candidates)? (in|within)',
    'r[ée]sid[a-z]* (in|of|en|em|no|au)', 'wohn(sitz|haft)', '(right|[sz]ed|[sz]ation) to work', '-based (candidates|applicants)',
    '(candidates|applicants) anywhere', '(eligible|accepted|possible) (countries|locations)',
    '^\\W*' ~ place_field() ~ ' ?:',
] %}

{#- What may stand before the words of a heading: "Your main responsibilities". #}
{%- set heading_openings = [
    'your', 'our', 'the', 'my', 'key', 'main', 'core', 'primary', 'general', 'additional', 'other', 'required', 'minimum', 'basic',
    'essential', 'job', 'role', 'position', 'technical', 'professional', 'personal', 'specific', 'principal', 'typical', 'major',
    'deine?', 'ihre?', 'unsere?', 'tes', 'vos', 'nos', 'ton', 'votre', 'tus', 'sus', 'jouw', 'onze', 'suas?', 'seus?', 'tuo', 'tua',
] %}
{%- set bare_heading -%}
    regexp_replace(
        regexp_replace(line_text, '^\W*(?i:(?:{{ heading_openings | join('|') }})\s+){1,2}', ''),
        '(?i)\s+(?:(?:of|for|in)\s+(?:the|this|our|your)\s+(?:role|job|position|team)|if you(?:[’'']ve)?(?: also)? (?:have|had|bring|know))\W*$', ''
    )
{%- endset %}

{#- The first part of a heading of two: "Dein Profil - das bringst du mit", "Requisitos e qualificações". #}
{%- set first_part -%}
    regexp_replace({{ bare_heading }}, '(?i)\s+(?:[-–—|:/&]|and|und|et|y|e|en|och|oraz)\s.*$', '')
{%- endset %}

with texts as (
    select * from {{ ref('stg_texts') }}
),

entities as (
    select * from {{ ref('html_entities') }}
),

-- One content for each text, since several listings may share a text.
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

text_markup as (
    select
        text_id,
        {{ unescaped("left(description_html, " ~ var('longest_markup') ~ ")") }} as published_html,
        {{ joined_columns('published_html') }} as joined_html,
        {{ joined_marks('joined_html') }} as marked_html,
        {{ joined_labels('marked_html') }} as html
    from texts
    where (content_id, text_id) in (select (content_id, text_id) from new_texts)
),

markup_blocks as (
    select
        text_id,
        generate_subscripts(blocks, 1) as line_number,
        unnest(blocks) as block,
        unnest(blocks[2:]) as next_block,
        unnest(blocks[3:]) as second_next_block
    from (select text_id, {{ blocks('html') }} as blocks from text_markup)
),

text_blocks as (
    select
        text_id,
        line_number,
        substr(block, strpos(block, chr(2)) + 1, {{ 2 * var('longest_line') }}) as published_line,
        {{ block_tag("lower(left(block, strpos(block, chr(2))))") }} as tag,
        -- A blank line may stand between a line of plain text and the list below it.
        coalesce(if(trim(next_block) = '', second_next_block, next_block), '') as block_below,
        contains(lower(left(block_below, strpos(block_below, chr(2)))), '<li')
        or regexp_matches(substr(block_below, strpos(block_below, chr(2)) + 1, 8), '{{ bullet() }}') as is_above_list
    from markup_blocks
),

-- From here on once for each distinct block, since most blocks are in many texts.
distinct_blocks as (
    select
        published_line,
        tag,
        is_above_list,
        length(published_line) = {{ 2 * var('longest_line') }} as is_cut_in_markup,
        replace(replace({{ words_of('published_line') }}, '&amp;', '&'), '&amp;', '&') as whole_words,
        -- The cut may be within a tag.
        if(is_cut_in_markup, regexp_replace(whole_words, '<[A-Za-z/!][^>]*$', ''), whole_words) as words
    from (select distinct published_line, tag, is_above_list from text_blocks)
),

decoded_blocks as (
    {{ decoded_entities('distinct_blocks', 'entities') }}
),

decoded_lines as (
    select
        distinct_blocks.published_line,
        distinct_blocks.tag,
        distinct_blocks.is_above_list,
        distinct_blocks.is_cut_in_markup,
        {{ without_mojibake('coalesce(decoded_blocks.decoded_words, distinct_blocks.words)') }} as decoded_line
    from distinct_blocks
    left join decoded_blocks using (words)
),

distinct_lines as (
    select
        published_line,
        tag,
        is_above_list,
        {{ narrow_letters(tidied('decoded_line')) }} as whole_line,
        is_cut_in_markup or length(whole_line) > {{ var('longest_line') }} as is_cut,
        -- The cut is after a whole word.
        if(
            is_cut,
            regexp_replace(left(whole_line, {{ var('longest_line') }}), '\s\S*$', ''),
            whole_line
        ) as line_text,
        regexp_matches(line_text, '{{ bullet() }}') as is_bulleted
    from decoded_lines
),

line_shapes as (
    select
        *,
        {{ is_heading('line_text', 'tag', 'published_line', 'is_bulleted') }} as is_heading
    from distinct_lines
),

-- A short paragraph or cell is a heading, too, where all of it is what a heading says, or a part of it above a list:
-- "Skills you should have". An item that says no more than "Nice to have:" is one for the items below.
line_sections as (
    select
        *,
        {{ latin_letters('line_text') }} as latin_line,
        case
            when
                is_heading
                or is_above_list and tag = 'paragraph' and length(line_text) <= 60 and not is_bulleted
                and regexp_matches(line_text, '^\W*[\p{Lu}\p{Lo}].*(?:[^.,;!]|\.\.\.)$')
                then {{ first_rule(ref('section_headings'), 'section', 'line_text', 'null') }}
            when tag in ('paragraph', 'cell') and length(line_text) <= 50 and not is_bulleted
                then coalesce(
                    {{ first_rule(ref('section_headings'), 'section', 'line_text', 'null', whole=true) }},
                    {{ first_rule(ref('section_headings'), 'section', bare_heading, 'null', whole=true) }},
                    if(
                        regexp_matches(line_text, '\d'), null,
                        {{ first_rule(ref('section_headings'), 'section', first_part, 'null', whole=true) }}
                    )
                )
            -- "Experience with these is a plus:", and not what comes "plus:".
            when
                is_above_list and tag = 'paragraph'
                and regexp_matches(line_text, '(?i)\ban? (?:\w+ ){0,3}(?:plus|bonus|advantage|asset)\W*[:：]$')
                then 'preferred'
            when
                (tag = 'item' or is_bulleted) and length(line_text) <= 50 and regexp_matches(line_text, '[:：]$')
                and {{ first_rule(ref('section_headings'), 'section', 'line_text', 'null', whole=true) }} = 'preferred'
                then 'preferred'
        end as own_section
    from line_shapes
),

line_flags as materialized (
    select
        published_line,
        tag,
        is_above_list,
        line_text,
        case
            when is_heading or own_section is not null then 'heading'
            when tag like 'h%' then 'paragraph'
            when is_bulleted then 'item'
            else tag
        end as block_kind,
        own_section,
        -- Below an item only items are its own.
        case when tag like 'h%' then substr(tag, 2)::integer when tag = 'item' or is_bulleted then 8 else 7 end as heading_level,
        {{ names_technology('latin_line') }} as has_technology,
        regexp_matches(line_text, '\d') and regexp_matches(line_text, {{ money_trigger() }})
            as has_money,
        regexp_matches(line_text, '(?i){{ workplace_words() }}|{{ residence_words | join('|') }}') as has_workplace,
        regexp_matches(line_text, '(?i){{ requirement_words() }}') as has_requirement,
        length(line_text) <= 80 and not has_money
        and (
            regexp_matches(line_text, {{ money_label() }})
            or length(line_text) <= 30 and regexp_matches(line_text, {{ other_money_label() }})
        ) as is_pay_label,
        is_cut
    from line_sections
    where regexp_matches(line_text, '[\pL\pN]')
),

kept_lines as (
    select
        *,
        md5(line_text) as line_id
    from line_flags
    where has_technology or has_money or has_workplace or has_requirement or is_pay_label or block_kind = 'heading'
)

select
    text_blocks.text_id,
    kept_lines.line_id,
    kept_lines.line_text,
    kept_lines.block_kind,
    kept_lines.own_section,
    text_blocks.line_number,
    kept_lines.heading_level,
    kept_lines.has_technology,
    kept_lines.has_money,
    kept_lines.has_workplace,
    kept_lines.has_requirement,
    kept_lines.is_pay_label,
    kept_lines.is_cut
from text_blocks
inner join kept_lines using (published_line, tag, is_above_list)
