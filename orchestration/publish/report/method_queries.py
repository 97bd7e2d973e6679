"""The SQL of the methodology, and of the example listings."""

FAMILIES = """
select technology_name, technology_family
from core.dim_technologies
where list_contains($families, technology_family)
order by technology_name, technology_id
"""

FIGURES = """
select
    lines.*,
    segment_a_id
    || coalesce(if(operation = 'difference', ' − ', ' / ') || segment_b_id, '') as segment_id,
    figures_a.publish_status as a_publish_status,
    figures_b.publish_status as b_publish_status,
    ranks.rank_low,
    ranks.rank_high,
    ranks.ranked_count
from (
    select
        *,
        -- The figure whose sample a value rests on. A count, or a ratio of two, is never withheld.
        case
            when measure like '%salary_usd' then measure
            when measure = 'salary_rank' then 'mean_salary_usd'
            when measure = 'remote_share' then 'remote_of_read_share'
        end as rests_on
    from mart_figures_by_report_line
) as lines
left join core.fct_estimates as figures_a
    on lines.segment_a_id = figures_a.segment_id and lines.rests_on = figures_a.measure
    and figures_a.method = 'report'
left join core.fct_estimates as figures_b
    on lines.segment_b_id = figures_b.segment_id and lines.rests_on = figures_b.measure
    and figures_b.method = 'report'
left join core.fct_estimate_ranks as ranks
    on lines.measure = 'salary_rank'
    and lines.segment_a_id = ranks.segment_id
    and ranks.measure = 'mean_salary_usd'
    and ranks.method = 'report'
order by report_line, report_figure_id
"""

COVERAGE = """
select
    count(*) filter (where listings.software_class = 'core') as core_count,
    count(*) filter (where listings.software_class = 'adjacent') as adjacent_count,
    count(*) filter (where listings.pay_source = 'field') as field_count,
    count(*) filter (where listings.pay_source = 'text') as text_count,
    count(*) filter (where listings.pay_tier_count > 1) as tiered_count,
    count(*) filter (where listings.has_text) as with_text_count,
    count(*) filter (where listings.workplace = 'not stated') as not_stated_count,
    count(*) filter (where listings.workplace = 'not read') as not_read_count,
    count(*) filter (where coalesce(len(companies.industries), 0) = 0) as without_industry_count,
    count(*) filter (where coalesce(companies.company_size, 'unknown') = 'unknown')
        as without_size_count,
    count(*) filter (where companies.industries_source = 'general knowledge')
        as general_industry_count,
    count(*) filter (where companies.company_size_source = 'general knowledge')
        as general_size_count,
    count(*) filter (
        where companies.has_industry_contradiction or companies.has_company_size_contradiction
    ) as contradicted_count,
    count(*) as listing_count
from core.fct_listings as listings
left join core.dim_companies as companies using (company_id)
where listings.is_software
"""

PAYS = """
select
    pays.exclusion_reason as label,
    count(*) as pay_count,
    count(distinct pays.listing_id) as listing_count
from core.fct_listing_pay_ranges as pays
inner join core.fct_listings as listings using (listing_id)
where listings.is_software and pays.exclusion_reason is not null
group by all order by pay_count desc, label
"""

INTERVALS = """
select
    pays.salary_interval as label,
    median(pays.annual_salary_max_usd / (pays.salary_max * pays.usd_per_unit)) as factor,
    count(*) as pay_count,
    count(distinct pays.listing_id) as listing_count,
    count(distinct pays.salary_currency) as currency_count,
    min(pays.rate_date) as first_rate_date,
    max(pays.rate_date) as last_rate_date
from core.fct_listing_pay_ranges as pays
inner join core.fct_listings as listings using (listing_id)
where listings.is_software and pays.is_counted
group by all order by factor, label
"""

EXAMPLES = """
select
    listings.listing_id as label,
    listings.title,
    companies.company_name,
    listings.url,
    listings.annual_salary_usd
from core.fct_segment_listings as members
inner join core.fct_listings as listings using (listing_id)
inner join core.dim_companies as companies using (company_id)
where members.segment_id = $segment_id
order by listings.has_salary desc, listings.listing_id
limit 5
"""
