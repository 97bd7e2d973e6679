{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

tagged as (
    select * from {{ ref('int_technologies__line_matches') }}
),

technologies as (
    select * from {{ ref('technologies') }}
),

new_lines as (
    select
        text_id,
        line_id,
        section,
        line_text,
        line_number
    from lines
    where has_technology
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

distinct_lines as (
    select
        line_id,
        any_value(line_text) as line_text
    from new_lines
    group by line_id
),

tags as (
    select
        line_id,
        unnest(technologies) as tag
    from tagged
    where line_id in (select line_id from distinct_lines)
),

-- Named twice in a line, a technology is proved by the name that says more.
proofs as (
    select
        tags.line_id,
        technologies.technology_id,
        any_value(technologies.family) as family,
        any_value(technologies.vendor) as vendor,
        arg_min(tag, (tag.is_mention, tag.start_position)) as tag
    from tags
    inner join technologies on tags.tag.technology_id = technologies.technology_id
    group by tags.line_id, technologies.technology_id
),

-- A stack is named as a list, and not all of it is for sale; a list of customers is.
listed as (
    select
        *,
        count(*) filter (where tag.is_listed and not tag.is_mention) over in_line >= 3 as is_list,
        bool_or(vendor is null and tag.is_listed) over in_line as has_unsold
    from proofs
    window in_line as (partition by line_id)
),

-- No window or group here: it would hold a copy of the line for each of its technologies.
sentences as (
    select
        listed.* exclude (is_list, has_unsold),
        is_list and (
            has_unsold
            or regexp_matches(line_text, '(?i)\bstack\b')  -- vendors' products alone may be customers
        ) as is_stack,
        regexp_matches(
            line_text,
            '(?i)\b(you|your|this role|experience (with|in)|looking for|seek(ing)?|hiring)\b'
        ) as speaks_of_role,
        {{ span('line_text', 'tag.start_position', 'tag.alias') }} as span_text,
        regexp_extract(
            substr(line_text, greatest(1, tag.start_position - 150), least(150, tag.start_position - 1)),
            '(?:^|[.;!?]\s)((?:[^.;!?]|[.;!?]\S)*)$', 1
        ) as before,
        regexp_extract(
            substr(line_text, tag.start_position + length(tag.alias), 400), '^(?:[^.;!?]|[.;!?]\S)*'
        ) as after
    from listed
    inner join distinct_lines using (line_id)
),

read as (
    select
        line_id,
        technology_id,
        tag.alias as alias,
        span_text,
        {{ stated_strength('before', 'after') }} as stated_strength,
        case
            when tag.is_mention then 'mention'
            when technology_id = 'ai-assistants' then 'use'
            when family in ('ai_application', 'ai_core')
                then {{ first_rule(ref('class_rules'), 'class', 'before || tag.alias || after', "'build'") }}
            else 'build'
        end as class,
        speaks_of_role,
        tag.mention_reason as mention_reason,
        tag.start_position as start_position,
        tag.is_listed as is_listed,
        is_stack
    from sentences
),

-- What a company says about itself, what it gives and how it hires is no requirement, unless it
-- lists a stack.
judged as (
    select
        new_lines.text_id,
        read.technology_id,
        read.line_id,
        read.alias,
        read.span_text,
        new_lines.section,
        case
            -- "Experience with" says little below "Nice to have".
            when new_lines.section = 'preferred' then 'preferred'
            when read.stated_strength is not null then read.stated_strength
            when new_lines.section = 'requirements' then 'required'
            else 'mentioned'
        end as strength,
        case
            when read.class = 'mention' or read.is_stack then read.class
            when new_lines.section = 'about' and not read.speaks_of_role then 'company'
            when new_lines.section in ('benefits', 'pay', 'process', 'legal') then 'company'
            else read.class
        end as class,
        read.mention_reason,
        read.start_position,
        new_lines.line_number,
        read.is_listed,
        read.is_stack
    from new_lines
    inner join read using (line_id)
)

select
    *,
    class in ('build', 'use') as is_counted
from judged
