{%- set software_technologies = 4 -%}
{%- set long_text = 1000 -%}
{%- set software_families = ['language', 'web', 'mobile', 'devops', 'cloud', 'mlops', 'ai_core', 'data'] -%}

with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

title_roles as (
    select * from {{ ref('int_titles__role_families') }}
),

segments as (
    select * from {{ ref('int_titles__segments') }}
),

terms as (
    select * from {{ ref('int_titles__terms') }}
),

mentions as (
    select * from {{ ref('int_technologies__mentions') }}
),

texts as (
    select * from {{ ref('stg_texts') }}
),

technologies as (
    select * from {{ ref('technologies') }}
),

families as (
    select * from {{ ref('role_families') }}
),

undecided_listings as (
    select
        open_listings.listing_id,
        open_listings.text_id,
        open_listings.department_text,
        open_listings.team_text
    from open_listings
    inner join title_roles on open_listings.title = title_roles.title
    where not title_roles.is_certain
),

-- What the words of a department or team say: "Hardware Engineering" is other work, "Engineering" alone rather software.
phrase_classes as (
    select
        segments.phrase,
        list(distinct terms.term_class) as term_classes
    from segments
    inner join terms on segments.segment_text = terms.segment_text
    group by segments.phrase
),

phrase_claims as (
    select
        phrase,
        case
            when list_has_any(term_classes, ['craft', 'coder', 'soft', 'infra', 'developer']) then 'software'
            when list_contains(term_classes, 'trade') then 'other'
            when list_has_any(term_classes, ['discipline']) and list_has_any(term_classes, ['function', 'job']) then null
            when list_has_any(term_classes, ['function', 'job']) then 'other'
            when list_contains(term_classes, 'discipline') then 'software'
        end as claim
    from phrase_classes
),

undecided_texts as (
    select distinct text_id
    from undecided_listings
    where text_id is not null
),

named_technologies as (
    select
        technology_id,
        name,
        list_contains({{ software_families }}, family) as is_of_software
    from technologies
),

text_technologies as (
    select
        undecided_texts.text_id,
        count(distinct mentions.technology_id) filter (where technologies.is_of_software) as technology_count,
        array_to_string(
            list_sort(list(distinct technologies.name) filter (where technologies.is_of_software))[:5], ', '
        ) as technology_names
    from undecided_texts
    inner join mentions on undecided_texts.text_id = mentions.text_id
    inner join named_technologies as technologies on mentions.technology_id = technologies.technology_id
    where mentions.is_counted
    group by undecided_texts.text_id
),

text_sizes as (
    select
        undecided_texts.text_id,
        max(length(regexp_replace(texts.description_html, '(?:<[^>]*>|&#?\w+;|\s)+', ' ', 'g'))) as character_count
    from undecided_texts
    inner join texts on undecided_texts.text_id = texts.text_id
    group by undecided_texts.text_id
),

listing_claims as (
    select
        undecided_listings.listing_id,
        coalesce(departments.claim, teams.claim) as department_claim,
        if(departments.claim is not null, departments.phrase, teams.phrase) as department_words,
        case
            when text_technologies.technology_count >= {{ software_technologies }} then 'software'
            when text_technologies.text_id is null and text_sizes.character_count >= {{ long_text }} then 'other'
        end as text_claim,
        text_technologies.technology_names
    from undecided_listings
    left join phrase_claims as departments on undecided_listings.department_text = departments.phrase
    left join phrase_claims as teams on undecided_listings.team_text = teams.phrase
    left join text_technologies on undecided_listings.text_id = text_technologies.text_id
    left join text_sizes on undecided_listings.text_id = text_sizes.text_id
),

-- An undecided title stays what it is likely to be, unless department or text says the contrary and the other of the
-- two does not contradict.
listing_titles as (
    select
        open_listings.listing_id,
        title_roles.software_family,
        title_roles.other_family,
        title_roles.software_term,
        title_roles.other_term,
        title_roles.is_software,
        if(title_roles.is_software, 'software', 'other') as title_claim,
        listing_claims.department_claim,
        listing_claims.department_words,
        listing_claims.text_claim,
        listing_claims.technology_names
    from open_listings
    inner join title_roles on open_listings.title = title_roles.title
    left join listing_claims on open_listings.listing_id = listing_claims.listing_id
),

decisions as (
    select
        *,
        case
            when department_claim <> title_claim and coalesce(text_claim, '') <> title_claim then 'department'
            when text_claim <> title_claim and coalesce(department_claim, '') <> title_claim then 'text'
            else 'title'
        end as role_source
    from listing_titles
),

listing_roles as (
    select
        listing_id,
        role_source,
        case role_source
            when 'department' then department_words
            when 'text' then technology_names
            else if(is_software, software_term, other_term)
        end as role_words,
        case
            when is_software = (role_source = 'title') then software_family
            when role_source = 'title' then other_family
            else 'other'
        end as role_family
    from decisions
)

select
    listing_roles.listing_id,
    listing_roles.role_family,
    families.software_class,
    listing_roles.role_source,
    listing_roles.role_words,
    families.software_class <> 'no' as is_software
from listing_roles
inner join families on listing_roles.role_family = families.role_family
