with segment_companies as (
    select * from {{ ref('fct_segment_companies') }}
    where method = 'report'
),

salaries as (
    select
        segment_id,
        unnest(salaries_usd)::double as salary_usd
    from segment_companies
),

segment_salaries as (
    select
        segment_id,
        {{ mean('salary_usd') }} as mean_salary_usd,
        median(salary_usd) as median_salary_usd
        {%- for percent in [10, 25, 75, 90] %},
        quantile_cont(salary_usd, {{ percent / 100 }}) as p{{ percent }}_salary_usd
        {%- endfor %}
    from salaries
    group by segment_id
),

segment_counts as (
    select
        segment_id,
        dimension,
        key,
        within_key,
        method,
        sum(listing_unit_count)::bigint as listing_count,
        sum(listing_role_count)::bigint as role_count,
        count(*) as company_count,
        sum(workplace_unit_count)::bigint as with_text_count,
        sum(salary_unit_count)::bigint as with_salary_count,
        sum(foreign_salary_count)::bigint as foreign_salary_count,
        count(*) filter (where salary_unit_count > 0) as with_salary_company_count,
        sum(disclosure_unit_count)::bigint as pay_read_count,
        count(*) filter (where workplace_unit_count > 0) as with_text_company_count,
        {% for workplace in var('workplaces') -%}
        sum({{ workplace }}_count)::bigint as {{ workplace }}_count,
        sum(with_text_{{ workplace }}_count)::bigint as with_text_{{ workplace }}_count,
        {% endfor -%}
        sum(not_stated_count)::bigint as not_stated_count,
        sum(not_read_count)::bigint as not_read_count
    from segment_companies
    group by segment_id, dimension, key, within_key, method
)

select
    segment_counts.*,
    -- Pay of another country is disclosed, though it is excluded from the mean.
    (with_salary_count + foreign_salary_count) / nullif(pay_read_count, 0) as disclosure_share,
    segment_salaries.* exclude (segment_id),
    remote_count / listing_count as remote_share,
    with_text_remote_count / nullif(with_text_count, 0) as remote_of_read_share,
    remote_count / nullif(listing_count - not_stated_count - not_read_count, 0) as remote_of_known_share
from segment_counts
left join segment_salaries using (segment_id)
