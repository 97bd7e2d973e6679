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

texts as (
    select * from {{ ref('stg_texts') }}
),

new_lines as (
    select text_id, line_id, line_number, line_text, section
    from lines
    where has_requirement
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

-- "BS with 5 years, or" and "MS with 3 years" in the next line are alternatives: the fewest years are enough.
grouped_lines as (
    select
        *,
        count(*) filter (where not is_alternative) over (partition by text_id order by line_number) as line_group
    from (
        select
            *,
            coalesce(
                lag(line_number) over lines_of_text = line_number - 1
                and regexp_matches(lag(line_text) over lines_of_text, '(?i)\b(?:or|oder|ou)\W*$'),
                false
            ) as is_alternative
        from new_lines
        window lines_of_text as (partition by text_id order by line_number)
    )
),

-- What a company says of itself, and what it offers, requires nothing of a candidate. What a clause calls required
-- is so in a section of what is preferred, too: "Requirements and preferred experience".
text_statements as (
    select
        grouped_lines.text_id,
        grouped_lines.line_number,
        grouped_lines.line_text,
        statements.* replace (
            if(
                grouped_lines.section = 'preferred' and not statements.is_explicit and statements.answer in ('required', 'equivalent accepted', 'obtainable'),
                'preferred',
                statements.answer
            ) as answer,
            if(
                bool_or(grouped_lines.is_alternative) over alternatives,
                min(statements.experience_years) filter (where statements.clause_number = 1) over alternatives,
                statements.experience_years
            ) as experience_years
        )
    from grouped_lines
    inner join statements using (line_id)
    where
        statements.requirement = 'visa_sponsorship'
        or statements.requirement = 'security_clearance'
        or (grouped_lines.section not in ('about', 'benefits', 'process') or statements.is_explicit or {{ names_candidate('statements.evidence_text') }})
        and (statements.requirement <> 'experience' or grouped_lines.section not in ('preferred', 'pay') or statements.is_explicit)
    window
        alternatives as (
            partition by grouped_lines.text_id, grouped_lines.line_group, statements.requirement, statements.answer
        )
),

named_others as (
    {{ named_others('text_statements', 'texts') }}
),

ordered_statements as (
    select
        *,
        row(list_position({{ answers }}, answer), line_number, clause_number) as place_in_order
    from text_statements
    anti join named_others using (text_id, subject_name)
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
