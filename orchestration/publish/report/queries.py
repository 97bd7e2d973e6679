"""The SQL of the panels about pay and remote shares, one query per table, and how a query is run.

Other panels have theirs in `hiring_queries`, `method_queries` and `nights`.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish import databases
from orchestration.publish.seeds import seed
from orchestration.publish.warehouse_tables import WarehouseTables

Tables = Path | WarehouseTables
"""Where the published tables are: `marts.duckdb` of a release, or the warehouse before that."""
Query = Callable[..., list[dict[str, Any]]]
"""Runs a query with parameters by name; its rows."""
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
    means.interval_high as mean_salary_high_usd,
    disclosures.publish_status as disclosure_publish_status,
    remotes.publish_status as remote_publish_status
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
left join core.fct_estimates as disclosures
    on wanted.segment_id = disclosures.segment_id
    and disclosures.method = 'report' and disclosures.measure = 'disclosure_share'
left join core.fct_estimates as remotes
    on wanted.segment_id = remotes.segment_id
    and remotes.method = 'report' and remotes.measure = 'remote_of_read_share'
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
    everyone.segment_id || '/mean_salary_usd/report' as all_figure_id,
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
"""

SALARY_STATE = """
select state_code as label, * from mart_salary_by_state
order by with_salary_count desc, listing_count desc, state_code
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
    comparisons.*,
    means_a.publish_status as salary_a_publish_status,
    means_b.publish_status as salary_b_publish_status,
    listing_a_count - listing_count as only_a_count,
    listing_b_count - listing_count as only_b_count,
    with_salary_a_count - with_salary_count as only_a_with_salary_count,
    with_salary_b_count - with_salary_count as only_b_with_salary_count
from mart_salary_by_comparison as comparisons
left join core.fct_estimates as means_a
    on comparisons.segment_a_id = means_a.segment_id
    and means_a.method = 'report' and means_a.measure = 'mean_salary_usd'
left join core.fct_estimates as means_b
    on comparisons.segment_b_id = means_b.segment_id
    and means_b.method = 'report' and means_b.measure = 'mean_salary_usd'
order by comparison_id
"""

FINDINGS = """
select * from core.fct_estimates where list_contains($segments, segment_id) and method = 'report'
"""


@contextmanager
def opened(tables: Tables) -> Iterator[Query]:
    """A function that runs queries on the published tables."""
    with closing(databases.connect()) as connection:
        if isinstance(tables, WarehouseTables):
            for statement in tables.statements():
                connection.execute(statement)
            yield partial(run, connection)
            return
        # Attached under another name: a catalog called marts would make `marts.x` ambiguous.
        databases.attach(connection, tables, "release")
        connection.execute("use release")
        yield partial(run, connection)


def run(marts: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> list[dict[str, Any]]:
    """Run a query and return its rows as dicts by column name.

    If two columns have the same name, the dict holds the first one.
    """
    marts.execute(sql, parameters or None)
    names = [d[0] for d in marts.description or []]
    return [dict(zip(reversed(names), reversed(row), strict=True)) for row in marts.fetchall()]
