{{ config(materialized='incremental', incremental_strategy='append') }}

with texts as (
    select * from {{ ref('stg_texts') }}
),

-- A text that several postings share is read once.
new_contents as (
    select min(content_id) as content_id
    from texts
    {% if is_incremental() %}
    where text_id not in (select text_id from {{ this }})
    {% endif %}
    group by text_id
),

plain as (
    select
        text_id,
        string_split({{ html_to_text('description_html') }}, chr(10)) as lines
    from texts
    where content_id in (select content_id from new_contents)
),

lines as (
    select
        text_id,
        generate_subscripts(lines, 1) as line_number,
        trim(unnest(lines)) as published_line
    from plain
),

kept as (
    select * from lines
    where published_line <> ''
),

-- Most lines stand in many texts: whatever is asked of a line is asked once.
distinct_lines as (
    select
        published_line,
        {{ decoded('published_line') }} as line_text
    from (select distinct published_line from kept)
),

flagged as (
    select
        published_line,
        line_text,
        {% for pattern in technology_patterns(['any_case', 'exact_case']) -%}
        {{ 'or ' if not loop.first }}regexp_matches(line_text, {{ pattern }})
        {% endfor -%}
        {% for pattern in technology_patterns(['list_only']) -%}
        or regexp_matches(line_text, '(?i:{{ technology_cue() }})' || {{ pattern }})
        {% endfor %} as has_technology,
        regexp_matches(line_text, '\d') and regexp_matches(line_text, {{ money_trigger() }})
            as has_money,
        regexp_matches(line_text, '(?i)remot[eo]|h[yí]brid|on-?site|in[- ](the |our )?office|in[- ]person|(days?|\dx) ?(a|per|each|/) ?w|days? in|from (anywhere|home)|home-?office|t[ée]l[ée]travail|teletrabajo')
            as has_workplace
    from distinct_lines
),

-- Lines that could state nothing we look for are not kept.
telling as (
    select
        md5(line_text) as line_id,
        *
    from flagged
    where has_technology or has_money or has_workplace
)

select
    kept.text_id,
    telling.line_id,
    telling.line_text,
    kept.line_number,
    telling.has_technology,
    telling.has_money,
    telling.has_workplace
from kept
inner join telling using (published_line)
