"""Counts of segments' listings by one column, read from a release: rows as `core.fct_estimates`
has them.

A release shows thousands, so all are counted from the members at once. Not here: their words and
the SQL that readers see (`breakdown_figures`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.publish import breakdown_figures, figure_sql, member_samples, publication
from orchestration.publish.member_samples import rounded
from orchestration.publish.report import breakdown_ids
from orchestration.publish.report.breakdown_ids import SALARY, Breakdown
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

Row = dict[str, Any]
_SEGMENTS = """
select
    segment_id, any_value(dimension) as dimension, any_value(key) as key,
    any_value(within_key) as within_key
from core.fct_segment_listings
where segment_id in (select unnest($segments))
group by segment_id
order by segment_id
"""
_MEMBERSHIPS = """
create or replace temp table breakdown_memberships as
with segments as (
    select
        unnest($segments) as segment_id, unnest(range(len($segments))) as segment_number,
        unnest($countries::varchar[]) as country_code
),

-- A listing is in many segments: what it says of a country is joined by its text once.
numbered_countries as (
    select
        listings.listing_number, countries.country_code, countries.has_salary,
        countries.annual_salary_usd
    from core.fct_listing_countries as countries
    inner join numbered_listings as listings using (listing_id)
)

select
    segments.segment_number,
    listings.* exclude (listing_id, has_text, has_salary, annual_salary_usd),
    (listings.has_salary and not countries.has_salary)::varchar as foreign_salary,
    if(segments.country_code is null, listings.has_salary, countries.has_salary) as has_salary,
    if(segments.country_code is null, listings.annual_salary_usd, countries.annual_salary_usd)
        as annual_salary_usd
from segments
inner join core.fct_segment_listings as memberships using (segment_id)
inner join numbered_listings as listings using (listing_id)
left join numbered_countries as countries
    on listings.listing_number = countries.listing_number
    and segments.country_code = countries.country_code
where segments.country_code is null or countries.listing_number is not null
"""
_KIND = "wanted.kind_number, m.listing_number, m.role_number, m.company_number"
_OF_SEGMENT = """from wanted
inner join breakdown_memberships as m on wanted.segment_number = m.segment_number"""
_BRANCHES = {
    **{
        name: f"{_OF_SEGMENT} and wanted.value = m.{column}"
        for name, column in (
            ("seniority", "seniority"),
            ("workplace", "workplace"),
            ("company", "company_id"),
            ("foreign_salary", "foreign_salary"),
        )
    },
    "place": f"""{_OF_SEGMENT}
    and wanted.value = m.city_name
    and wanted.second_value = m.country_code""",
    SALARY: f"""{_OF_SEGMENT} and m.has_salary
    and m.annual_salary_usd >= wanted.low
    and (wanted.high is null or m.annual_salary_usd < wanted.high)""",
    "technology": """from wanted
inner join named as m
    on wanted.segment_number = m.segment_number and wanted.value = m.technology_id""",
}
_MEMBERS = """
create or replace temp table breakdown_members as
with wanted as (
    select
        unnest(range(len($columns))) as kind_number, unnest($columns) as column_name,
        unnest($segment_numbers) as segment_number,
        unnest($values) as value, unnest($second_values) as second_value,
        unnest($lows::integer[]) as low, unnest($highs::integer[]) as high
),

technologies as materialized (
    select listings.listing_number, technologies.technology_id
    from core.fct_listing_technologies as technologies
    inner join numbered_listings as listings using (listing_id)
    where technologies.is_counted
),

-- First by listing: the technologies of a page times its listings would be far more rows.
named as materialized (
    select m.segment_number, m.listing_number, m.role_number, m.company_number,
        technologies.technology_id
    from breakdown_memberships as m
    inner join technologies using (listing_number)
)

""" + "\nunion all\n".join(
    f"select {_KIND}\n{branch}\nwhere wanted.column_name = '{name}'"
    for name, branch in _BRANCHES.items()
)
_SAMPLES = member_samples.SAMPLES.format(
    sides="select kind_number, 0 as side, company_number, role_number from breakdown_members"
)
_SHOWN = """
with firsts as (
    select kind_number, unnest(min(listing_number, $most)) as listing_number
    from breakdown_members
    group by kind_number
)

select firsts.kind_number, listings.title, listings.url
from firsts
inner join numbered_listings as numbers using (listing_number)
inner join core.fct_listings as listings using (listing_id)
order by firsts.kind_number, firsts.listing_number
"""
_NOTHING: Row = {
    "top_company_id": None,
    "role_count": 0,
    "unit_count": 0,
    "company_count": 0,
    "effective_company_count": 0.0,
    "top_company_share": 0.0,
}
SAMPLE = tuple(_NOTHING)
"""The columns of a sample."""


@dataclass(frozen=True)
class Found:
    """Figures of a release, in the order of their ids, and the counts that they are."""

    rows: list[Row]
    numbers: dict[str, int]
    """The number of each figure id among the members of the last call of `of`."""


def of(query: Query, figure_ids: Iterable[str], named: Named) -> Found:
    """Those of some figures that are counts of a segment of the release.

    A count of nothing is no figure, or else a slip of the pen would be a zero; but of a band of pay
    or a value of a closed list it is one, since a page has it between others.
    """
    asked = {name: b for name in figure_ids if (b := breakdown_ids.of_figure(name))}
    wanted_segments = sorted({b.segment_id for b in asked.values()})
    if not asked or not (segments := query(_SEGMENTS, segments=wanted_segments)):
        return Found([], {})
    by_id = {row["segment_id"]: row for row in segments}
    kinds = {name: b for name, b in sorted(asked.items()) if b.segment_id in by_id}
    samples = _samples(query, kinds, segments)
    (night,) = query("select as_of_date, is_settled from core.fct_estimates limit 1")
    rows = []
    for number, (name, breakdown) in enumerate(kinds.items()):
        sample = samples.get(number)
        if sample is None and not breakdown.can_be_zero:
            continue
        row = _row(name, breakdown, by_id[breakdown.segment_id], sample or _NOTHING)
        row["segment_name"] = named(breakdown.segment_id)
        row["value_name"] = breakdown_figures.value_name(breakdown, named)
        rows.append(row | night)
    return Found(rows, {name: number for number, name in enumerate(kinds)})


def shown(query: Query, found: Found, most: int) -> dict[str, list[Row]]:
    """Up to `most` members of each figure of the last call of `of`: their titles and links."""
    names = {number: name for name, number in found.numbers.items()}
    members: dict[str, list[Row]] = {name: [] for name in found.numbers}
    if found.numbers:
        for row in query(_SHOWN, most=most):
            members[names[row["kind_number"]]].append(row)
    return members


def _samples(query: Query, kinds: Mapping[str, Breakdown], segments: list[Row]) -> dict[int, Row]:
    """The samples of counts, by their numbers."""
    query(member_samples.LISTINGS)
    query(
        _MEMBERSHIPS,
        segments=[row["segment_id"] for row in segments],
        countries=[figure_sql.segment_country(row) for row in segments],
    )
    numbers = {row["segment_id"]: number for number, row in enumerate(segments)}
    wanted = kinds.values()
    bands = [b.band if b.column == SALARY else (None, None) for b in wanted]
    query(
        _MEMBERS,
        columns=[b.column for b in wanted],
        segment_numbers=[numbers[b.segment_id] for b in wanted],
        values=[b.values[0] for b in wanted],
        second_values=[b.values[-1] for b in wanted],
        lows=[low for low, _ in bands],
        highs=[high for _, high in bands],
    )
    companies = {r["company_number"]: r["company_id"] for r in query(member_samples.COMPANIES)}
    return {
        row["kind_number"]: row | {"top_company_id": companies[row["top_company_number"]]}
        for row in query(_SAMPLES)
    }


def _row(figure_id: str, breakdown: Breakdown, segment: Row, sample: Mapping[str, Any]) -> Row:
    """A row with its sample and status; a count says what was read, so it is never withheld."""
    is_of_one_company = "company" in (breakdown.column, *segment["dimension"].split(" & "))
    status, reason = publication.status(sample, is_of_one_company)
    return {
        "figure_id": figure_id,
        **segment,
        **{name: sample[name] for name in SAMPLE},
        "scope_country_code": None,
        "method": breakdown_ids.METHOD,
        "base": breakdown_figures.BASE,
        "measure": breakdown.measure,
        "effective_company_count": rounded(sample["effective_company_count"], 4),
        "top_company_share": rounded(sample["top_company_share"], 6),
        "publish_status": status,
        "status_reason": reason,
        "value": float(sample["unit_count"]),
        "interval_method": None,
        "interval_low": None,
        "interval_high": None,
    }
