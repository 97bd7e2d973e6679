with listings as (
    select * from {{ ref('stg_listings') }}
),

titles as (
    select distinct title
    from listings
),

title_levels as (
    select
        title,
        {{ first_rule(ref('seniority_rules'), 'seniority', 'title', "'unspecified'") }} as seniority
    from titles
)

select * from title_levels
