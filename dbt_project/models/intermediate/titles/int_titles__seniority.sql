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

shape_levels as (
    select
        level_shape,
        {{ first_rule(ref('seniority_rules'), 'seniority', 'level_shape', "'unspecified'") }} as seniority
    from (select distinct level_shape from title_shapes)
),

title_levels as (
    select
        title_shapes.title,
        shape_levels.seniority
    from title_shapes
    inner join shape_levels on title_shapes.level_shape is not distinct from shape_levels.level_shape
)

select * from title_levels
