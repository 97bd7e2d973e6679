{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

rules as (
    select distinct rule_order, statement_kind, workplace
    from {{ ref('workplace_rules') }}
),

-- Once for each distinct line, since many texts share a line.
new_lines as (
    select distinct line_id, line_text
    from lines
    where has_workplace
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

plain_clauses as materialized (
    select
        *,
        {{ plain_words(in_english('clause_text')) }} as plain_text
    from line_clauses
    where regexp_matches(clause_text, '(?i){{ workplace_words() }}')
),

counted_clauses as materialized (
    select * replace ({{ days_in_english('plain_text') }} as plain_text)
    from plain_clauses
),

-- "The Porto office is hybrid": what is said of a part of the company, as if it were said of us.
part_clauses as (
    select
        * replace ('we ' || regexp_extract(plain_text, {{ literal(with_actors(company_part())) }}, 2) as plain_text),
        regexp_extract(plain_text, {{ literal(with_actors(company_part())) }}, 1) as part_name
    from (
        select
            * replace (unnest(parts) as plain_text),
            generate_subscripts(parts, 1) as part_number
        from (
            select
                *,
                string_split(
                    regexp_replace(plain_text, {{ literal(with_actors(company_part_begin())) }}, chr(1) || '\1', 'g'), chr(1)
                )[2:] as parts
            from counted_clauses
            where regexp_matches(plain_text, {{ literal(with_actors(company_part_begin())) }})
        )
    )
),

-- Where customers, founders and other teams work says nothing of the role.
own_clauses as materialized (
    select
        * replace ({{ own_words('plain_text') }} as plain_text),
        0 as part_number,
        null::varchar as part_name
    from counted_clauses
    union all
    select * exclude (parts) from part_clauses
),

marked_clauses as materialized (
    select
        * exclude (plain_text),
        {{ word_classes('plain_text') }} as marked_text
    from own_clauses
),

ruled_clauses as (
    select
        *,
        {{ first_rule(ref('workplace_rules'), 'rule_order', 'marked_text', 'null') }}::integer as rule_order
    from marked_clauses
),

statements as (
    select
        ruled_clauses.line_id,
        rules.statement_kind,
        rules.workplace,
        if(
            length(ruled_clauses.clause_text) <= 200,
            ruled_clauses.clause_text,
            trim(left(
                regexp_extract(ruled_clauses.clause_text, '(?i).{0,90}(?:{{ workplace_words() }}).{0,90}'), 200
            ))
        ) as evidence_text,
        ruled_clauses.marked_text,
        {{ named_subject('ruled_clauses.clause_text') }} as subject_name,
        ruled_clauses.part_name,
        ruled_clauses.clause_number,
        ruled_clauses.part_number,
        ruled_clauses.rule_order,
        -- What is said about the role comes first, and of that days in an office: the word remote is in
        -- hybrid texts, too.
        10 * list_position(['role', 'company', 'condition', 'hint'], rules.statement_kind)
        + list_position({{ ['hybrid', 'remote', 'onsite'] }}, rules.workplace) as statement_rank
    from ruled_clauses
    inner join rules using (rule_order)
    where rules.workplace <> 'unknown'
)

select * from statements
