{%- set steps = {
    'raw': "''",
    'seniority': 'seniority',
    'place': "concat_ws('/', seniority, place)",
    'industry': "concat_ws('/', seniority, place, industries)",
    'company': "concat_ws('/', seniority, place, company_id)",
} -%}
{%- set dimensions = ['technology', 'family', 'segment', 'segment & seniority'] -%}
with figures as (
    select
        *,
        row_number() over (order by figure_id) as figure_number
    from {{ ref('fct_estimates') }}
    where
        method = 'report'
        and measure = 'mean_salary_usd'
        and publish_status <> 'suppressed'
        and dimension in ('{{ dimensions | join("', '") }}')
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension in ('{{ dimensions | join("', '") }}')
),

listings as (
    select * from {{ ref('fct_listings') }}
    where is_software and has_salary
),

places as (
    select * from {{ ref('fct_listing_places') }}
),

companies as (
    select * from {{ ref('dim_companies') }}
),

first_regions as (
    select
        listing_id,
        arg_min(region_code, place_number) as region_code
    from places
    where country_code = 'US' and region_code is not null
    group by listing_id
),

-- The state stands for the place in the United States, the country elsewhere.
priced_listings as (
    select
        listings.listing_id,
        listings.company_id,
        dense_rank() over (order by listings.company_id) as company_number,
        listings.seniority,
        coalesce(listings.country_code, 'unknown')
        || if(listings.country_code = 'US', coalesce(' ' || first_regions.region_code, ''), '') as place,
        list_aggregate(list_sort(companies.industries), 'string_agg', ',') as industries,
        listings.annual_salary_usd::decimal(18, 4) as salary_usd,
        ln(listings.annual_salary_usd)::decimal(18, 12) as log_salary
    from listings
    inner join companies on listings.company_id = companies.company_id
    left join first_regions on listings.listing_id = first_regions.listing_id
),

step_cells as (
    {% for cell in steps.values() %}
    select
        {{ loop.index }} as step_number,
        coalesce({{ cell }}, '') as cell,
        listing_id,
        company_number,
        salary_usd,
        log_salary
    from priced_listings
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Millions of rows are joined and grouped below: by numbers, not by texts.
listing_cells as (
    select
        *,
        dense_rank() over (order by step_number, cell) as cell_number
    from step_cells
),

all_sums as (
    select
        cell_number,
        company_number,
        count(*) as all_count,
        sum(salary_usd) as all_usd,
        sum(log_salary) as all_log
    from listing_cells
    group by cell_number, company_number
),

cells as (
    select
        cell_number,
        any_value(step_number) as step_number,
        count(*) as all_count,
        sum(salary_usd) as all_usd,
        sum(log_salary) as all_log
    from listing_cells
    group by cell_number
),

member_sums as (
    select
        figures.figure_number,
        listing_cells.cell_number,
        listing_cells.company_number,
        count(*) as member_count,
        sum(listing_cells.salary_usd) as member_usd,
        sum(listing_cells.log_salary) as member_log
    from figures
    inner join segment_listings using (segment_id)
    inner join listing_cells using (listing_id)
    -- Listings of one level have no raw premium: the others of all levels are nothing to compare them with.
    where listing_cells.step_number > 1 or figures.dimension <> 'segment & seniority'
    group by all
),

member_cells as (
    select
        figure_number,
        cell_number,
        sum(member_count)::bigint as member_count,
        sum(member_usd) as member_usd,
        sum(member_log) as member_log
    from member_sums
    group by figure_number, cell_number
),

-- Of each cell with a member: what is of the segment (a), and beside it (b).
cell_sums as (
    select
        member_cells.figure_number,
        member_cells.cell_number,
        cells.step_number,
        member_cells.member_count as a_count,
        member_cells.member_usd::double as a_usd,
        member_cells.member_log::double as a_log,
        cells.all_count - member_cells.member_count as b_count,
        (cells.all_usd - member_cells.member_usd)::double as b_usd,
        (cells.all_log - member_cells.member_log)::double as b_log
    from member_cells
    inner join cells using (cell_number)
),

-- The difference within a cell, weighted as a regression on cells weights it.
cell_differences as (
    select
        *,
        a_count * b_count / (a_count + b_count) as weight,
        (a_usd / a_count - b_usd / b_count) * weight as weighted_usd,
        (a_log / a_count - b_log / b_count) * weight as weighted_log
    from cell_sums
    where b_count > 0
),

-- The same cells without one company.
cells_without_company as (
    select
        differences.figure_number,
        differences.step_number,
        all_sums.company_number,
        differences.weight,
        differences.weighted_log,
        coalesce(member_sums.member_count, 0) as own_a_count,
        all_sums.all_count - own_a_count as own_b_count,
        coalesce(member_sums.member_log, 0) as own_a_log,
        differences.a_count - own_a_count as a_count,
        differences.b_count - own_b_count as b_count,
        differences.a_log - own_a_log::double as a_log,
        differences.b_log - (all_sums.all_log - own_a_log)::double as b_log
    from cell_differences as differences
    inner join all_sums using (cell_number)
    left join member_sums
        on differences.figure_number = member_sums.figure_number
        and differences.cell_number = member_sums.cell_number
        and all_sums.company_number = member_sums.company_number
),

weights_without_company as (
    select
        *,
        if(a_count > 0 and b_count > 0, a_count * b_count / (a_count + b_count), 0) as other_weight,
        if(
            a_count > 0 and b_count > 0,
            (a_log / nullif(a_count, 0) - b_log / nullif(b_count, 0))
            * (a_count * b_count / nullif(a_count + b_count, 0)),
            0
        ) as other_log
    from cells_without_company
),

-- As whole numbers of 2^-40, which have one sum in any order.
company_changes as (
    select
        figure_number,
        step_number,
        company_number,
        sum(own_a_count) as own_a_count,
        max((own_a_count > 0 and own_b_count > 0)::integer) as has_both,
        sum(((other_weight - weight) * pow(2, 40))::bigint) / pow(2, 40) as weight_change,
        sum(((other_log - weighted_log) * pow(2, 40))::bigint) / pow(2, 40) as log_change
    from weights_without_company
    group by figure_number, step_number, company_number
),

step_totals as (
    select
        figure_number,
        step_number,
        sum(a_count)::bigint as kept_count,
        sum(b_count)::bigint as other_count,
        count(*) as cell_count,
        sum(weight::decimal(38, 12))::double as weight,
        sum(weighted_usd::decimal(38, 8))::double as weighted_usd,
        sum(weighted_log::decimal(38, 12))::double as weighted_log
    from cell_differences
    group by figure_number, step_number
),

company_moves as (
    select
        changes.*,
        step_totals.weighted_log / step_totals.weight
        - (step_totals.weighted_log + changes.log_change)
        / nullif(round(step_totals.weight + changes.weight_change, 9), 0) as log_move
    from company_changes as changes
    inner join step_totals using (figure_number, step_number)
),

errors as (
    select
        figure_number,
        step_number,
        count(*) as company_count,
        count(*) filter (where own_a_count > 0) as member_company_count,
        sum(has_both)::bigint as both_company_count,
        (pow(sum(own_a_count), 2) / sum(own_a_count * own_a_count))::double as effective_company_count,
        -- A premium that rests on one company has no error.
        if(
            count(*) = count(log_move),
            sqrt((1 - 1 / count(*)) * sum(log_move::decimal(38, 9) * log_move::decimal(38, 9))::double),
            null
        ) as log_error
    from company_moves
    group by figure_number, step_number
),

premiums as (
    select
        figures.figure_id,
        figures.segment_id,
        step_totals.* exclude (figure_number),
        errors.* exclude (figure_number, step_number),
        figures.unit_count as member_count,
        figures.as_of_date,
        step_totals.weighted_log / step_totals.weight as log_premium,
        {{ half_width('errors.effective_company_count') }} * errors.log_error as half_interval
    from step_totals
    inner join figures using (figure_number)
    inner join errors using (figure_number, step_number)
)

select
    figure_id,
    segment_id,
    {{ steps.keys() | list }}[step_number] as step,
    case
        when half_interval is null then 'no interval'
        when log_premium > half_interval then 'higher'
        when log_premium < -half_interval then 'lower'
        else 'not distinguishable'
    end as premium_status,
    step_number,
    member_count,
    kept_count,
    other_count,
    cell_count,
    member_company_count,
    both_company_count,
    round(effective_company_count, 4) as effective_company_count,
    round(weighted_usd / weight, 4) as premium_usd,
    round(exp(log_premium) - 1, 8) as premium_share,
    round(exp(log_premium - half_interval) - 1, 6) as premium_low_share,
    round(exp(log_premium + half_interval) - 1, 6) as premium_high_share,
    as_of_date
from premiums
