{#-
  Compounds are written without blanks: "Softwareentwickler", "エンジニア". Their parts become words, the longest
  first.
-#}
{%- set parts = term_parts(ref('title_terms')) -%}
{%- set jobs = inverted_jobs(ref('title_terms')) -%}
{#- When an internship begins is no part of what it is: "Summer 2027 Data Science Intern", "2027 Spring Software Intern". -#}
{%- set season = '(?:spring|summer|autumn|fall|winter)(?: ?[/&] ?(?:spring|summer|autumn|fall|winter))*' %}
{%- set start_date = '^[^\\pL\\pN]*(?:(?:' ~ season ~ ') )?20[2-4]\\d(?: ?[-–/] ?\\d{2,4})?[\\])]? +(?:(?:' ~ season ~ ') )?' %}
{%- set gender_marks = '\\b(?:[mwfdxhiv]|div)(?:\\s?[/|*]\\s?(?:[mwfdxhvina]|div|gn)\\*?)+(?:[^\\pL]|$)' -%}

{#- "Ingeniero/a", "Entwickler:in", "Programador(a)", "Développeur·se": the other ending of a name of work. -#}
{%- set gender_endings = '(\\pL{4,})(?:[/:*_·.•]-?(?:{e})|\\((?:[/:*_·.•-]*)(?:{e})\\)|@)($|[\\s,;)/])'
    | replace('{e}', 'in|innen|a|e|ra|ora|euse|se|trice|rice|ice|ne|iere') -%}

{#-
  What is rewritten, in order. "Dir" is a director beside another level or as all of a segment; in German it is a pronoun.
  A bracket inside a name is a remark on it, "Senior ML Operations (MLOps) Engineer", if it holds no level.
-#}
{%- set rewrites = [
    (start_date, ''),
    (gender_endings, '\\1\\2'),
    ('(^|[,–—-] ?)((?:sr|senior|assoc|associate|exec|executive|managing)\\.? )dir\\b\\.?', '\\1\\2director'),
    ('(^|[,–—-] ?)dir\\b\\.?( of\\b|,|$| [–—-])', '\\1director\\2'),
    ('\\bmgr\\b\\.?', 'manager'),
    ('\\b([sj]n?r|assoc|asst)\\.', '\\1 '),
    (gender_marks ~ '|(?:\\b(?:req|job|id|ref|nr|no)\\.? ?|(?:^| ))#\\d{3,}\\b', ' , '),
    ('\\((senior|sr|junior|jr|lead|staff|principal|associate)\\) ', '\\1 '),
    ('^([^(),]*[\\pL\\pN]) \\(([^()]+)\\) ([\\pL\\pN][^(),]*)', '\\1 \\3 , \\2 '),
    ('\\s[-–—~]+|[-–—~]+\\s|\\sat\\s|[,;:|()\\[\\]{}•·@_（）【】「」『』、，：!?！？。]', ' , '),
    ('(' ~ parts ~ ')', ' \\1 '),
] -%}

with listings as (
    select * from {{ ref('stg_listings') }}
),

-- Departments and teams are read by the same words as titles.
phrases as (
    select title as phrase from listings
    union
    select department_text from listings where department_text is not null
    union
    select team_text from listings where team_text is not null
),

plain_phrases as (
    {%- set ns = namespace(text="replace(" ~ plain_title('phrase') ~ ", '.js', 'js')") %}
    {%- for pattern, replacement in rewrites %}
        {%- set ns.text = "regexp_replace(" ~ ns.text ~ ", " ~ literal(pattern) ~ ", " ~ literal(replacement) ~ ", 'g')" %}
    {%- endfor %}
    select
        phrase,
        {{ ns.text }} as plain_phrase
    from phrases
),

-- A segment is what stands between commas, brackets and dashes; the number of a requisition is none. "Engineer, Sales"
-- is how some systems write "Sales Engineer", where that is a job of its own.
phrase_segments as (
    select
        phrase,
        list_filter(
            string_split(
                regexp_replace(
                    regexp_replace(plain_phrase, '\s+', ' ', 'g'),
                    '^((?: ?(?:senior|sr|staff|principal|lead|junior|jr|associate))*) ?(engineer|architect) , ({{ jobs }}) *(,|$)', '\1 \3 \2 \4'
                ),
                ','
            ),
            lambda segment: regexp_matches(segment, '[\pL\pN]') and not regexp_full_match(segment, ' *(?:req|id|job|ref|nr|no)? ?[a-z]{0,3}[#-]?\d{3,} *')
        ) as segments
    from plain_phrases
)

select
    phrase,
    trim(unnest(segments)) as segment_text,
    generate_subscripts(segments, 1) as segment_number
from phrase_segments
