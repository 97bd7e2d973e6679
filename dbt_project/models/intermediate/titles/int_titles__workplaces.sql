{%- set part = "[^,|()\\[\\]]*" %}
{%- set words = "(?:" ~ workplace_words() ~ ")" %}

with listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select distinct title
    from listings
),

-- Customers, users and trainings in a title are whom and what the work is for, not where it is done.
marked_titles as materialized (
    select
        title,
        {{ word_classes(plain_words(in_english('title')), "word_class not in ('CLIENT', 'EVENT', 'FOOD', 'PROCESS')") }} as marked_title
    from titles
    where regexp_matches(title, '(?i){{ words }}')
),

stated_workplaces as (
    select
        title,
        {{ first_rule(ref('workplace_title_rules'), 'workplace', 'marked_title', 'null') }} as workplace
    from marked_titles
),

-- The evidence is the bracket, or the part between commas, that holds the words.
title_workplaces as (
    select
        titles.title,
        stated_workplaces.workplace,
        if(
            stated_workplaces.workplace is null,
            null,
            trim(regexp_extract(
                titles.title, '(?i)\({{ part }}{{ words }}{{ part }}\)|\[{{ part }}{{ words }}{{ part }}\]|{{ part }}{{ words }}{{ part }}'
            ))
        ) as workplace_text
    from titles
    left join stated_workplaces using (title)
)

select * from title_workplaces
