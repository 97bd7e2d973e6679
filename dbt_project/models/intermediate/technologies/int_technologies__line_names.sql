{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

new_lines as (
    select
        line_id,
        {{ latin_letters('any_value(line_text)') }} as line_text
    from lines
    where has_technology
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
    group by line_id
),

-- chr(1) before and chr(2) after each name, so that a line splits into: text, name chr(2) text, …
marked_lines as (
    {% for pattern in technology_patterns() + lower_case_patterns() -%}
    {{ 'union all' if not loop.first }}
    select
        line_id,
        {{ loop.index }} as block,
        string_split(
            regexp_replace(line_text, {{ pattern }}, chr(1) || '\0' || chr(2), 'g'), chr(1)
        ) as pieces
    from new_lines
    {% endfor %}
),

pieces as (
    select
        line_id,
        block,
        generate_subscripts(pieces, 1) - 1 as piece_number,
        unnest(pieces) as piece
    from marked_lines
    where len(pieces) > 1
),

names as (
    select
        line_id,
        block,
        piece_number,
        split_part(piece, chr(2), 1) as alias,
        1 + coalesce(sum(length(piece) - (piece_number > 0)::int) over (
            partition by line_id, block order by piece_number
            rows between unbounded preceding and 1 preceding
        ), 0) as start_position
    from pieces
),

-- Of overlapping names the first wins, then the longest: React Native is not React. A name that
-- starts within one that did not win counts again: foundation [model] fine-tuning. Two blocks may find
-- one name, so the block is part of each order.
overlapping_names as (
    select
        *,
        start_position >= coalesce(max(start_position + length(alias)) over (
            partition by line_id order by start_position, length(alias) desc, block
            rows between unbounded preceding and 1 preceding
        ), 0) as is_free
    from names
    where piece_number > 0
),

outermost_names as (
    select
        *,
        coalesce(max(start_position + length(alias)) filter (where is_free) over (
            partition by line_id order by start_position, length(alias) desc, block
            rows between unbounded preceding and 1 preceding
        ), 0) as previous_end_position
    from overlapping_names
    qualify start_position >= previous_end_position
),

line_names as (
    select
        line_id,
        alias,
        start_position,
        previous_end_position,
        row_number() over in_line as name_number,
        count(*) over (partition by line_id) as name_count
    from outermost_names
    window in_line as (partition by line_id order by start_position)
    qualify name_number <= {{ var('most_matches_per_line') }}
)

select * from line_names
