{{ config(materialized='incremental', incremental_strategy='append') }}

{#- Of several statements the first of these answers decides: what holds for all comes before what some need. #}
{%- set answers = [
    'not offered', 'offered', 'not required', 'equivalent accepted', 'required', 'obtainable', 'preferred',
    'general', 'none required', 'specific',
] %}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

statements as (
    select * from {{ ref('int_requirements__statements') }}
),

new_lines as (
    select text_id, line_id, line_number, line_text, section
    from lines
    where has_requirement
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

-- What a company says of itself, and what it offers, requires nothing of a candidate.
text_statements as (
    select
        new_lines.text_id,
        new_lines.line_number,
        new_lines.line_text,
        statements.* replace (
            if(
                new_lines.section = 'preferred' and statements.answer in ('required', 'equivalent accepted', 'obtainable'),
                'preferred',
                statements.answer
            ) as answer
        )
    from new_lines
    inner join statements using (line_id)
    where
        statements.requirement = 'visa_sponsorship'
        or statements.requirement = 'security_clearance'
        or new_lines.section not in ('about', 'benefits', 'process')
        and (statements.requirement <> 'experience' or new_lines.section not in ('preferred', 'pay'))
),

ordered_statements as (
    select
        *,
        row(list_position({{ answers }}, answer), line_number, clause_number) as place_in_order
    from text_statements
)

select
    text_id,
    arg_min(line_id, place_in_order) as line_id,
    requirement,
    arg_min(answer, place_in_order) as answer,
    arg_min_null(degree_level, place_in_order) as degree_level,
    arg_min(evidence_text, place_in_order) as evidence_text,
    arg_min(instr(line_text, evidence_text), place_in_order) as start_position,
    arg_min(experience_years, place_in_order) as experience_years
from ordered_statements
group by text_id, requirement
