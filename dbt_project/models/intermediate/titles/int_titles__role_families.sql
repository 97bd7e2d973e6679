{%- set strengths = {
    'software': {'coder': 3, 'craft': 3, 'tech': 3, 'tester': 3, 'soft': 2, 'techlead': 1, 'cto': 1, 'maybe': 1, 'infra': 1, 'product': 1, 'researcher': 1},
    'other': {'job': 3, 'pm': 3, 'specialist': 3, 'presales': 3, 'function': 2, 'trade': 1},
} -%}
{#- Words that say on which side of a product one works. -#}
{%- set sides = ['backend', 'back end', 'frontend', 'front end', 'server', 'server side', 'ui', 'ux', 'web', 'javascript', 'typescript'] -%}

with shapes as (
    select * from {{ ref('int_titles__shapes') }}
),

segments as (
    select * from {{ ref('int_titles__segments') }}
),

terms as (
    select * from {{ ref('int_titles__terms') }}
),

families as (
    select * from {{ ref('role_families') }}
),

titles as (
    select distinct title
    from {{ ref('stg_listings') }}
),

title_shapes as (
    select
        titles.title,
        shapes.shape,
        shapes.first_head_segment,
        shapes.last_head_segment
    from titles
    left join shapes on titles.title = shapes.phrase
),

shape_verdicts as (
    select
        shape,
        {{ first_rule(ref('role_rules'), 'verdict', 'shape', "'other'") }} as verdict
    from (select distinct shape from title_shapes)
),

verdicts as (
    select
        title_shapes.title,
        title_shapes.first_head_segment,
        title_shapes.last_head_segment,
        -- "Not a Software Engineer" says what the job is not; "Not your usual engineer" is one.
        if(
            regexp_matches(title_shapes.title, '(?i)^\W*(?:this is )?(?:not an?|anything but an?|kein\w*|pas une?|no es una?|geen) '),
            'other', shape_verdicts.verdict
        ) as verdict
    from title_shapes
    inner join shape_verdicts on title_shapes.shape is not distinct from shape_verdicts.shape
),

preceded_terms as (
    select
        *,
        lag(term_class) over (partition by segment_text order by word_number) as previous_class,
        lead(term_class) over (partition by segment_text order by word_number) as next_class
    from terms
),

-- Words that name a family. "Software" says least: any other word of software work says more. In an area, "Payments
-- Platform" and "Proposal Cloud" are products: only by itself or behind a word of software is it the infrastructure.
family_terms as (
    select
        terms.segment_text,
        terms.word_number,
        terms.term,
        terms.role_family,
        families.family_order,
        families.software_class <> 'no' as is_software,
        terms.term in ('platform', 'cloud')
        and coalesce(terms.previous_class in ('x', 'function', 'product', 'trade'), false) as is_product_name,
        case
            when terms.role_family = 'security' and terms.next_class in ('engineer', 'architect', 'researcher') then 4
            {%- for strength_by_class in strengths.values() %}
            {%- for term_class, strength in strength_by_class.items() %}
            when terms.term_class = '{{ term_class }}' then {{ strength }}
            {%- endfor %}
            {%- endfor %}
        end as strength
    from preceded_terms as terms
    inner join families on terms.role_family = families.role_family
    where terms.role_family not in ('software', 'other')
),

title_terms as (
    select
        verdicts.title,
        family_terms.term,
        family_terms.role_family,
        family_terms.family_order,
        segments.segment_number,
        family_terms.word_number,
        family_terms.strength,
        family_terms.is_software,
        family_terms.is_product_name,
        segments.segment_number between verdicts.first_head_segment and verdicts.last_head_segment as is_in_head
    from verdicts
    inner join segments on verdicts.title = segments.phrase
    inner join family_terms on segments.segment_text = family_terms.segment_text
),

-- A craft names the family before other words, and the head before the area; in the head then the strongest word and
-- the most special family, in the area the strongest and the first. What other work is, only the head says. Security
-- and quality are work on something, and the area says on what: "Security Engineer (Python)", "Test Engineer, iOS".
-- An "AWS Security Engineer" does security, a "Security Data Engineer" data.
title_families as (
    select
        title,
        is_software,
        min({
            'is_weak': strength < 3 and not (is_in_head and role_family in ('security', 'quality')),
            'is_in_area': not is_in_head,
            'weakness': -strength,
            'family_order': if(is_in_head, family_order, 0),
            'segment_number': segment_number,
            'word_number': word_number,
            'role_family': role_family,
            'term': term
        }) as first_named,
        -- Technologies of both sides, and no word for one of them: "Python/Django + React Developer".
        bool_or(role_family = 'backend' and strength = 3) and bool_or(role_family = 'frontend' and strength = 3)
        and not bool_or(term in ('{{ sides | join("', '") }}')) as is_of_both_sides
    from title_terms
    where is_in_head or is_software and not is_product_name
    group by title, is_software
),

title_roles as (
    select
        verdicts.title,
        case
            when software.is_of_both_sides and software.first_named.role_family in ('backend', 'frontend') then 'full stack'
            else coalesce(software.first_named.role_family, 'software')
        end as software_family,
        coalesce(other.first_named.role_family, 'other') as other_family,
        software.first_named.term as software_term,
        other.first_named.term as other_term,
        verdicts.verdict like '%software' as is_software,
        verdicts.verdict not like 'likely%' as is_certain
    from verdicts
    left join title_families as software on verdicts.title = software.title and software.is_software
    left join title_families as other on verdicts.title = other.title and not other.is_software
)

select * from title_roles
