with technologies as (
    select technologies.*
    from {{ ref('dim_technologies') }} as technologies
    inner join {{ ref('technology_families') }} as families using (technology_family)
    where technologies.vendor_company_id is not null and families.is_ai
),

vendors as (
    select
        vendor_company_id,
        min(vendor_name) as vendor_name,
        list(technology_id order by technology_id) as technologies
    from technologies
    group by vendor_company_id
),

segments as (
    select * from {{ ref('fct_segments') }}
),

means as (
    select * from {{ ref('fct_estimates') }}
    where measure = 'mean_salary_usd' and method = 'report' and dimension in ('vendor', 'vendor & others')
)

select
    segments.segment_id,
    others.segment_id as other_segment_id,
    means.figure_id as mean_salary_figure_id,
    other_means.figure_id as other_mean_salary_figure_id,
    vendors.vendor_company_id,
    vendors.vendor_name,
    segments.method,
    means.publish_status as salary_publish_status,
    other_means.publish_status as other_salary_publish_status,
    vendors.technologies,
    segments.listing_count,
    segments.role_count,
    segments.company_count,
    segments.with_text_count,
    segments.with_salary_count,
    segments.with_salary_company_count,
    coalesce(own.listing_count, 0) as own_listing_count,
    coalesce(others.listing_count, 0) as other_listing_count,
    coalesce(others.company_count, 0) as other_company_count,
    coalesce(others.with_salary_count, 0) as other_with_salary_count,
    segments.mean_salary_usd,
    segments.median_salary_usd,
    others.mean_salary_usd as other_mean_salary_usd,
    means.interval_low as mean_salary_low_usd,
    means.interval_high as mean_salary_high_usd,
    other_means.interval_low as other_mean_salary_low_usd,
    other_means.interval_high as other_mean_salary_high_usd
from segments
inner join vendors on segments.key = vendors.vendor_company_id
left join segments as others on segments.key = others.key and others.dimension = 'vendor & others'
left join segments as own on segments.key = own.key and own.dimension = 'company'
left join means on segments.segment_id = means.segment_id
left join means as other_means on others.segment_id = other_means.segment_id
where segments.dimension = 'vendor'
