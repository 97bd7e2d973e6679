"""The SQL that computes one figure from its members, by itself and with DuckDB alone.

It says in one query what the models of core say for all figures at once, so a passport can be read
and a bundle recomputed without the dbt project. A test compares both for every kind of figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.plain_text import sql_literal
from orchestration.publish import (
    breakdown_figures,
    overlap_figures,
    overlap_sql,
    requirement_figures,
)

Row = Mapping[str, Any]

OF_READ = "listings.has_text"
UNITS = {
    ("listing", "report"): ("true", "listing_id", "1"),
    ("salary", "report"): ("pay.has_salary", "listing_id", "annual_salary_usd"),
    ("workplace", "report"): (OF_READ, "listing_id", "(workplace = 'remote')::integer"),
    ("disclosure", "report"): ("listings.is_pay_read", "listing_id", "is_pay_disclosed::integer"),
    ("listing", "robust"): ("true", "role_id", "1"),
    ("salary", "robust"): (
        "pay.has_salary",
        "concat_ws(' ', role_id, annual_salary_min_usd, annual_salary_max_usd)",
        "annual_salary_usd",
    ),
    ("workplace", "robust"): (
        OF_READ,
        "concat_ws(' ', role_id, workplace)",
        "(workplace = 'remote')::integer",
    ),
    ("disclosure", "robust"): ("listings.is_pay_read", "role_id", "is_pay_disclosed::integer"),
}
"""By base and method: the listings that count, what is one unit, and the value of a unit."""
QUANTILES = {
    "p10_salary_usd": 0.1,
    "p25_salary_usd": 0.25,
    "median_salary_usd": 0.5,
    "p75_salary_usd": 0.75,
    "p90_salary_usd": 0.9,
}
SEGMENT_COUNTRY = (
    "case dimension when 'country' then nullif(key, 'unknown') when 'state' then 'US' end"
)
"""SQL: the country that a segment is about, as the macro `segment_country` says it."""
MEMBERS = """select
    listings.listing_id, listings.role_id, listings.company_id, listings.title, listings.url,
    pay.country_code, listings.workplace, pay.annual_salary_min_usd, pay.annual_salary_max_usd,
    pay.annual_salary_usd, listings.has_text, listings.has_salary as is_pay_disclosed,
    listings.is_pay_read{answer}
from core.fct_segment_listings
inner join core.fct_listings as listings using (listing_id)
inner join {pay} as pay using (listing_id)
where segment_id = {segment} and {counted}
order by listing_id, pay.country_code"""
"""The listings behind a figure, from `marts.duckdb` of a release."""

_UNITS = """with members as (
    {members}
),

units as (
    select company_id, role_id, {unit} as unit_id, max({value})::decimal(18, 4) as unit_value
    from members
    group by company_id, role_id, unit_id
),

companies as (
    select
        company_id, count(distinct role_id) as role_count, count(*) as unit_count,
        sum(unit_value) as unit_total, {extra}
    from units
    group by company_id
),

totals as (
    select
        sum(role_count)::bigint as role_count, sum(unit_count)::bigint as unit_count,
        count(*) as company_count, sum(unit_total) as unit_total,
        (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
        greatest(effective_company_count - 1, 1) as degrees,
        -- The 97.5 % quantile of Student's t.
        1.959964 + 2.372271 / degrees + 2.822499 / pow(degrees, 2)
        + 2.555850 / pow(degrees, 3) + 1.589534 / pow(degrees, 4) as half_width
    from companies
)"""
_SAMPLE = "role_count, unit_count, company_count, round(effective_company_count, 4)"
_MEAN = """,

-- How far the figure moves when one company is left out.
moves as (
    select (sqrt(1 - 1 / totals.company_count) * (
        (totals.unit_total - companies.unit_total)
        / nullif(totals.unit_count - companies.unit_count, 0)
        - totals.unit_total / totals.unit_count
    ))::decimal(38, 6) as move
    from companies cross join totals
),

errors as (
    select sqrt(sum(move * move)::double) as error from moves
),

figure as (
    select *, (unit_total / unit_count)::double as mean from totals cross join errors
)

select
    round(mean, 6) as figure_value, {sample} as effective_company_count,
    {low} as interval_low, {high} as interval_high
from figure"""
_MONEY_ENDS = ("round(mean - half_width * error)", "round(mean + half_width * error)")
_SHARE_ENDS = (
    "case when error is null then null "
    "when mean = 1 then round(pow(0.025, 1 / effective_company_count), 4) "
    "else greatest(round(mean - half_width * error, 4), 0) end",
    "case when error is null then null "
    "when mean = 0 then round(1 - pow(0.025, 1 / effective_company_count), 4) "
    "else least(round(mean + half_width * error, 4), 1) end",
)
_QUANTILE = """,

pays as (
    select
        list_sort(list(unit_value)) as pays,
        quantile_cont(unit_value::double, {portion}) as quantile
    from units
),

-- How far the share of pay up to the quantile moves when one company is left out.
belows as (
    select
        companies.unit_count, totals.unit_count as all_count, totals.company_count,
        len(list_filter(companies.pays, pay -> pay <= pays.quantile)) as below
    from companies cross join totals cross join pays
),

moves as (
    select (sqrt(1 - 1 / company_count) * (
        (all_below - below) / nullif(all_count - unit_count, 0) - all_below / all_count
    ))::decimal(38, 6) as move
    from (select *, sum(below) over () as all_below from belows)
),

errors as (
    select sqrt(sum(move * move)::double) as error from moves
)

select
    round(quantile, 6) as figure_value, {sample} as effective_company_count,
    if(company_count = 1, null, round(pays[
        greatest(ceil(unit_count * ({portion} - half_width * error)), 1)::bigint
    ])::double) as interval_low,
    if(company_count = 1, null, round(pays[
        least(floor(unit_count * ({portion} + half_width * error)) + 1, unit_count)::bigint
    ])::double) as interval_high
from totals cross join pays cross join errors"""
_COUNT = """

select
    coalesce(unit_count, 0)::double as figure_value, {sample} as effective_company_count,
    null::double as interval_low, null::double as interval_high
from totals"""


def members(figure: Row) -> str:
    """The query of the members of a figure, a row of `figure_rows`.

    It reads `marts.duckdb` of a release.
    """
    if overlap_figures.is_overlap(figure):
        return overlap_sql.members(figure)
    counted, _, _ = _unit(figure)
    if breakdown_figures.is_breakdown(figure):
        counted = breakdown_figures.condition(breakdown_figures.of_row(figure))
    country, is_by_country = scope(figure)
    if country:
        counted += f"\n    and pay.country_code = {sql_literal(country)}"
    return MEMBERS.format(
        segment=sql_literal(figure["segment_id"]),
        counted=counted,
        pay="core.fct_listing_countries" if is_by_country else "core.fct_listings",
        answer=f",\n    {requirement_figures.ANSWERS[figure['base']]} as answer"
        if requirement_figures.is_requirement(figure)
        else "",
    )


def scope(figure: Row) -> tuple[str | None, bool]:
    """The country that the members of a figure are of, and whether a member is a listing in a
    country: by the robust methods pay is that for a country, by the report's that of the listing.
    """
    country = segment_country(figure) or figure["scope_country_code"]
    return country, bool(country) or (figure["base"] == "salary" and figure["method"] != "report")


def counted_by_base() -> dict[str, str]:
    """Which listings count by base, as conditions on `listings` and `pay`."""
    counted = {base: UNITS[base, "report"][0] for base, _ in UNITS}  # the same by both methods
    return counted | dict.fromkeys(requirement_figures.REQUIREMENTS, OF_READ)


def segment_country(figure: Row) -> str | None:
    """The country that the segment of a figure is about, as the macro of that name."""
    if figure["dimension"] == "country":
        return None if figure["key"] == "unknown" else str(figure["key"])
    if figure["dimension"] == "technology & seniority & country":
        return str(figure["within_key"]).rpartition(" & ")[2]
    return "US" if figure["dimension"] == "state" else None


def query(figure: Row, members_sql: str) -> str:
    """The query of a figure's value, sample and interval, of members that another query gives."""
    if overlap_figures.is_overlap(figure) and overlap_figures.is_difference(figure):
        return overlap_sql.difference(figure, members_sql)
    _, unit, value = _unit(figure)
    measure = figure["measure"]
    is_quantile = measure in QUANTILES
    units = _UNITS.format(
        members=members_sql.replace("\n", "\n    "),
        unit=unit,
        value=value,
        extra="list_sort(list(unit_value)) as pays" if is_quantile else "null as pays",
    )
    if is_quantile:
        return units + _QUANTILE.format(portion=QUANTILES[measure], sample=_SAMPLE)
    if measure.endswith("_count") or breakdown_figures.is_breakdown(figure):
        return units + _COUNT.format(sample=_SAMPLE)
    low, high = _MONEY_ENDS if measure.endswith("_usd") else _SHARE_ENDS
    return units + _MEAN.format(sample=_SAMPLE, low=low, high=high)


def _unit(figure: Row) -> tuple[str, str, str]:
    """The listings that count, what is one unit, and its value; all robust ones have the same."""
    if requirement_figures.is_requirement(figure):
        answer = sql_literal(requirement_figures.answer(figure))
        return OF_READ, "listing_id", f"(answer = {answer})::integer"
    if overlap_figures.is_overlap(figure):
        return "true", "listing_id", overlap_sql.value_of_unit(figure)
    base = "listing" if breakdown_figures.is_breakdown(figure) else figure["base"]
    return UNITS[base, "report" if figure["method"] == "report" else "robust"]
