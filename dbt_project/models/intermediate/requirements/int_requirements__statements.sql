{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

rules as (
    select distinct requirement, rule_order, answer
    from {{ ref('requirement_rules') }}
),

-- Once for each distinct line, since many texts share a line.
new_lines as (
    select distinct line_id, line_text
    from lines
    where has_requirement
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
),

line_clauses as (
    select
        line_id,
        generate_subscripts(clauses, 1) as clause_number,
        trim(unnest(clauses)) as clause_text
    from (
        select line_id, {{ clauses_of('line_text') }} as clauses
        from new_lines
    )
),

-- One and a half years are one full year.
clauses_as_written as (
    select
        *,
        regexp_replace(
            {{ plain_words("regexp_replace(clause_text, '\\b(\\d{1,2})\\.\\d\\b', '\\1', 'g')", letters='\\p{Cyrillic}\\p{Greek}') }},
            '(\d)(yoe|yrs|years|х|ти) ', '\1 \2 ', 'g'
        ) as plain_text
    from line_clauses
    where regexp_matches(clause_text, '(?i){{ requirement_words() }}')
),

clauses_in_years as materialized (
    select * replace ({{ months_as_years(decades_as_years('plain_text')) }} as plain_text)
    from clauses_as_written
),

-- What founders, customers and other teams have is not asked of the hired person.
plain_clauses as materialized (
    select * replace ({{ own_words('plain_text') }} as plain_text)
    from clauses_in_years
),

-- A clause may state several requirements: a degree and years of experience.
ruled_clauses as (
    {%- for requirement, triggers in requirement_triggers().items() %}
    select
        *,
        '{{ requirement }}' as requirement,
        {{ first_rule(ref('requirement_rules'), 'rule_order', 'plain_text', 'null', where="requirement = '" ~ requirement ~ "'") }}::integer
            as rule_order,
        strpos(clause_text, regexp_extract(clause_text, '(?i){{ triggers | join('|') }}')) as trigger_position
    from plain_clauses
    where regexp_matches(clause_text, '(?i){{ triggers | join('|') }}')
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

statements as (
    select
        ruled_clauses.line_id,
        ruled_clauses.requirement,
        rules.answer,
        if(
            ruled_clauses.requirement = 'degree',
            {{ first_rule(ref('requirement_rules'), 'answer', 'ruled_clauses.plain_text', 'null', where="requirement = 'degree_level'") }},
            null
        ) as degree_level,
        {{ span('ruled_clauses.clause_text', 'ruled_clauses.trigger_position') }} as evidence_text,
        {{ named_subject('ruled_clauses.clause_text') }} as subject_name,
        ruled_clauses.clause_number,
        ruled_clauses.rule_order,
        case
            when rules.answer = 'none required' then 0
            when ruled_clauses.requirement = 'experience' then {{ fewest_years('ruled_clauses.plain_text') }}
        end as experience_years,
        regexp_matches(
            ruled_clauses.plain_text,
            '(?:\b(?:is|are|be)|,) (?:strictly |absolutely )?(?:required|mandatory)\b|\brequired ?(?:$|[,()/])|\bmust have\b|\b(?:zwingend|obligatoire|exigee?s?|obrigatori\w+|imprescindible)\b'
        ) and not regexp_matches(ruled_clauses.plain_text, '\b(?:not|nicht|pas|no|nao) (?:[a-z]+ )?(?:required|mandatory|zwingend|obligatoire|exig|obrigat)') as is_explicit
    from ruled_clauses
    inner join rules using (requirement, rule_order)
    where rules.answer <> 'unknown'
)

select * from statements
where requirement <> 'experience' or experience_years is not null
