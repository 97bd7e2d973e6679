with listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select distinct title
    from listings
),

title_workplaces as (
    select
        title,
        {{ first_rule(ref('workplace_title_rules'), 'workplace', 'title', 'null') }} as workplace,
        {{ first_words(ref('workplace_title_rules'), 'title') }} as workplace_text
    from titles
)

select * from title_workplaces
