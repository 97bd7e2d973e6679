{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_texts_split') }}
),

tagged as (
    select * from {{ ref('int_lines_tagged') }}
),

new_lines as (
    select
        text_id,
        line_id,
        line_number
    from lines
    where has_technology
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

tags as (
    select
        new_lines.text_id,
        new_lines.line_id,
        new_lines.line_number,
        unnest(tagged.technologies) as tag
    from new_lines
    inner join tagged using (line_id)
)

select
    text_id,
    tag.technology_id as technology_id,
    arg_min(line_id, (tag.is_mention, line_number, tag.start_position)) as line_id,
    arg_min(tag.alias, (tag.is_mention, line_number, tag.start_position)) as alias,
    arg_min(tag.start_position, (tag.is_mention, line_number, tag.start_position))
        as start_position,
    count(*) as mention_count,
    bool_or(tag.is_listed and not tag.is_mention) as is_listed,
    not bool_and(tag.is_mention) as is_counted
from tags
group by all
