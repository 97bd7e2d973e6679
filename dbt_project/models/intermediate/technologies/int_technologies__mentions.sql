{{ config(materialized='incremental', incremental_strategy='append') }}

{#- Verbs that begin a task, none of them also a benefit: "Support for conferences". #}
{%- set task_verbs = [
    'architect', 'automat', 'build', 'configur', 'creat', 'debug', 'deliver', 'deploy', 'design', 'develop', 'evaluat', 'implement',
    'integrat', 'maintain', 'manag', 'optimi[sz]', 'scal', 'troubleshoot', 'writ',
] %}

{#- A sentence goes on after an abbreviation, and where no capital follows: "o. ä. von", "z.B. mit", "e.g. Kafka". #}
{%- set abbreviations = 'e\\.g|i\\.e|[zZ]\\. ?B|d\\. ?h|u\\. ?a|p\\. ?ex|incl|inkl|vs|etc|bzw|ca|approx|resp|min|max' %}
{%- set sentence_character = '\\b(?:' ~ abbreviations ~ ')\\.\\s|\\b[a-z]\\.\\s[BA]\\.|\\.\\s[a-zäöüéèçñ(]|[^.;!?]|[.;!?]\\S' %}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

line_matches as (
    select * from {{ ref('int_technologies__line_matches') }}
),

technologies as (
    select * from {{ ref('technologies') }}
),

families as (
    select * from {{ ref('technology_families') }}
),

assistants as (
    select technology_id from {{ ref('technology_groups') }}
    where group_id = 'assistant'
),

topics as (
    select technology_id from {{ ref('technology_groups') }}
    where group_id = 'topic'
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

line_tags as (
    select
        line_id,
        unnest(technologies) as tag
    from line_matches
    where line_id in (select line_id from distinct_lines)
),

-- Of several names of a technology in a line, the first that is not a mere mention counts; how strongly
-- it is required, another sentence may say, too.
line_technologies as (
    select
        line_tags.line_id,
        technologies.technology_id,
        any_value(families.is_ai_product) as is_ai_product,
        any_value(technologies.vendor) as vendor,
        arg_min(tag, (tag.is_mention, tag.start_position, tag.is_listed, tag.mention_reason)) as first_tag,
        list(distinct tag) filter (where not tag.is_mention) as counted_tags
    from line_tags
    inner join technologies on line_tags.tag.technology_id = technologies.technology_id
    inner join families on technologies.family = families.technology_family
    group by line_tags.line_id, technologies.technology_id
),

-- A list with a technology that is not for sale is a stack. Products alone may be customers.
listed_technologies as (
    select
        *,
        unnest(coalesce(counted_tags, [first_tag])) as tag,
        count(*) filter (where first_tag.is_listed and not first_tag.is_mention) over in_line >= 3 as is_list,
        bool_or(vendor is null and first_tag.is_listed) over in_line as has_open_technology
    from line_technologies
    window in_line as (partition by line_id)
),

-- No window function or group here: it would hold a copy of the line for each technology.
technology_sentences as (
    select
        listed_technologies.* exclude (first_tag, counted_tags, is_list, has_open_technology),
        tag = first_tag as is_first,
        tag.start_position - first_tag.start_position as distance,
        is_list and (has_open_technology or regexp_matches(line_text, '(?i)\bstack\b')) as is_stack,
        regexp_matches(
            line_text,
            '(?i)\b(you|your|this role|experience (with|in)|looking (for|to hire)|seek(ing)?|hir(e|ing)|recruiting)\b'
        ) as is_about_role,
        regexp_matches(line_text, '^\W*(?i:{{ task_verbs | join('|') }})(?:e|ing)?\b') as is_task,
        {{ span('line_text', 'tag.start_position', 'tag.alias') }} as span_text,
        left(line_text, tag.start_position - 1) as line_before,
        regexp_extract(
            substr(line_text, greatest(1, tag.start_position - 150), least(150, tag.start_position - 1)),
            '(?:^|[.;!?]\s)((?:{{ sentence_character }})*)$', 1
        ) as before,
        regexp_extract(
            substr(line_text, tag.start_position + length(tag.alias), 400), '^(?:{{ sentence_character }})*'
        ) as after
    from listed_technologies
    inner join distinct_lines using (line_id)
),

line_mentions as (
    select
        line_id,
        technology_id,
        is_first,
        is_first or distance > length(before) as is_first_of_sentence,
        tag.alias as alias,
        span_text,
        {{ stated_strength('before', 'after', 'line_before') }} as stated_strength,
        case
            when tag.is_mention then 'mention'
            when technology_id in (select technology_id from assistants) then 'use'
            when is_ai_product
                then {{ first_rule(ref('class_rules'), 'class', 'before || tag.alias || after', "'build'") }}
            else 'build'
        end as class,
        -- Whose task it is to build AI agents is open in what a company says of itself.
        is_about_role or is_task and technology_id not in (select technology_id from topics) as is_about_role,
        is_task,
        tag.mention_reason as mention_reason,
        tag.start_position as start_position,
        tag.is_listed as is_listed,
        is_stack,
        technology_id in (select technology_id from topics)
        and regexp_matches(before, '(?:\b(?i:our|its|their)|[A-Z]\w*[’'']s?)(?: [\w’''/-]+,?){0,3} $')
        and not regexp_matches(
            before, '(?i)\b(?:build|develop|train|design|improv|evaluat|test|deploy|cod|engineer)\w*\b'
        ) as is_offered
    from technology_sentences
),

-- The strongest of what the line states: "required" is the last of the words.
first_mentions as (
    select
        * exclude (is_first_of_sentence)
        replace (max(stated_strength) filter (where is_first_of_sentence) over by_name as stated_strength)
    from line_mentions
    window by_name as (partition by line_id, technology_id)
    qualify is_first
),

-- What a company says about itself, its benefits and its hiring process is no requirement, unless it
-- lists a stack or begins as a task does: not every heading says what is below it.
text_mentions as (
    select
        new_lines.text_id,
        first_mentions.technology_id,
        first_mentions.line_id,
        first_mentions.alias,
        first_mentions.span_text,
        new_lines.section,
        case
            -- "Experience with" below the heading "Nice to have" is no requirement.
            when new_lines.section = 'preferred' then 'preferred'
            when first_mentions.stated_strength is not null then first_mentions.stated_strength
            when new_lines.section = 'requirements' then 'required'
            else 'mentioned'
        end as strength,
        case
            when first_mentions.class = 'mention' or first_mentions.is_stack then first_mentions.class
            when new_lines.section = 'about' and not first_mentions.is_about_role then 'company'
            when new_lines.section in ('benefits', 'pay', 'process', 'legal') and not first_mentions.is_task then 'company'
            else first_mentions.class
        end as class,
        first_mentions.mention_reason,
        first_mentions.start_position,
        new_lines.line_number,
        first_mentions.is_listed,
        first_mentions.is_stack,
        first_mentions.is_offered
    from new_lines
    inner join first_mentions using (line_id)
)

select
    *,
    class in ('build', 'use') as is_counted
from text_mentions
