{{ config(materialized='incremental', incremental_strategy='append') }}

{#- A denial of remote work that holds for all: no place, condition or part of the roles limits it. -#}
{%- set denial = '\\bDENIED (?:(?:work|working|option|options|arrangement|arrangements|available|possible|eligible|offered|for|this|the|at|time|currently|ROLE) )*(?:$|[,(:])' %}
{#- What is said of the role outright: "this is a hybrid role". Words on remote work beside it leave it open. -#}
{%- set elsewhere = '^(?:HYBRID|ONSITE) (?:(?:schedule|model|mode|ROLE) )+$|^(?:(?:[a-z]+ )?LABEL |(?:(?:work|working|workplace|location|model|arrangement|type|mode|schedule|ROLE) )+: )(?:HYBRID|ONSITE) (?:(?:schedule|model|work|working|mode|ROLE) )*$|^(?:[a-z]+ , )?(?:this|the) (?:is (?:an? )?(?:FULL )?(?:HYBRID|ONSITE) ROLE|ROLE (?:is|will be) (?:(?:an?|based|FULL|primarily|strictly) )*(?:HYBRID|ONSITE))\\b' %}
{%- set limited = '^(?:some|certain|many|several|other|most)\\b|\\b(?:if|unless|outside|while|until|yet)\\b' %}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

statements as (
    select * from {{ ref('int_workplace__statements') }}
),

texts as (
    select * from {{ ref('stg_texts') }}
),

new_lines as (
    select text_id, line_id, line_number, line_text, section
    from lines
    where has_workplace
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

-- What is said of a part of the company holds for listings of this part (`int_workplace__listings`). In the section
-- of the hiring process, words that begin with on site are an interview.
text_statements as (
    select
        new_lines.text_id,
        new_lines.line_number,
        new_lines.line_text,
        statements.*,
        row(statements.statement_rank, new_lines.line_number, statements.clause_number) as place_in_order
    from new_lines
    inner join statements using (line_id)
    where
        statements.part_name is null
        and (
            new_lines.section is distinct from 'process'
            or statements.workplace <> 'onsite'
            or statements.marked_text not like 'ONSITE _%'
        )
),

named_others as (
    {{ named_others('text_statements', 'texts') }}
),

text_workplaces as (
    select
        text_id,
        arg_min(line_id, place_in_order) as line_id,
        arg_min(statement_kind, place_in_order) as statement_kind,
        arg_min(workplace, place_in_order) as workplace,
        arg_min(evidence_text, place_in_order) as evidence_text,
        arg_min(instr(line_text, evidence_text), place_in_order) as start_position,
        bool_or(workplace <> 'remote' and statement_kind in ('role', 'company')) as has_office,
        bool_or(
            regexp_matches(marked_text, {{ literal(denial) }}) and not regexp_matches(marked_text, {{ literal(limited) }})
        ) as is_remote_denied,
        bool_or(
            regexp_matches(marked_text, {{ literal(elsewhere) }})
            and not contains(marked_text, 'REMOTE')
            and not regexp_matches(marked_text, {{ literal(limited) }})
        ) as is_office_outright
    from text_statements
    anti join named_others using (text_id, subject_name)
    group by text_id
)

select * from text_workplaces
