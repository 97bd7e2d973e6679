{# How long chains of software listings stay open, by a column: the product-limit estimate (Kaplan–Meier) with chains
   that enter late and chains whose end is not known, and a 95 % interval of the median (Greenwood, log-log). #}
{% macro time_open_by(column) -%}
{%- set z = 1.959963984540054 -%}
{%- set half = 0.5 + 1e-9 -%}{# products of doubles may miss a half by their last digit #}
with chains as (
    select * from {{ ref('fct_chains') }}
    where is_software
),

low_rules as (
    select * from {{ ref('publication_rules') }}
    where publish_status = 'low'
),

-- A chain that was seen on one night only says nothing about days.
timed_chains as (
    select
        {{ column }},
        company_id,
        entry_days,
        exit_days,
        is_closed
    from chains
    where exit_days > entry_days
),

chain_counts as (
    select
        {{ column }},
        count(*) as all_chain_count
    from chains
    group by {{ column }}
),

company_counts as (
    select
        {{ column }},
        company_id,
        count(*) as chain_count,
        count(*) filter (where is_closed) as closed_count,
        count(*) filter (where entry_days > 0) as entered_late_count
    from timed_chains
    group by {{ column }}, company_id
),

-- A chain is one opening, as a role is.
timed_counts as (
    select
        {{ column }},
        false as is_of_one_company,
        sum(chain_count)::bigint as role_count,
        count(*) as company_count,
        sum(closed_count)::bigint as closed_count,
        sum(entered_late_count)::bigint as entered_late_count,
        pow(sum(chain_count), 2) / sum(chain_count * chain_count) as effective_company_count,
        max(chain_count) / sum(chain_count) as top_company_share
    from company_counts
    group by {{ column }}
),

moves as (
    select
        {{ column }},
        entry_days as day_number,
        1 as entered,
        0 as closed
    from timed_chains
    union all
    select
        {{ column }},
        exit_days as day_number,
        -1 as entered,
        is_closed::integer as closed
    from timed_chains
),

days as (
    select
        {{ column }},
        day_number,
        sum(entered) as entered,
        sum(closed) as closed_count
    from moves
    group by {{ column }}, day_number
),

-- At risk on a day: entered before it and not gone before it.
risks as (
    select
        {{ column }},
        day_number,
        closed_count,
        sum(entered) over (
            partition by {{ column }} order by day_number rows between unbounded preceding and 1 preceding
        ) as at_risk_count
    from days
),

curves as (
    select
        {{ column }},
        day_number,
        at_risk_count,
        product(1 - closed_count / at_risk_count) over until_day as open_share,
        sum(if(closed_count < at_risk_count, closed_count / (at_risk_count * (at_risk_count - closed_count)), 0))
            over until_day as variance
    from risks
    where closed_count > 0
    window until_day as (
        partition by {{ column }} order by day_number rows between unbounded preceding and current row
    )
),

limits as (
    select
        *,
        if(open_share > 0, pow(open_share, exp({{ z }} * sqrt(variance) / -ln(open_share))), 0) as low_share,
        if(open_share > 0, pow(open_share, exp(-{{ z }} * sqrt(variance) / -ln(open_share))), null) as high_share
    from curves
),

medians as (
    select
        {{ column }},
        min(day_number) filter (where open_share <= {{ half }}) as median_days_open,
        min(day_number) filter (where low_share <= {{ half }}) as low_median_days_open,
        min(day_number) filter (where high_share <= {{ half }}) as high_median_days_open
    from limits
    group by {{ column }}
),

-- Few at risk early, as when all entered late, would decide the whole curve.
least_risks as (
    select
        limits.{{ column }},
        min(limits.at_risk_count) as least_at_risk_count
    from limits
    left join medians on limits.{{ column }} = medians.{{ column }}
    where limits.day_number <= medians.median_days_open or medians.median_days_open is null
    group by limits.{{ column }}
),

groups as (
    select
        chain_counts.{{ column }},
        case
            when
                timed_counts.role_count is null or {{ lacking('timed_counts', 'low_rules') }} <> ''
                then 'small sample'
            when least_risks.least_at_risk_count < {{ var("least_at_risk") }} then 'few at risk'
            when medians.median_days_open is null then 'most are still open'
        end as unpublished_reason,
        coalesce(timed_counts.role_count, 0) as chain_count,
        coalesce(timed_counts.company_count, 0) as company_count,
        coalesce(timed_counts.closed_count, 0) as closed_count,
        coalesce(timed_counts.entered_late_count, 0) as entered_late_count,
        chain_counts.all_chain_count - coalesce(timed_counts.role_count, 0) as untimed_count,
        least_risks.least_at_risk_count,
        medians.median_days_open,
        medians.low_median_days_open,
        medians.high_median_days_open
    from chain_counts
    cross join low_rules
    left join timed_counts on chain_counts.{{ column }} = timed_counts.{{ column }}
    left join medians on chain_counts.{{ column }} = medians.{{ column }}
    left join least_risks on chain_counts.{{ column }} = least_risks.{{ column }}
)

select
    {{ column }},
    unpublished_reason,
    chain_count,
    company_count,
    closed_count,
    entered_late_count,
    untimed_count,
    least_at_risk_count::bigint as least_at_risk_count,
    if(unpublished_reason is null, median_days_open, null) as median_days_open,
    if(unpublished_reason is null, low_median_days_open, null) as low_median_days_open,
    if(unpublished_reason is null, high_median_days_open, null) as high_median_days_open
from groups
{%- endmacro %}
