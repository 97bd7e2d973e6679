with figures as (
    select
        *,
        {{ segment_country('estimates') }} as segment_country_code
    from {{ ref('fct_estimates') }} as estimates
    where
        method = 'report'
        and measure = 'mean_salary_usd'
        and publish_status <> 'suppressed'
        and dimension in ('{{ var("headline_dimensions") | join("', '") }}')
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension in ('{{ var("headline_dimensions") | join("', '") }}')
),

listings as (
    select * from {{ ref('fct_listings') }}
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

-- The pay of a listing, and its pay for each of its countries.
salaries as (
    select
        listing_id,
        null as country_code,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd
    from listings
    where has_salary
    union all
    select
        listing_id,
        country_code,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd
    from listing_countries
    where has_salary
),

members as (
    select
        figures.figure_id,
        figures.top_company_id,
        listings.company_id,
        listings.role_id,
        listings.country_code,
        concat_ws(' ', listings.role_id, pay.annual_salary_min_usd, pay.annual_salary_max_usd) as zone_id,
        pay.annual_salary_usd as salary_usd,
        coalesce((listings.published_at at time zone 'UTC')::date, listings.first_seen_date)
        >= figures.as_of_date - {{ var('longest_fresh_days') }} as is_fresh
    from figures
    inner join segment_listings using (segment_id)
    inner join listings using (listing_id)
    inner join salaries as pay
        on listings.listing_id = pay.listing_id
        and pay.country_code is not distinct from figures.segment_country_code
),

bounds as (
    select
        figure_id,
        quantile_cont(salary_usd, 0.05) as low_usd,
        quantile_cont(salary_usd, 0.95) as high_usd,
        median(salary_usd) as median_usd
    from members
    group by figure_id
),

zones as (
    select
        figure_id,
        company_id,
        role_id,
        max(salary_usd) as salary_usd
    from members
    group by figure_id, company_id, role_id, zone_id
),

units as (
    select
        figure_id,
        'mean' as variant,
        company_id,
        role_id,
        salary_usd
    from members
    union all
    select
        members.figure_id,
        'winsorised',
        members.company_id,
        members.role_id,
        greatest(least(members.salary_usd, bounds.high_usd), bounds.low_usd)
    from members
    inner join bounds using (figure_id)
    union all
    select figure_id, 'role level', company_id, role_id, salary_usd from zones
    union all
    select figure_id, 'headline country', company_id, role_id, salary_usd from members
    where country_code = '{{ var("headline_country") }}'
    union all
    select figure_id, 'without the top employer', company_id, role_id, salary_usd from members
    where company_id <> top_company_id
    union all
    select figure_id, 'without old postings', company_id, role_id, salary_usd from members
    where is_fresh
),

company_sums as (
    select
        figure_id,
        variant,
        company_id,
        count(distinct role_id) as role_count,
        count(*) as unit_count,
        sum(salary_usd::decimal(18, 4)) as total_usd
    from units
    group by figure_id, variant, company_id
),

variant_sums as (
    select * from company_sums
    union all
    select figure_id, 'company equal', company_id, role_count, 1, (total_usd / unit_count)::decimal(18, 4)
    from company_sums
    where variant = 'mean'
    union all
    select figure_id, 'median', company_id, role_count, unit_count, total_usd
    from company_sums
    where variant = 'mean'
),

samples as (
    select
        figure_id,
        variant,
        false as is_of_one_company,
        sum(role_count)::bigint as role_count,
        sum(unit_count)::bigint as unit_count,
        count(*) as company_count,
        pow(sum(unit_count), 2) / sum(unit_count * unit_count) as effective_company_count,
        max(unit_count) / sum(unit_count) as top_company_share,
        (sum(total_usd) / sum(unit_count))::double as mean_usd
    from variant_sums
    group by figure_id, variant
),

{{ rated_samples() }},

variants as (
    select
        *,
        {{ publication() }}
    from rated_samples
),

valued_variants as (
    select
        figures.figure_id,
        figures.segment_id,
        variants.variant,
        variants.publish_status,
        variants.status_reason,
        variants.role_count,
        variants.unit_count,
        variants.company_count,
        figures.value as mean_salary_usd,
        case
            when variants.publish_status = 'suppressed' then null
            when variants.variant = 'median' then round(bounds.median_usd, 6)
            else round(variants.mean_usd, 6)
        end as variant_salary_usd,
        figures.as_of_date
    from variants
    inner join figures using (figure_id)
    inner join bounds using (figure_id)
)

select
    figure_id,
    segment_id,
    variant,
    publish_status,
    status_reason,
    role_count,
    unit_count,
    company_count,
    variant_salary_usd,
    round(variant_salary_usd - mean_salary_usd, 6) as difference_usd,
    as_of_date
from valued_variants
