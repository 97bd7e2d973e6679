{%- set manager_words = '(?:senior |sr\\.? |associate )?(?:director|head|vp|vice president|manager|lead)' -%}
{%- set work_words = 'engineer|engineering|developer|programmer|scientist|architect|entwickler|entwicklerin|infrastructure|platform|software' -%}
{%- set level_words = 'senior|sr\\.?|staff|principal|lead|junior|jr\\.?|associate' -%}

with listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select
        title,
        replace(title, '_', ' ') as plain_title
    from (select distinct title from listings)
),

-- A team or a place follows a comma, dash or bracket. The second clause of "Director, Engineering,
-- Payments" says what the job is.
title_heads as (
    select
        title,
        plain_title,
        regexp_replace(
            regexp_replace(
                plain_title, '(?i)^({{ manager_words }}),\s*([^,]+?)\s*(?:,.*)?$', '\1 \2'
            ),
            '(,|\s[-–—|]\s|\s*[(\[]).*$', ''
        ) as head
    from titles
),

-- The whole title counts where its head does not say what the job is: "Engineer, Software".
title_subjects as (
    select
        title,
        if(
            contains(head, ' ')
            and regexp_matches(head, '(?i)\b({{ work_words }})\b')
            and not regexp_matches(
                head, '(?i)^(({{ level_words }})\s+)+(engineer|developer|scientist|architect)\b'
            )
            and not regexp_matches(plain_title, '(?i)\bpre-?sales\b'),
            head,
            plain_title
        ) as subject
    from title_heads
),

title_roles as (
    select
        title,
        {{ first_rule(ref('role_rules'), 'role_family', 'subject', "'other'") }} as role_family,
        {{ first_rule(ref('role_rules'), 'software_class', 'subject', "'no'") }} as software_class
    from title_subjects
)

select
    title,
    role_family,
    software_class,
    software_class <> 'no' as is_software
from title_roles
