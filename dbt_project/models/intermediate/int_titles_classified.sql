with listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select distinct title
    from listings
),

classified as (
    select
        title,
        {{ first_rule(ref('seniority_rules'), 'seniority', 'title', "'unspecified'") }} as seniority,
        {{ first_rule(ref('role_rules'), 'role_family', 'title', "'other'") }} as role_family,
        {{ first_rule(ref('role_rules'), 'software_class', 'title', "'no'") }} as software_class,
        -- The opening's own words: bracketed clauses and what follows the last dash are places,
        -- teams or contract terms as a rule; at least two words must stay.
        regexp_replace(
            regexp_replace(title, '\s*[(\[][^)\]]*[)\]]', ' ', 'g'), '\s+[-–—|]\s+[^-–—|]*$', ''
        ) as stripped_title
    from titles
)

select
    title,
    trim(regexp_replace(lower(
        if(regexp_matches(trim(stripped_title), '\S\s+\S'), stripped_title, title)
    ), '\s+', ' ', 'g')) as core_title,
    seniority,
    role_family,
    software_class,
    software_class <> 'no' as is_software
from classified
