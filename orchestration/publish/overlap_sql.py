"""The SQL of the figures of two groups together, by itself and with DuckDB alone.

`figure_sql` has the query of a count, a mean and a share; here are the members of two groups, and
the query of a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.plain_text import sql_literal
from orchestration.publish.overlap_figures import BASES, TECHNOLOGIES, segments_of

Row = Mapping[str, Any]
_MEMBERS = """select
    listings.listing_id, listings.role_id, listings.company_id, listings.title, listings.url,
    listings.country_code, listings.workplace, listings.annual_salary_usd, listings.has_text,
    listings.has_salary, listings.is_pay_read, memberships.is_a, memberships.is_b
from (
    select listing_id, bool_or(is_a) as is_a, bool_or(is_b) as is_b
    from (
        select listing_id, true as is_a, false as is_b
        from core.fct_segment_listings
        where {of_a}
        union all
        select listing_id, false, true
        from core.fct_segment_listings
        where {of_b}
    )
    group by listing_id
) as memberships
inner join core.fct_listings as listings using (listing_id)
where {members} and {counted}
order by listing_id"""
_DIFFERENCE = """with members as (
    {members}
),

companies as (
    select
        company_id,
        count(*) filter (where {first}) as first_units,
        coalesce(sum(annual_salary_usd::decimal(18, 4)) filter (where {first}), 0) as first_sum,
        count(*) filter (where {second}) as second_units,
        coalesce(sum(annual_salary_usd::decimal(18, 4)) filter (where {second}), 0) as second_sum
    from members
    group by company_id
),

sample as (
    select
        count(distinct role_id) as role_count, count(*) as unit_count,
        count(distinct company_id) as company_count,
        (
            select pow(sum(listing_count), 2) / sum(listing_count * listing_count)
            from (select count(*) as listing_count from members group by company_id)
        ) as effective_company_count,
        quantile_cont(annual_salary_usd::decimal(18, 4)::double, 0.5) filter (where {first})
            as first_median,
        quantile_cont(annual_salary_usd::decimal(18, 4)::double, 0.5) filter (where {second})
            as second_median
    from members
),

groups as (
    select
        sum(first_units) as first_count, sum(second_units) as second_count,
        sum(first_sum) as first_total, sum(second_sum) as second_total,
        (sum(first_sum) / sum(first_units))::double as first_mean,
        (sum(second_sum) / sum(second_units))::double as second_mean,
        count(*) filter (where first_units > 0) as first_companies,
        count(*) filter (where second_units > 0) as second_companies,
        greatest(least(
            pow(sum(first_units), 2) / sum(first_units * first_units),
            pow(sum(second_units), 2) / sum(second_units * second_units)
        )::double - 1, 1) as degrees,
        -- The 97.5 % quantile of Student's t.
        1.959964 + 2.372271 / degrees + 2.822499 / pow(degrees, 2)
        + 2.555850 / pow(degrees, 3) + 1.589534 / pow(degrees, 4) as half_width
    from companies
),

-- How far the difference moves when one company is left out of both groups.
moves as (
    select
        if(first_units = 0, 0, coalesce(sqrt(1 - 1 / first_companies) * (
            (first_total - first_sum) / nullif(first_count - first_units, 0) - first_mean
        ), 0))::decimal(38, 6)
        - if(second_units = 0, 0, coalesce(sqrt(1 - 1 / second_companies) * (
            (second_total - second_sum) / nullif(second_count - second_units, 0) - second_mean
        ), 0))::decimal(38, 6) as move
    from companies cross join groups
),

errors as (
    select sqrt(sum(move * move)::double) as error from moves
)

select
    round({value}, 6) as figure_value,
    role_count, unit_count, company_count,
    round(effective_company_count, 4) as effective_company_count,
    {low} as interval_low, {high} as interval_high
from sample cross join groups cross join errors"""
_TOGETHER = """with members as (
    select
        a.segment_id || ' & ' || b.segment_id as segment_id,
        listings.listing_id, listings.role_id, listings.company_id, listings.title, listings.url
    from core.fct_segment_listings as a
    inner join core.fct_segment_listings as b
        on a.listing_id = b.listing_id and a.key < b.key and b.dimension = 'technology'
    inner join core.fct_listings as listings on a.listing_id = listings.listing_id
    where a.segment_id = {segment}
),

companies as (
    select
        segment_id, company_id, count(distinct role_id) as role_count, count(*) as listing_count
    from members
    group by segment_id, company_id
)

select
    segment_id, sum(listing_count)::bigint as figure_value, sum(role_count)::bigint as role_count,
    count(*) as company_count,
    round(pow(sum(listing_count), 2) / sum(listing_count * listing_count), 4)
        as effective_company_count
from companies
group by segment_id
order by segment_id"""
_VALUES = {
    "mean_difference_share": "first_mean / second_mean - 1",
    "median_difference_usd": "first_median - second_median",
    "with_salary_count_lead_share": "first_count / second_count - 1",
}
"""By measure: its value, where it is not the difference of two means."""
_MEANS = "first_mean - second_mean"


def members(figure: Row) -> str:
    """The query of the members of a figure; it reads `marts.duckdb` of a release."""
    base = BASES[figure["base"]]
    return _MEMBERS.format(
        of_a=_of(figure["segment_a_id"]),
        of_b=_of(figure["segment_b_id"]),
        members=base.members,
        counted=f"listings.{base.counted}" if base.counted != "true" else "true",
    )


def _of(segment_id: str) -> str:
    dimension, _, key = segment_id.partition("=")
    if dimension == TECHNOLOGIES:
        return f"segment_id in ({', '.join(map(sql_literal, segments_of(segment_id)))})"
    if dimension != "company_type":
        return f"segment_id = {sql_literal(segment_id)}"
    return (
        "segment_id in (select segment_id from mart_listings_by_company "
        f"where company_type = {sql_literal(key)})"
    )


def together(segment_id: str) -> str:
    """The query of the listings that name a technology and one after it in the alphabet, with the
    sample of each pair: of all rows of a page at once.
    """
    return _TOGETHER.format(segment=sql_literal(segment_id))


def value_of_unit(figure: Row) -> str:
    """SQL: the value of a listing, of which a figure that is no difference is the mean."""
    if figure["measure"].endswith("_count"):
        return "1"
    return "is_b::integer" if figure["measure"] == "ai_share" else "annual_salary_usd"


def difference(figure: Row, members_sql: str) -> str:
    """The query of a difference, of members that another query gives."""
    base, measure = BASES[figure["base"]], figure["measure"]
    has_interval = measure not in _VALUES
    return _DIFFERENCE.format(
        members=members_sql.replace("\n", "\n    "),
        first=base.first,
        second=base.second,
        value=_VALUES.get(measure, _MEANS),
        low=f"round({_MEANS} - half_width * error)" if has_interval else "null::double",
        high=f"round({_MEANS} + half_width * error)" if has_interval else "null::double",
    )
