with listings as (
    select * from {{ ref('stg_listings') }}
),

shapes as (
    select * from {{ ref('int_titles__shapes') }}
),

titles as (
    select distinct title
    from listings
),

title_shapes as (
    select
        titles.title,
        shapes.level_shape
    from titles
    left join shapes on titles.title = shapes.phrase
),

title_levels as (
    select
        title,
        {{ first_rule(ref('seniority_rules'), 'seniority', 'level_shape', "'unspecified'") }} as seniority
    from title_shapes
)

select * from title_levels
