with terms as (
    select * from {{ ref('title_terms') }}
),

aliases as (
    select * from {{ ref('technology_aliases') }}
),

technologies as (
    select * from {{ ref('technologies') }}
),

plain_terms as (
    select
        {{ plain_title('term') }} as term,
        term_class,
        role_family,
        language
    from terms
),

plurals as (
    select
        plain_terms.term || 's' as term,
        plain_terms.term_class,
        plain_terms.role_family
    from plain_terms
    left join plain_terms as own_terms on plain_terms.term || 's' = own_terms.term
    where plain_terms.language = 'en' and own_terms.term is null and regexp_matches(plain_terms.term, '[a-rt-z]$')
),

-- Two words of a term are written as one, too: "Datascientist".
joined_terms as (
    select
        replace(plain_terms.term, ' ', '') as term,
        min(plain_terms.term_class) as term_class,
        min(plain_terms.role_family) as role_family
    from plain_terms
    left join plain_terms as own_terms on replace(plain_terms.term, ' ', '') = own_terms.term
    left join plurals on replace(plain_terms.term, ' ', '') = plurals.term
    where
        plain_terms.term_class in ('coder', 'craft')
        and regexp_full_match(plain_terms.term, '[a-z]{4,} [a-z]{4,}')
        and own_terms.term is null
        and plurals.term is null
    group by all
    having count(distinct plain_terms.term_class) = 1 and count(distinct plain_terms.role_family) = 1
),

-- Names of technologies, by the words that titles are cut into; who works with CAD is no software engineer.
technology_names as (
    select
        array_to_string(
            regexp_extract_all(
                replace({{ plain_title('aliases.alias') }}, '.js', 'js'),
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
            when 'security' then 'security'
            else 'software'
        end) as role_family
    from aliases
    inner join technologies on aliases.technology_id = technologies.technology_id
    where technologies.vouches and technologies.family <> 'design' and aliases.match in ('any_case', 'exact_case')
    group by all
)

select
    term,
    term_class,
    role_family
from plain_terms
union all
select
    term,
    term_class,
    role_family
from plurals
union all
select
    term,
    term_class,
    role_family
from joined_terms
union all
select
    technology_names.term,
    'tech' as term_class,
    technology_names.role_family
from technology_names
left join plain_terms on technology_names.term = plain_terms.term
left join plurals on technology_names.term = plurals.term
left join joined_terms on technology_names.term = joined_terms.term
where
    plain_terms.term is null
    and plurals.term is null
    and joined_terms.term is null
    and length(technology_names.term) > 1
    and not regexp_matches(technology_names.term, '(engineer|develop|administrat|architect|scientist|programm|design)')
