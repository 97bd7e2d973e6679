with segment_companies as (
    select * from {{ ref('fct_segment_companies') }}
),

segments as (
    select distinct
        segment_id,
        dimension,
        within_key
    from {{ ref('fct_segment_listings') }}
),

publication_rules as (
    select * from {{ ref('publication_rules') }}
),

totals as (
    select
        segment_id,
        method,
        base,
        arg_max(company_id, row(unit_count, company_id)) as top_company_id,
        sum(role_count)::bigint as role_count,
        sum(unit_count)::bigint as unit_count,
        count(*) as company_count,
        (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
        max(unit_share) as top_company_share,
        (sum(unit_total) / sum(unit_count))::double as mean_value
    from segment_companies
    group by segment_id, method, base
),

-- What a figure lacks of each status, in the words of a reader.
lacking as (
    select
        totals.segment_id,
        totals.method,
        totals.base,
        rules.publish_status,
        concat_ws(
            '; ',
            if(totals.role_count < rules.min_roles, 'fewer than ' || rules.min_roles || ' roles', null),
            if(totals.company_count < rules.min_companies, 'fewer than ' || rules.min_companies || ' companies', null),
            if(
                totals.effective_company_count < rules.min_effective_companies,
                'fewer than ' || rules.min_effective_companies || ' effective companies',
                null
            ),
            if(
                totals.top_company_share > rules.max_top_company_share,
                'one company has more than ' || (rules.max_top_company_share * 100)::integer || ' %',
                null
            )
        ) as words
    from totals
    cross join publication_rules as rules
),

statuses as (
    select
        segment_id,
        method,
        base,
        max(words) filter (where publish_status = 'ok') as lacking_for_ok,
        max(words) filter (where publish_status = 'low') as lacking_for_low
    from lacking
    group by segment_id, method, base
),

figures as (
    select
        totals.*,
        segments.dimension,
        segments.within_key,
        -- Millions of pairs of figures are joined below: by two numbers, not by six texts.
        row_number() over (order by totals.segment_id, totals.method, totals.base) as figure_number,
        dense_rank() over (order by segments.dimension, segments.within_key, totals.method, totals.base)
            as peer_number,
        case
            when statuses.lacking_for_ok = '' then 'ok'
            when statuses.lacking_for_low = '' then 'low'
            else 'suppressed'
        end as publish_status,
        case
            when statuses.lacking_for_ok = '' then null
            when statuses.lacking_for_low = '' then statuses.lacking_for_ok
            else statuses.lacking_for_low
        end as status_reason,
        {{ student_t('greatest(totals.effective_company_count - 1, 1)') }} as half_width
    from totals
    inner join statuses using (segment_id, method, base)
    inner join segments using (segment_id)
),

salaries as (
    select
        segment_companies.segment_id,
        segment_companies.method,
        unnest(segment_companies.salaries_usd) as salary_usd
    from segment_companies
    inner join figures using (segment_id, method, base)
    where segment_companies.base = 'salary' and figures.publish_status <> 'suppressed'
),

medians as (
    select
        segment_id,
        method,
        'salary' as base,
        median(salary_usd)::decimal(18, 4) as median_value
    from salaries
    group by segment_id, method
),

-- How far a figure moves when one company is left out (the jackknife over companies).
company_moves as (
    select
        companies.segment_id,
        companies.company_id,
        companies.method,
        companies.base,
        figures.figure_number,
        figures.peer_number,
        figures.unit_count as figure_unit_count,
        sqrt(1 - 1 / figures.company_count) * (companies.others_mean_value - figures.mean_value) as mean_move,
        len(list_filter(companies.salaries_usd, salary -> salary <= medians.median_value)) as below_count,
        companies.unit_count,
        figures.company_count
    from segment_companies as companies
    inner join figures using (segment_id, method, base)
    left join medians using (segment_id, method, base)
    where figures.publish_status <> 'suppressed'
),

below_counts as (
    select
        figure_number,
        sum(below_count) as below_count
    from company_moves
    group by figure_number
),

below_moves as (
    select
        moves.*,
        sqrt(1 - 1 / moves.company_count) * (
            (figure.below_count - moves.below_count) / (moves.figure_unit_count - moves.unit_count)
            - figure.below_count / moves.figure_unit_count
        ) as below_move
    from company_moves as moves
    inner join below_counts as figure on moves.figure_number = figure.figure_number
),

errors as (
    select
        segment_id,
        method,
        base,
        sqrt({{ product_sum('mean_move', 'mean_move') }}) as mean_error,
        sqrt({{ product_sum('below_move', 'below_move') }}) as below_error
    from below_moves
    group by segment_id, method, base
),

published as (
    select
        figures.*,
        errors.mean_error,
        errors.below_error
    from figures
    inner join errors using (segment_id, method, base)
),

-- The pay at both ends of the interval of the share of units up to the median (Woodruff's method).
placed_salaries as (
    select
        *,
        row_number() over (partition by segment_id, method order by salary_usd) as place
    from salaries
),

median_intervals as (
    select
        published.segment_id,
        published.method,
        published.base,
        max(placed_salaries.salary_usd) filter (
            where placed_salaries.place
            <= greatest(ceil(published.unit_count * (0.5 - published.half_width * published.below_error)), 1)
        ) as interval_low,
        min(placed_salaries.salary_usd) filter (
            where placed_salaries.place >= least(
                floor(published.unit_count * (0.5 + published.half_width * published.below_error)) + 1,
                published.unit_count
            )
        ) as interval_high
    from published
    inner join placed_salaries using (segment_id, method)
    where published.base = 'salary'
    group by published.segment_id, published.method, published.base
),

exact_moves as (
    select
        figure_number,
        peer_number,
        company_id,
        mean_move::decimal(38, 6) as mean_move
    from company_moves
),

-- Pairs of figures of one dimension, by what both share: companies that move both.
pair_moves as (
    select
        a.figure_number as a_number,
        b.figure_number as b_number,
        {{ product_sum('a.mean_move', 'b.mean_move') }} as shared_move
    from exact_moves as a
    inner join exact_moves as b
        on a.peer_number = b.peer_number
        and a.company_id = b.company_id
        and a.figure_number < b.figure_number
    group by a.figure_number, b.figure_number
),

shared_moves as (
    select
        a_number,
        b_number,
        shared_move
    from pair_moves
    union all
    select
        b_number,
        a_number,
        shared_move
    from pair_moves
),

rank_intervals as (
    select
        a.segment_id,
        a.method,
        a.base,
        1 + count(*) filter (where b.mean_value > a.mean_value) as value_rank,
        1 + count(*) filter (
            where b.mean_value - a.mean_value > greatest(a.half_width, b.half_width) * sqrt(greatest(
                pow(a.mean_error, 2) + pow(b.mean_error, 2) - 2 * coalesce(shared_moves.shared_move, 0), 0
            ))
        ) as rank_low,
        count(*) + 1 - count(*) filter (
            where a.mean_value - b.mean_value > greatest(a.half_width, b.half_width) * sqrt(greatest(
                pow(a.mean_error, 2) + pow(b.mean_error, 2) - 2 * coalesce(shared_moves.shared_move, 0), 0
            ))
        ) as rank_high
    from published as a
    inner join published as b
        on a.peer_number = b.peer_number
        and a.figure_number <> b.figure_number
    left join shared_moves
        on a.figure_number = shared_moves.a_number
        and b.figure_number = shared_moves.b_number
    group by a.segment_id, a.method, a.base
),

mean_estimates as (
    select
        figures.*,
        case figures.base
            when 'salary' then 'mean_salary_usd'
            when 'workplace' then 'remote_of_read_share'
            else 'disclosure_share'
        end as measure,
        published.mean_value as value,
        published.mean_value - published.half_width * published.mean_error as interval_low,
        published.mean_value + published.half_width * published.mean_error as interval_high,
        rank_intervals.value_rank,
        rank_intervals.rank_low,
        rank_intervals.rank_high
    from figures
    left join published using (segment_id, method, base)
    left join rank_intervals using (segment_id, method, base)
),

median_estimates as (
    select
        figures.*,
        'median_salary_usd' as measure,
        medians.median_value::double as value,
        median_intervals.interval_low::double as interval_low,
        median_intervals.interval_high::double as interval_high
    from figures
    left join medians using (segment_id, method, base)
    left join median_intervals using (segment_id, method, base)
    where figures.base = 'salary'
),

estimates as (
    select * from mean_estimates
    union all by name
    select * from median_estimates
)

select
    concat_ws('/', segment_id, measure, method) as estimate_id,
    segment_id,
    top_company_id,
    dimension,
    method,
    measure,
    publish_status,
    status_reason,
    role_count,
    unit_count,
    company_count,
    value_rank,
    rank_low,
    rank_high,
    round(effective_company_count, 4) as effective_company_count,
    round(top_company_share, 6) as top_company_share,
    round(value, 6) as value,
    case
        when base = 'salary' then round(interval_low)
        -- All units agree, so no company moves the share: the exact bound of as many companies.
        when value = 1 then round(pow(0.025, 1 / effective_company_count), 4)
        when interval_low < 0 then 0
        else round(interval_low, 4)
    end as interval_low,
    case
        when base = 'salary' then round(interval_high)
        when value = 0 then round(1 - pow(0.025, 1 / effective_company_count), 4)
        when interval_high > 1 then 1
        else round(interval_high, 4)
    end as interval_high,
    date '{{ var("night") }}' as as_of_date
from estimates
