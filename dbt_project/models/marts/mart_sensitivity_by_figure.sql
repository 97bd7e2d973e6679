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
        max(salary_usd)::decimal(18, 4) as salary_usd
    from members
    group by figure_number, company_number, role_number, pay_zone
),

company_zones as (
    select
        figure_number,
        company_number,
        count(*) as unit_count,
        sum(salary_usd) as total_usd
    from zones
    group by figure_number, company_number
),

-- What a role adds to each variant that counts listings.
roles as (
    select
        members.figure_number,
        members.company_number,
        members.role_number,
        count(*) as unit_count,
        count(*) filter (where members.is_in_headline) as headline_count,
        count(*) filter (where not members.is_of_top_company) as other_count,
        count(*) filter (where members.is_fresh) as fresh_count,
        sum(members.salary_usd::decimal(18, 4)) as total_usd,
        sum(greatest(least(members.salary_usd, bounds.high_usd), bounds.low_usd)::decimal(18, 4)) as winsorised_usd,
        sum(members.salary_usd::decimal(18, 4)) filter (where members.is_in_headline) as headline_usd,
        sum(members.salary_usd::decimal(18, 4)) filter (where not members.is_of_top_company) as other_usd,
        sum(members.salary_usd::decimal(18, 4)) filter (where members.is_fresh) as fresh_usd
    from members
    inner join bounds using (figure_number)
    group by members.figure_number, members.company_number, members.role_number
),

company_roles as (
    select
        figure_number,
        company_number,
        unnest([
            'mean', 'winsorised', 'role level', 'headline country', 'without the top employer', 'without old postings'
        ]) as variant,
        unnest([
            count(*), count(*), count(*), count(*) filter (where headline_count > 0),
            count(*) filter (where other_count > 0), count(*) filter (where fresh_count > 0)
        ]) as role_count,
        unnest([
            sum(unit_count), sum(unit_count), null, sum(headline_count), sum(other_count), sum(fresh_count)
        ])::bigint as unit_count,
        unnest([
            sum(total_usd), sum(winsorised_usd), null, sum(headline_usd), sum(other_usd), sum(fresh_usd)
        ]) as total_usd
    from roles
    group by figure_number, company_number
),

company_sums as (
    select
        company_roles.figure_number,
        company_roles.variant,
        company_roles.company_number,
        company_roles.role_count,
        coalesce(company_roles.unit_count, company_zones.unit_count) as unit_count,
        coalesce(company_roles.total_usd, company_zones.total_usd) as total_usd
    from company_roles
    inner join company_zones using (figure_number, company_number)
    where company_roles.role_count > 0
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
