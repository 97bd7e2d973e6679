"""The SQL of the report page, one query per table. No other module computes its figures, except
that `nights` has its own query."""

import csv
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import DBT_PROJECT


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a seed. Lists such as the levels are defined only there."""
    with (DBT_PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STACK = ("openai", "pytorch", "mlflow", "llm", "tensorflow", "spark", "python")
UNION = tuple(
    member["key"]
    for member in seed("segment_members")
    if member["segment"] == "ai_union" and member["dimension"] == "technology"
)
LAYERS = ("ai_application", "ai_core")
LEVELS = [level["seniority"] for level in seed("seniority_levels")]

INDEX = "select * from mart_totals_by_night order by as_of_date desc limit 1"

SEGMENTS = """
select
    wanted.segment_id,
    wanted.label,
    segments.* exclude (segment_id),
    means.publish_status as salary_publish_status,
    means.interval_low as mean_salary_low_usd,
    means.interval_high as mean_salary_high_usd
from (values
    (1, 'index', 'All software listings'),
    (2, 'industry=ai-ml', 'AI/ML companies (narrow)'),
    (3, 'segment=ai_union', 'AI-related listings (broad)'),
    (4, 'segment=ai_union_method', 'AI-related listings with Spark')
) as wanted (position, segment_id, label)
left join core.fct_segments as segments using (segment_id)
left join core.fct_estimates as means
    on wanted.segment_id = means.segment_id
    and means.method = 'report' and means.measure = 'mean_salary_usd'
order by wanted.position
"""

UNION_PARTS = """
with members as (
    select
        listing_id,
        bool_or(segment_id = 'segment=ai_union') as is_union,
        bool_or(segment_id = 'industry=ai-ml') as is_tagged,
        bool_or(dimension = 'technology' and list_contains($union, key)) as is_technology
    from core.fct_segment_listings
    where dimension in ('segment', 'industry', 'technology')
    group by listing_id
)
select
    count(*) filter (where is_union and is_tagged and not is_technology) as tag_only_count,
    count(*) filter (where is_union and is_technology and not is_tagged) as technology_only_count,
    count(*) filter (where is_union and is_tagged and is_technology) as both_count
from members
"""

SALARY_STACK = """
select
    'technology=' || wanted.technology_id as segment_id,
    coalesce(names.technology_name, wanted.technology_id) as label,
    salaries.* exclude (segment_id, technology_id)
from (select unnest($stack) as technology_id) as wanted
left join mart_salary_by_technology as salaries using (technology_id)
left join core.dim_technologies as names using (technology_id)
order by salaries.mean_salary_usd desc nulls last, wanted.technology_id
"""

SALARY_TECHNOLOGY = """
select coalesce(names.technology_name, technology_id) as label, salaries.*
from mart_salary_by_technology as salaries
left join core.dim_technologies as names using (technology_id)
where salaries.with_salary_count > 0
order by salaries.with_salary_count desc, technology_id
limit 30
"""

SALARY_SENIOR = """
select
    'technology=' || wanted.technology_id || ' & seniority>=senior' as segment_id,
    coalesce(names.technology_name, wanted.technology_id) as label,
    senior.* exclude (segment_id, technology_id),
    everyone.mean_salary_usd as all_mean_salary_usd,
    everyone.salary_publish_status as all_salary_publish_status,
    everyone.with_salary_count as all_with_salary_count
from (select unnest($technologies) as technology_id) as wanted
left join mart_salary_by_technology_and_level_group as senior
    on wanted.technology_id = senior.technology_id and senior.level_group = 'senior or above'
left join mart_salary_by_technology as everyone
    on wanted.technology_id = everyone.technology_id
left join core.dim_technologies as names on wanted.technology_id = names.technology_id
order by senior.mean_salary_usd desc nulls last, wanted.technology_id
"""

SALARY_INDUSTRY = """
select industry as label, * from mart_salary_by_industry
order by mean_salary_usd desc nulls last, industry
"""

SALARY_SENIORITY = """
select seniority as label, * from mart_salary_by_seniority
order by list_position($levels, seniority) nulls last, seniority
"""

SALARY_COUNTRY = """
select country_code as label, * from mart_salary_by_country
where country_code <> 'unknown'
order by with_salary_count desc, listing_count desc, country_code
limit 15
"""

FOREIGN_PAY = """
select coalesce(sum(foreign_salary_count), 0) as listing_count from mart_salary_by_country
"""

REMOTE_INDUSTRY = """
select industry as label, * from mart_remote_by_industry
order by listing_count desc, industry
"""

REMOTE_SIZE = """
select
    'segment=ai_union & company_size=' || wanted.company_size as segment_id,
    wanted.label,
    sizes.* exclude (segment_id, company_size)
from (values
    (1, '<50', 'Fewer than 50'),
    (2, '50-500', '50 to 500'),
    (3, '>500', 'More than 500'),
    (4, 'unknown', 'Size unknown')
) as wanted (position, company_size, label)
left join mart_remote_by_company_size as sizes
    on wanted.company_size = sizes.company_size and sizes.segment = 'ai_union'
order by wanted.position
"""

REMOTE_LAYER = """
select
    'family=' || wanted.technology_family as segment_id,
    wanted.technology_family as label,
    families.* exclude (segment_id, technology_family)
from (select unnest($layers) as technology_family) as wanted
left join mart_remote_by_technology_family as families using (technology_family)
order by list_position($layers, wanted.technology_family)
"""

COMPARISONS = """
select
    *,
    listing_a_count - listing_count as only_a_count,
    listing_b_count - listing_count as only_b_count,
    with_salary_a_count - with_salary_count as only_a_with_salary_count,
    with_salary_b_count - with_salary_count as only_b_with_salary_count
from mart_salary_by_comparison
order by comparison_id
"""

VENDORS = """
with wanted as (
    select 'openai' as vendor_company_id
    union
    select vendor_company_id from core.dim_technologies
    where vendor_company_id is not null
        and technology_family in ('ai_application', 'ai_core', 'mlops')
)
select
    coalesce(vendors.vendor_name, 'OpenAI') as label,
    'vendor=' || wanted.vendor_company_id as segment_id,
    vendors.* exclude (segment_id),
    means.publish_status as salary_publish_status,
    means.interval_low as mean_salary_low_usd,
    means.interval_high as mean_salary_high_usd
from wanted
left join mart_listings_by_vendor as vendors using (vendor_company_id)
left join core.fct_estimates as means
    on vendors.segment_id = means.segment_id
    and means.method = 'report' and means.measure = 'mean_salary_usd'
where vendors.listing_count > 0 or wanted.vendor_company_id = 'openai'
order by
    wanted.vendor_company_id = 'openai' desc,
    vendors.listing_count desc,
    label,
    wanted.vendor_company_id
limit 12
"""

COMPANIES = """
select company_name as label, *
from mart_listings_by_company
qualify row_number() over (order by listing_count desc, company_id) <= 15
    or (
        ai_listing_count > 0
        and row_number() over (order by ai_listing_count desc, company_id) <= 15
    )
order by listing_count desc, company_id
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
    pairs.listing_count,
    pairs.company_count,
    pairs.with_salary_count,
    pairs.mean_salary_usd,
    if(pairs.is_a, pairs.mean_salary_b_usd, pairs.mean_salary_a_usd) as other_mean_usd,
    if(pairs.is_a, pairs.with_salary_b_count, pairs.with_salary_a_count) as other_with_salary_count,
    everyone.mean_salary_usd as all_mean_usd,
    everyone.with_salary_count as all_with_salary_count,
    everyone.salary_publish_status as all_publish_status
from pairs
inner join core.dim_technologies as names using (technology_id)
left join mart_salary_by_technology as everyone on everyone.technology_id = $technology
where if(
    len($others) = 0,
    names.technology_family in ('ai_application', 'ai_core'),
    list_contains($others, pairs.technology_id)
)
order by pairs.listing_count desc, label, technology_id
"""

COMPANY_TYPES = """
with vendors as (
    select distinct vendor_company_id as company_id
    from core.dim_technologies
    where technology_family in ('ai_application', 'ai_core', 'mlops')
        and vendor_company_id is not null
),

companies as (
    select
        case
            when vendors.company_id is not null then 'vendor'
            when list_contains(companies.industries, 'ai-ml') then 'industry'
            when companies.ai_listing_count > 0 then 'embedded'
            else 'none'
        end as company_type,
        companies.*
    from mart_listings_by_company as companies
    left join vendors using (company_id)
)

select
    company_type,
    count(*) as company_count,
    sum(listing_count)::bigint as listing_count,
    sum(ai_listing_count)::bigint as ai_listing_count,
    sum(ai_listing_count) / sum(listing_count) as ai_share,
    sum(with_text_count)::bigint as with_text_count
from companies
group by company_type
order by list_position(['vendor', 'industry', 'embedded', 'none'], company_type)
"""

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
    and least(now.known_now_value, before.known_now_value) >= $least
    and now.known_now_value <> before.known_now_value
order by
    abs(ln(now.known_now_value / before.known_now_value)) desc,
    now.segment_id
limit $shown
"""

FAMILIES = """
select technology_name, technology_family
from core.dim_technologies
where list_contains($families, technology_family)
order by technology_name, technology_id
"""

FINDINGS = """
select * from core.fct_estimates where list_contains($segments, segment_id) and method = 'report'
"""

FIGURES = """
select
    *,
    segment_a_id
    || coalesce(if(operation = 'difference', ' − ', ' / ') || segment_b_id, '') as segment_id
from mart_figures_by_report_line
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


@contextmanager
def opened(marts: Path) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """A function that runs queries on the marts of a release."""
    with closing(duckdb.connect()) as connection:
        # Attached under another name: a catalog called marts would make `marts.x` ambiguous.
        path = str(marts).replace("'", "''")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{path}' as release (read_only)")
        connection.execute("use release")
        yield partial(run, connection)


def run(marts: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> list[dict[str, Any]]:
    """Run a query and return its rows as dicts by column name.

    If two columns have the same name, the dict holds the first one.
    """
    marts.execute(sql, parameters or None)
    names = [d[0] for d in marts.description or []]
    return [dict(zip(reversed(names), reversed(row), strict=True)) for row in marts.fetchall()]
