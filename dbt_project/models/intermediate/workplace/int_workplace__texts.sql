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

-- A line that many texts share is read once.
read as (
    select
        line_id,
        line_text,
        {{ first_rule(ref('workplace_rules'), 'workplace', 'line_text', 'null') }} as workplace,
        {{ first_rule(ref('workplace_rules'), 'rule_order', 'line_text', 'null') }}::integer as rule_order
    from (select distinct line_id, line_text from new_lines)
),

spoken as (
    select
        line_id,
        line_text,
        workplace,
        rule_order,
        {{ first_words(ref('workplace_rules'), 'line_text') }} as evidence_text
    from read
    where workplace <> 'unknown'
),

ranked as (
    select
        new_lines.text_id,
        new_lines.line_number,
        spoken.*
    from new_lines
    inner join spoken using (line_id)
)

-- The rules' order is one of plainness: days in an office before the word remote, which hybrid texts
-- use too, and what is said of the role before what is said of the company.
select
    text_id,
    arg_min(line_id, (rule_order, line_number)) as line_id,
    arg_min(workplace, (rule_order, line_number)) as workplace,
    arg_min(evidence_text, (rule_order, line_number)) as evidence_text,
    arg_min(instr(line_text, evidence_text), (rule_order, line_number)) as start_position,
    bool_or(workplace <> 'remote') as has_office
from ranked
group by text_id
