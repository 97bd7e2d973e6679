{%- set quantiles = {
    'p10_salary_usd': 0.1, 'p25_salary_usd': 0.25, 'median_salary_usd': 0.5, 'p75_salary_usd': 0.75,
    'p90_salary_usd': 0.9,
} -%}
{%- set estimated_bases = ['workplace', 'disclosure', 'salary'] -%}
{%- set bases = ['listing'] + estimated_bases -%}
{%- set methods = ['report', 'robust', 'robust pooled'] -%}
-- Millions of rows are joined and grouped below: by numbers, not by texts.
with segments as (
    select
        segment_id,
        dimension,
        key,
        within_key,
        {{ is_of_one_company('dimension') }} as is_of_one_company,
        row_number() over (order by segment_id) as segment_number
    from {{ ref('fct_segments') }}
),

groups as (
    select
        *,
        unnest({{ methods }}) as method,
        segment_number * {{ methods | length }} + unnest(range({{ methods | length }})) as group_number
    from segments
),

numbered_companies as (
    select
        company_id,
        row_number() over (order by company_id) as company_number
    from (select distinct company_id from {{ ref('fct_segment_companies') }}) as companies
),

segment_companies as (
    select
        segments.segment_number * {{ methods | length }}
        + list_position({{ methods }}, segment_companies.method) - 1 as group_number,
        numbered_companies.company_number,
        segment_companies.salaries_usd
        {%- for base in bases %},
        segment_companies.{{ base }}_role_count,
        segment_companies.{{ base }}_unit_count
        {%- endfor %}
        {%- for base in estimated_bases %},
        segment_companies.{{ base }}_unit_total
        {%- endfor %}
    from {{ ref('fct_segment_companies') }} as segment_companies
    inner join segments using (segment_id)
    inner join numbered_companies using (company_id)
),

nights as (
    select * from {{ ref('dim_nights') }}
    where as_of_date = date '{{ var("night") }}'
),

base_totals as (
    select
        group_number
        {%- for base in bases %},
        max({{ base }}_unit_count << 32 | company_number) % (1::bigint << 32) as {{ base }}_company_number,
        sum({{ base }}_role_count)::bigint as {{ base }}_role_count,
        sum({{ base }}_unit_count)::bigint as {{ base }}_unit_count,
        count(*) filter (where {{ base }}_unit_count > 0) as {{ base }}_company_count,
        sum({{ base }}_unit_count * {{ base }}_unit_count) as {{ base }}_squares,
        max({{ base }}_unit_count) as {{ base }}_top_count
        {%- endfor %}
        {%- for base in estimated_bases %},
        sum({{ base }}_unit_total) as {{ base }}_unit_total
        {%- endfor %}
    from segment_companies
    group by group_number
),

totals as (
    {%- for base in bases %}
    select
        group_number,
        '{{ base }}' as base,
        {{ base }}_company_number as top_company_number,
        {{ base }}_role_count as role_count,
        {{ base }}_unit_count as unit_count,
        {{ base }}_company_count as company_count,
        (pow({{ base }}_unit_count, 2) / {{ base }}_squares)::double as effective_company_count,
        {{ base }}_top_count / {{ base }}_unit_count as top_company_share,
        {% if base in estimated_bases %}({{ base }}_unit_total / {{ base }}_unit_count)::double{% else %}1{% endif %} as mean_value
    from base_totals
    where {{ base }}_unit_count > 0
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

samples as (
    select
        totals.*,
        groups.segment_id,
        groups.method,
        groups.dimension,
        groups.key,
        groups.within_key,
        groups.is_of_one_company
    from totals
    inner join groups using (group_number)
),

{{ rated_samples() }},

figures as (
    select
        *,
        {{ publication() }},
        {{ half_width('effective_company_count') }} as half_width
    from rated_samples
),

{{ segment_quantiles(quantiles) }},

-- How far a figure moves when one company is left out (the jackknife over companies).
published_means as (
    select
        group_number
        {%- for base in estimated_bases %},
        max(mean_value) filter (where base = '{{ base }}') as {{ base }}_mean_value,
        max(sqrt(1 - 1 / company_count)) filter (where base = '{{ base }}') as {{ base }}_weight
        {%- endfor %}
    from figures
    where publish_status <> 'suppressed'
    group by group_number
),

mean_moves as (
    select
        companies.group_number
        {%- for base in estimated_bases %},
        if(
            companies.{{ base }}_unit_count > 0,
            means.{{ base }}_weight * ({{ others_mean('base_totals', 'companies', base) }} - means.{{ base }}_mean_value),
            null
        ) as {{ base }}_move
        {%- endfor %}
    from segment_companies as companies
    inner join published_means as means using (group_number)
    inner join base_totals using (group_number)
),

mean_errors as (
    select
        group_number,
        unnest({{ estimated_bases }}) as base,
        unnest([
            {%- for base in estimated_bases %}
            sqrt({{ product_sum(base ~ '_move', base ~ '_move') }}){{ ',' if not loop.last }}
            {%- endfor %}
        ]) as mean_error
    from mean_moves
    group by group_number
),

mean_estimates as (
    select
        figures.*,
        case figures.base
            when 'salary' then 'mean_salary_usd'
            when 'workplace' then 'remote_of_read_share'
            else 'disclosure_share'
        end as measure,
        'jackknife' as interval_method,
        if(figures.publish_status = 'suppressed', null, figures.mean_value) as value,
        mean_errors.mean_error as standard_error,
        figures.mean_value - figures.half_width * mean_errors.mean_error as interval_low,
        figures.mean_value + figures.half_width * mean_errors.mean_error as interval_high
    from figures
    left join mean_errors using (group_number, base)
    where figures.base <> 'listing'
),

-- The pay at both ends of the interval of the share of units up to the quantile (Woodruff's method).
quantile_estimates as (
    select
        figures.*,
        measures.measure,
        'Woodruff' as interval_method,
        quantiles.quantile_usd as value,
        figures.unit_count * (quantiles.portion - figures.half_width * below_errors.below_error) as low_place,
        figures.unit_count * (quantiles.portion + figures.half_width * below_errors.below_error) as high_place,
        if(
            figures.company_count = 1, null, quantiles.salaries_usd[greatest(ceil(low_place), 1)::bigint]
        )::double as interval_low,
        if(
            figures.company_count = 1,
            null,
            quantiles.salaries_usd[least(floor(high_place) + 1, figures.unit_count)::bigint]
        )::double as interval_high
    from figures
    cross join (select unnest({{ quantiles.keys() | list }}) as measure) as measures
    left join quantiles using (group_number, measure)
    left join below_errors using (group_number, measure)
    where figures.base = 'salary'
),

-- A count is what was read, and no estimate: it has no interval, and is never withheld.
count_estimates as (
    select
        *,
        'listing_count' as measure,
        unit_count::double as value
    from figures
    where base = 'listing'
),

estimates as (
    select * from mean_estimates
    union all by name
    select * from quantile_estimates
    union all by name
    select * from count_estimates
)

select
    {{ figure_id() }} as figure_id,
    estimates.segment_id,
    numbered_companies.company_id as top_company_id,
    estimates.dimension,
    estimates.key,
    estimates.within_key,
    if(
        estimates.method = 'robust' and {{ segment_country('estimates') }} is null,
        '{{ var("headline_country") }}',
        null
    ) as scope_country_code,
    estimates.method,
    estimates.base,
    estimates.measure,
    estimates.publish_status,
    estimates.status_reason,
    case
        when estimates.interval_low is null then null
        when estimates.base <> 'salary' and estimates.value in (0, 1) then 'exact bound'
        else estimates.interval_method
    end as interval_method,
    estimates.role_count,
    estimates.unit_count,
    estimates.company_count,
    round(estimates.effective_company_count, 4) as effective_company_count,
    round(estimates.top_company_share, 6) as top_company_share,
    round(estimates.value, 6) as value,
    round(estimates.standard_error, 6) as standard_error,
    case
        when estimates.base = 'salary' then round(estimates.interval_low)
        -- All units agree, so no company moves the share: the exact bound of as many companies.
        when estimates.value = 1 and estimates.interval_low is not null
            then round(pow(0.025, 1 / estimates.effective_company_count), 4)
        when estimates.interval_low < 0 then 0
        else round(estimates.interval_low, 4)
    end as interval_low,
    case
        when estimates.base = 'salary' then round(estimates.interval_high)
        when estimates.value = 0 and estimates.interval_high is not null
            then round(1 - pow(0.025, 1 / estimates.effective_company_count), 4)
        when estimates.interval_high > 1 then 1
        else round(estimates.interval_high, 4)
    end as interval_high,
    coalesce(nights.is_settled, false) as is_settled,
    date '{{ var("night") }}' as as_of_date
from estimates
inner join numbered_companies on estimates.top_company_number = numbered_companies.company_number
left join nights on true
