with figures as (
    select
        *,
        {{ segment_country('estimates') }} as segment_country_code,
        row_number() over (order by figure_id) as figure_number
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

-- Millions of members are grouped below: by numbers, not by texts.
listings as (
    select
        *,
        dense_rank() over (order by company_id) as company_number,
        dense_rank() over (order by role_id) as role_number
    from {{ ref('fct_listings') }}
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

-- The pay of a listing, and its pay for each of its countries.
salaries as (
    select
        listing_id,
        country_code,
        annual_salary_usd,
        dense_rank() over (order by annual_salary_min_usd, annual_salary_max_usd) as pay_zone
    from (
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
    ) as pay
),

members as (
    select
        figures.figure_number,
        listings.company_number,
        listings.role_number,
        pay.pay_zone,
        pay.annual_salary_usd as salary_usd,
        listings.country_code = '{{ var("headline_country") }}' as is_in_headline,
        listings.company_id = figures.top_company_id as is_of_top_company,
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
        figure_number,
        quantile_cont(salary_usd, 0.05) as low_usd,
        quantile_cont(salary_usd, 0.95) as high_usd,
        median(salary_usd) as median_usd
    from members
    group by figure_number
),

zones as (
    select
        figure_number,
        company_number,
        role_number,
        max(salary_usd) as salary_usd
    from members
    group by figure_number, company_number, role_number, pay_zone
),

units as (
    select
        figure_number,
        'mean' as variant,
        company_number,
        role_number,
        salary_usd
    from members
    union all
    select
        members.figure_number,
        'winsorised',
        members.company_number,
        members.role_number,
        greatest(least(members.salary_usd, bounds.high_usd), bounds.low_usd)
    from members
    inner join bounds using (figure_number)
    union all
    select figure_number, 'role level', company_number, role_number, salary_usd from zones
    union all
    select figure_number, 'headline country', company_number, role_number, salary_usd from members
    where is_in_headline
    union all
    select figure_number, 'without the top employer', company_number, role_number, salary_usd from members
    where not is_of_top_company
    union all
    select figure_number, 'without old postings', company_number, role_number, salary_usd from members
    where is_fresh
),

company_sums as (
    select
        figure_number,
        variant,
        company_number,
        count(distinct role_number) as role_count,
        count(*) as unit_count,
        sum(salary_usd::decimal(18, 4)) as total_usd
    from units
    group by figure_number, variant, company_number
),

variant_sums as (
    select * from company_sums
    union all
    select figure_number, 'company equal', company_number, role_count, 1, (total_usd / unit_count)::decimal(18, 4)
    from company_sums
    where variant = 'mean'
    union all
    select figure_number, 'median', company_number, role_count, unit_count, total_usd
    from company_sums
    where variant = 'mean'
),

samples as (
    select
        figure_number,
        variant,
        false as is_of_one_company,
        sum(role_count)::bigint as role_count,
        sum(unit_count)::bigint as unit_count,
        count(*) as company_count,
        pow(sum(unit_count), 2) / sum(unit_count * unit_count) as effective_company_count,
        max(unit_count) / sum(unit_count) as top_company_share,
        (sum(total_usd) / sum(unit_count))::double as mean_usd
    from variant_sums
    group by figure_number, variant
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
    inner join figures using (figure_number)
    inner join bounds using (figure_number)
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
