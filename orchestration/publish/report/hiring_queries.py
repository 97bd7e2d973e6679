"""The SQL of the panels about who hires, what goes together, and what differs between nights."""

ARRANGEMENTS = """
select
    wanted.label,
    'workplace=' || wanted.label as segment_id,
    count(listings.listing_id) as listing_count,
    count(listings.listing_id) / nullif(sum(count(listings.listing_id)) over (), 0) as share
from (values
    (1, 'remote'), (2, 'hybrid'), (3, 'onsite'), (4, 'not stated'), (5, 'not read')
) as wanted (position, label)
left join core.fct_listings as listings
    on wanted.label = listings.workplace and listings.is_software
group by wanted.position, wanted.label
order by wanted.position
"""

# The ledger has no suppressed figure of either night.
MOVERS = """
with nights as (
    select as_of_date, has_rule_change
    from mart_editions_by_night
    where night_state = 'published'
    order by as_of_date desc
    limit 2
),

pair as (
    select
        max(as_of_date) as now_date,
        min(as_of_date) as before_date,
        arg_max(has_rule_change, as_of_date) as has_rule_change
    from nights
    having count(*) = 2
)

select
    now.segment_id,
    pair.now_date,
    pair.before_date,
    pair.has_rule_change,
    before.known_now_value as before_count,
    now.known_now_value as now_count
from pair
inner join mart_figures_by_night as now on pair.now_date = now.as_of_date
inner join mart_figures_by_night as before
    on pair.before_date = before.as_of_date
    and now.segment_id = before.segment_id
    and now.measure = before.measure
where
    now.measure = 'listing_count'
    and now.known_now_value <> before.known_now_value
order by
    abs(ln(now.known_now_value / before.known_now_value)) desc,
    now.segment_id
limit $shown
"""

VENDORS = """
with wanted as (
    select 'openai' as vendor_company_id
    union
    select vendor_company_id from mart_listings_by_vendor
)
select
    coalesce(vendors.vendor_name, 'OpenAI') as label,
    'vendor=' || wanted.vendor_company_id as segment_id,
    vendors.* exclude (segment_id)
from wanted
left join mart_listings_by_vendor as vendors using (vendor_company_id)
where vendors.listing_count > 0 or wanted.vendor_company_id = 'openai'
order by
    wanted.vendor_company_id = 'openai' desc,
    vendors.listing_count desc,
    label,
    wanted.vendor_company_id
limit 12
"""

FUNDS = """
select company_name
from mart_listings_by_company
where list_contains(industries, 'venture-capital')
order by listing_count desc, company_id
"""

COMPANIES = """
select
    companies.company_name as label,
    companies.*,
    disclosures.publish_status as disclosure_publish_status,
    remotes.publish_status as remote_publish_status
from mart_listings_by_company as companies
left join core.fct_estimates as disclosures
    on companies.segment_id = disclosures.segment_id
    and disclosures.method = 'report' and disclosures.measure = 'disclosure_share'
left join core.fct_estimates as remotes
    on companies.segment_id = remotes.segment_id
    and remotes.method = 'report' and remotes.measure = 'remote_of_read_share'
-- The board of a fund has the openings of other companies.
where not list_contains(coalesce(companies.industries, []), 'venture-capital')
qualify row_number() over (order by companies.listing_count desc, companies.company_id) <= 15
    or (
        companies.ai_listing_count > 0
        and row_number() over (order by companies.ai_listing_count desc, companies.company_id) <= 15
    )
order by companies.listing_count desc, companies.company_id
"""

PAIRS = """
with pairs as (
    select
        if(technology_a_id = $technology, technology_b_id, technology_a_id) as technology_id,
        technology_a_id = $technology as is_a,
        pairs.*
    from mart_salary_by_technology_pair as pairs
    where technology_a_id = $technology or technology_b_id = $technology
)
select
    names.technology_name as label,
    pairs.segment_id,
    pairs.listing_count,
    pairs.company_count,
    pairs.with_salary_count,
    pairs.salary_publish_status,
    pairs.mean_salary_usd,
    pairs.mean_salary_low_usd,
    pairs.mean_salary_high_usd,
    -- Of listings with both, minus those with the given technology alone.
    if(pairs.is_a, pairs.with_b_difference_status, pairs.with_a_difference_status)
        as difference_status,
    if(pairs.is_a, pairs.with_b_difference_usd, pairs.with_a_difference_usd) as difference_usd,
    if(pairs.is_a, pairs.with_b_difference_low_usd, pairs.with_a_difference_low_usd)
        as difference_low_usd,
    if(pairs.is_a, pairs.with_b_difference_high_usd, pairs.with_a_difference_high_usd)
        as difference_high_usd,
    pairs.segment_id
    || if(pairs.is_a, '/with_b_difference_usd/report', '/with_a_difference_usd/report')
        as difference_figure_id,
    'technology=' || pairs.technology_id || '/mean_salary_usd/report' as other_mean_figure_id,
    if(pairs.is_a, pairs.mean_salary_b_usd, pairs.mean_salary_a_usd) as other_mean_usd,
    if(pairs.is_a, pairs.with_salary_b_count, pairs.with_salary_a_count) as other_with_salary_count,
    others.salary_publish_status as other_publish_status,
    everyone.mean_salary_usd as all_mean_usd,
    everyone.with_salary_count as all_with_salary_count,
    everyone.salary_publish_status as all_publish_status
from pairs
inner join core.dim_technologies as names using (technology_id)
left join mart_salary_by_technology as others on others.technology_id = pairs.technology_id
left join mart_salary_by_technology as everyone on everyone.technology_id = $technology
where if(
    len($others) = 0,
    names.technology_family in ('ai_application', 'ai_core'),
    list_contains($others, pairs.technology_id)
)
order by pairs.listing_count desc, label, technology_id
"""

COMPANY_TYPES = """
select types.*, counted.ai_company_count
from mart_listings_by_company_type as types
inner join (
    select company_type, count(*) filter (where ai_listing_count > 0) as ai_company_count
    from mart_listings_by_company
    group by company_type
) as counted using (company_type)
order by list_position(['vendor', 'industry', 'embedded', 'none'], company_type)
"""
