with listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select distinct title
    from listings
),

-- What follows a comma, dash or bracket names a team or a place, unless nothing said what the
-- job is before it ("Engineer, Software").
headed as (
    select
        title,
        regexp_replace(
            -- "Director, Engineering, Payments" says what the job is in its second clause.
            regexp_replace(
                title, '(?i)^((?:senior |sr\.? |associate )?(?:director|head|vp|vice president|manager|lead)),\s*([^,]+?)\s*(?:,.*)?$', '\1 \2'
            ),
            '(,|\s[-–—|]\s|\s*[(\[]).*$', ''
        ) as head
    from titles
),

subjects as (
    select
        title,
        if(
            contains(head, ' ')
            and regexp_matches(head, '(?i)\b(engineer|engineering|developer|programmer|scientist|architect|entwickler|entwicklerin|infrastructure|platform|software)\b')
            and not regexp_matches(head, '(?i)^((senior|sr\.?|staff|principal|lead|junior|jr\.?|associate)\s+)+(engineer|developer|scientist|architect)\b'),
            head,
            title
        ) as subject
    from headed
),

classified as (
    select
        title,
        {{ first_rule(ref('seniority_rules'), 'seniority', 'title', "'unspecified'") }} as seniority,
        {{ first_rule(ref('role_rules'), 'role_family', 'subject', "'other'") }} as role_family,
        {{ first_rule(ref('role_rules'), 'software_class', 'subject', "'no'") }} as software_class,
        {{ first_rule(ref('workplace_title_rules'), 'workplace', 'title', 'null') }} as workplace,
        {{ first_words(ref('workplace_title_rules'), 'title') }} as workplace_text,
        -- The opening's own words: bracketed clauses and what follows the last dash are places,
        -- teams or contract terms as a rule; at least two words must stay.
        regexp_replace(
            regexp_replace(title, '\s*[(\[][^)\]]*[)\]]', ' ', 'g'), '^(.*\S)\s+[-–—|]\s+.*$', '\1'
        ) as stripped_title
    from subjects
)

select
    title,
    trim(regexp_replace(lower(
        if(regexp_matches(trim(stripped_title), '\S\s+\S'), stripped_title, title)
    ), '\s+', ' ', 'g')) as core_title,
    seniority,
    role_family,
    software_class,
    workplace,
    workplace_text,
    software_class <> 'no' as is_software
from classified
