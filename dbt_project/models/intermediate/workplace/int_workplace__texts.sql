{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

new_lines as (
    select text_id, line_id, line_number, line_text
    from lines
    where has_workplace
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

-- Once for each distinct line, since many texts share a line.
line_rules as (
    select
        line_id,
        line_text,
        {{ first_rule(ref('workplace_rules'), 'workplace', 'line_text', 'null') }} as workplace,
        {{ first_rule(ref('workplace_rules'), 'rule_order', 'line_text', 'null') }}::integer as rule_order
    from (select distinct line_id, line_text from new_lines)
),

line_workplaces as (
    select
        line_id,
        line_text,
        workplace,
        rule_order,
        {{ first_words(ref('workplace_rules'), 'line_text') }} as evidence_text
    from line_rules
    where workplace <> 'unknown'
),

text_lines as (
    select
        new_lines.text_id,
        new_lines.line_number,
        line_workplaces.*
    from new_lines
    inner join line_workplaces using (line_id)
),

-- The line with the lowest rule order decides: days in an office come before the word remote, which
-- hybrid texts use too, and statements about the role before statements about the company.
text_workplaces as (
    select
        text_id,
        arg_min(line_id, (rule_order, line_number)) as line_id,
        arg_min(workplace, (rule_order, line_number)) as workplace,
        arg_min(evidence_text, (rule_order, line_number)) as evidence_text,
        arg_min(instr(line_text, evidence_text), (rule_order, line_number)) as start_position,
        bool_or(workplace <> 'remote') as has_office
    from text_lines
    group by text_id
)

select * from text_workplaces
