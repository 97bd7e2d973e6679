with terms as (
    select * from {{ ref('title_terms') }}
),

aliases as (
    select * from {{ ref('technology_aliases') }}
),

technologies as (
    select * from {{ ref('technologies') }}
),

-- Names of technologies, by the words that titles are cut into.
technology_names as (
    select
        array_to_string(
            regexp_extract_all(
                replace(strip_accents(lower(aliases.alias)), '.js', 'js'),
                '\.?[\pL\pN]+(?:\.[\pL\pN]+)*(?:\+\+|#)?|[/&+]'
            ), ' '
        ) as term,
        min(case technologies.family
            when 'language' then 'backend'
            when 'ai_application' then 'machine learning'
            when 'ai_core' then 'machine learning'
            when 'mlops' then 'machine learning'
            when 'data' then 'data engineering'
            when 'cloud' then 'devops'
            when 'devops' then 'devops'
            when 'mobile' then 'mobile'
            when 'systems' then 'embedded'
            else 'software'
        end) as role_family
    from aliases
    inner join technologies on aliases.technology_id = technologies.technology_id
    where technologies.vouches and aliases.match in ('any_case', 'exact_case')
    group by all
)

select
    array_to_string(string_split(strip_accents(term), ' '), ' ') as term,
    term_class,
    role_family
from terms
union all
select
    technology_names.term,
    'tech' as term_class,
    technology_names.role_family
from technology_names
where technology_names.term not in (select strip_accents(terms.term) from terms) and length(technology_names.term) > 1
    and not regexp_matches(technology_names.term, '(engineer|develop|administrat|architect|scientist|programm|design)')
