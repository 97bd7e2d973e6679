{{ config(materialized='incremental', incremental_strategy='append') }}

with blocks as (
    select * from {{ ref('int_text__blocks') }}
),

new_blocks as (
    select *
    from blocks
    {% if is_incremental() %}
    where text_id not in (select text_id from {{ this }})
    {% endif %}
),

-- "Experience with:" goes on with what is wished, if it stands below a heading of wishes.
main_headings as (
    select
        *,
        last_value(case when own_section is not null and not is_lead_in then own_section end ignore nulls) over (
            partition by text_id order by line_number
        ) = 'preferred' and is_lead_in as goes_on
    from (
        select
            *,
            regexp_matches(
                line_text,
                '^\W*(?i:(?:some |any |prior |hands-on |(?:proven |practical )?)(?:experience|understanding|knowledge|familiarity|proficiency|expertise|background)(?: (?:with|of|in|using)(?: (?:any|one|some|two)(?: or more)? of(?: the following)?| the following| at least one of)?)?)\W*:$'
            ) as is_lead_in
        from new_blocks
        where block_kind = 'heading'
    )
),

-- A heading opens a section when it names one, or when it ranks at least as high as the last that did.
headings as (
    select
        text_id,
        line_number,
        coalesce(
            last_value(if(own_section is null, null, heading_level) ignore nulls) over (
                partition by text_id order by line_number
                rows between unbounded preceding and 1 preceding
            ), 7
        ) as level_above,
        not goes_on and (
            own_section is not null
            or heading_level < 7 and heading_level <= level_above
            or heading_level < level_above and level_above = 8
        ) as is_opening
    from main_headings
),

section_lines as (
    select
        new_blocks.text_id,
        new_blocks.line_id,
        new_blocks.line_text,
        new_blocks.block_kind,
        last_value(case when headings.is_opening then new_blocks.line_text end ignore nulls)
            over lines_above as heading_text,
        coalesce(
            last_value(if(headings.is_opening, coalesce(new_blocks.own_section, 'other'), null) ignore nulls)
                over lines_above,
            'other'
        ) as section,
        -- A label says what an amount in the next line is. An empty block may be between them.
        if(
            new_blocks.has_money
            and new_blocks.line_number - lag(new_blocks.line_number) over lines_above <= 2
            and lag(new_blocks.is_pay_label) over lines_above,
            lag(new_blocks.line_text) over lines_above, null
        ) as label_text,
        new_blocks.line_number,
        new_blocks.has_technology,
        new_blocks.has_money,
        new_blocks.has_workplace,
        new_blocks.has_requirement,
        new_blocks.is_cut
    from new_blocks
    left join headings using (text_id, line_number)
    window lines_above as (partition by new_blocks.text_id order by new_blocks.line_number)
)

select * from section_lines
where has_technology or has_money or has_workplace or has_requirement
