with listings as (
    select * from {{ ref('stg_listings') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

titles as (
    select distinct title
    from listings
),

-- What follows a comma, dash or bracket names a team or a place, unless nothing said what the
-- job is before it ("Engineer, Software").
headed as (
    select
        replace(title, '_', ' ') as whole,
        title,
        regexp_replace(
            -- "Director, Engineering, Payments" says what the job is in its second clause.
            regexp_replace(
                whole, '(?i)^((?:senior |sr\.? |associate )?(?:director|head|vp|vice president|manager|lead)),\s*([^,]+?)\s*(?:,.*)?$', '\1 \2'
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
            and not regexp_matches(head, '(?i)^((senior|sr\.?|staff|principal|lead|junior|jr\.?|associate)\s+)+(engineer|developer|scientist|architect)\b')
            and not regexp_matches(whole, '(?i)\bpre-?sales\b'),
            head,
            whole
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
        {{ first_words(ref('workplace_title_rules'), 'title') }} as workplace_text
    from subjects
),

-- The opening's own words: bracketed clauses, what follows the last dash and places after a comma
-- are places, teams or contract terms as a rule; at least two words must stay. Of a title in two
-- scripts the Latin half.
stripped as (
    select
        title,
        trim(regexp_replace(lower(regexp_replace(
            if(
                regexp_matches(title, '[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]')
                and regexp_matches(title, '[A-Za-z]{3}'),
                regexp_replace(title, '(?i)\((?:remote|hybrid)\)|[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}()（）]', ' ', 'g'),
                regexp_replace(regexp_replace(title, '\s*[(\[][^)\]]*[)\]]', ' ', 'g'), '^(.*\S)\s+[-–—|]\s+.*$', '\1')
            ),
            '(?i)\b[mwfdx]\s?/\s?[mwfdxv](\s?/\s?[mwfdxi*])?(\s|$)', ' '
        )), '\s+', ' ', 'g')) as stripped_title
    from titles
),

placed as (
    select
        title,
        stripped_title,
        regexp_extract(stripped_title, '^(\S+ .*?), [^,]+, [^,]+$', 1) as without_two,
        regexp_extract(stripped_title, '^(\S+ .*), [^,]+$', 1) as without_one,
        {{ place_key("regexp_extract(stripped_title, ', ([^,]+), [^,]+$', 1)") }} as second_last,
        {{ place_key("regexp_extract(stripped_title, ', ([^,]+)$', 1)") }} as last
    from stripped
),

place_names as (
    select distinct place_name
    from names
    where kind <> 'city' and length(place_name) > 3 or weight >= 1.6
),

core_titles as (
    select
        placed.title,
        case
            when not contains(placed.stripped_title, ' ') then lower(placed.title)
            when last_names.place_name is null then placed.stripped_title
            when second_names.place_name is not null and placed.without_two <> '' then placed.without_two
            when placed.without_one <> '' then placed.without_one
            else placed.stripped_title
        end as core_title
    from placed
    left join place_names as last_names on placed.last = last_names.place_name
    left join place_names as second_names on placed.second_last = second_names.place_name
)

select
    title,
    core_title,
    seniority,
    role_family,
    software_class,
    workplace,
    workplace_text,
    software_class <> 'no' as is_software
from classified
inner join core_titles using (title)
