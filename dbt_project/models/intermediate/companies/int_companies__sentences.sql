with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

core_titles as (
    select * from {{ ref('int_titles__core_titles') }}
),

texts as (
    select * from {{ ref('stg_texts') }}
),

headings as (
    select * from {{ ref('int_text__blocks') }}
    where own_section is not null
),

entities as (
    select * from {{ ref('html_entities') }}
),

company_texts as (
    select
        open_listings.company_id,
        open_listings.text_id,
        min(core_titles.core_title) as core_title
    from open_listings
    inner join core_titles on open_listings.title = core_titles.title
    where open_listings.text_id is not null
    group by all
),

-- Texts of different titles come first, since copies of one opening repeat what it is about.
title_texts as (
    select
        *,
        row_number() over (partition by company_id, core_title order by text_id) as copy_number
    from company_texts
),

sampled_texts as (
    select
        company_id,
        text_id
    from title_texts
    qualify
        row_number() over (partition by company_id order by copy_number, text_id)
        <= {{ var('company_texts') }}
),

sample_sizes as (
    select
        company_id,
        count(*) as company_text_count
    from sampled_texts
    group by company_id
),

-- One content for each text, since several listings may share a text.
text_contents as (
    select
        text_id,
        left(description_html, {{ var('longest_company_markup') }}) as html
    from texts
    where text_id in (select text_id from sampled_texts)
    qualify row_number() over (partition by text_id order by content_id) = 1
),

text_markup as (
    select
        text_id,
        {{ unescaped('html') }} as html
    from text_contents
),

text_blocks as (
    select
        text_id,
        generate_subscripts(blocks, 1) as line_number,
        unnest(blocks) as block
    from (select text_id, {{ blocks('html') }} as blocks from text_markup)
),

-- The section of a block is that of the last heading which names one, at the block or above it.
block_sections as (
    select
        text_blocks.text_id,
        text_blocks.line_number,
        text_blocks.block,
        last_value(headings.own_section ignore nulls) over (
            partition by text_blocks.text_id order by text_blocks.line_number
        ) as section
    from text_blocks
    left join headings using (text_id, line_number)
),

-- A block with its tags that is too short for a sentence is left out here, before the costly work.
section_blocks as (
    select
        text_id,
        line_number,
        substr(block, strpos(block, chr(2)) + 1) as published_line,
        section
    from block_sections
    where length(block) >= {{ var('shortest_company_line') }}
),

-- Other sections are about the candidate, the benefits and the law.
company_blocks as (
    select
        text_id,
        line_number,
        {{ words_of('published_line') }} as words,
        section
    from section_blocks
    where section is null or section in ('about', 'other', 'responsibilities')
),

decoded_blocks as (
    {{ decoded_entities('company_blocks', 'entities') }}
),

company_lines as (
    select
        company_blocks.text_id,
        company_blocks.section,
        left(
            {{ tidied('coalesce(decoded_blocks.decoded_words, company_blocks.words)') }},
            {{ var('longest_company_line') }}
        ) as line_text,
        row_number() over (partition by company_blocks.text_id order by company_blocks.line_number)
            as line_number
    from company_blocks
    left join decoded_blocks using (words)
    where length(line_text) >= {{ var('shortest_company_line') }}
    qualify line_number <= {{ var('company_lines') }}
),

-- The first lines of a section about the role are often about the company, and so is what is repeated.
text_counts as (
    select
        sampled_texts.company_id,
        company_lines.line_text,
        count(distinct sampled_texts.text_id) as text_count,
        min(company_lines.line_number) as first_line_number,
        bool_or(company_lines.section is distinct from 'responsibilities') as is_outside_role
    from sampled_texts
    inner join company_lines using (text_id)
    group by sampled_texts.company_id, company_lines.line_text
    having text_count >= 2 or is_outside_role or first_line_number <= 3
),

line_sentences as (
    select
        company_id,
        trim(unnest(string_split(
            regexp_replace(line_text, '([.!?])\s+', '\1' || chr(10), 'g'), chr(10)
        ))) as sentence_text,
        text_count
    from text_counts
),

distinct_sentences as (
    select
        sentence_text,
        {{ first_rule(ref('company_statement_rules'), 'rule_order', 'sentence_text', 'null') }} is not null
            as is_statement
    from (select distinct sentence_text from line_sentences)
)

select
    line_sentences.company_id,
    line_sentences.sentence_text,
    least(sum(line_sentences.text_count), any_value(sample_sizes.company_text_count))::integer
        as text_count,
    any_value(sample_sizes.company_text_count) as company_text_count,
    any_value(distinct_sentences.is_statement) as is_statement
from line_sentences
inner join distinct_sentences using (sentence_text)
inner join sample_sizes using (company_id)
where line_sentences.sentence_text <> ''
group by line_sentences.company_id, line_sentences.sentence_text
