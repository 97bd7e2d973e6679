"""The figures of two groups together, read from a release: rows as `core.fct_estimates` has them.

Values and intervals are those of the marts. A sample is counted again from the members, since the
marts do not hold one for each of their numbers. Not here: the figures of one group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from orchestration.publish import overlap_figures, publication
from orchestration.publish.overlap_figures import AI, BASES, METHOD, Base
from orchestration.publish.report import addresses
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

Row = dict[str, Any]
_COUNTS = ("unit_count", "role_count", "company_count")
PUBLISHED = """
select * from mart_salary_by_technology_pair where list_contains($segments, segment_id)
union all by name
select * from mart_salary_by_comparison where list_contains($segments, segment_id)
union all by name
select * from mart_listings_by_company_type where list_contains($segments, segment_id)
"""
"""The rows of the marts; a company has nothing but a count."""


def _cases(rule: Callable[[Base], str]) -> str:
    """The branches of a `case` on the base, of bases that have a rule."""
    return " ".join(f"when '{name}' then {rule(b)}" for name, b in BASES.items() if rule(b))


_MEMBERS = f"""
create or replace temp table overlap_members as
with wanted as (
    select
        unnest($segments) as segment_id, unnest($bases) as base,
        unnest($a) as segment_a_id, unnest($b) as segment_b_id
),

sets as materialized (
    select segment_id as set_id, listing_id
    from core.fct_segment_listings
    where list_contains($sets, segment_id)
    union all
    select 'company_type=' || companies.company_type, memberships.listing_id
    from mart_listings_by_company as companies
    inner join core.fct_segment_listings as memberships using (segment_id)
    where list_contains($sets, 'company_type=' || companies.company_type)
),

memberships as (
    select
        wanted.*, of_a.listing_id, true as is_a, of_b.listing_id is not null as is_b
    from wanted
    inner join sets as of_a on wanted.segment_a_id = of_a.set_id
    left join sets as of_b
        on wanted.segment_b_id = of_b.set_id and of_a.listing_id = of_b.listing_id
    where wanted.base not in ('only_b', 'only_b_paid')
    union all
    select wanted.*, of_b.listing_id, false, true
    from wanted
    inner join sets as of_b on wanted.segment_b_id = of_b.set_id
    anti join sets as of_a
        on wanted.segment_a_id = of_a.set_id and of_b.listing_id = of_a.listing_id
    where wanted.base in ('only_b', 'only_b_paid', 'a_minus_b', 'with_a')
)

select
    memberships.segment_id, memberships.base, listings.listing_id, listings.role_id,
    listings.company_id,
    case memberships.base {_cases(lambda base: base.first)} else false end as is_first,
    case memberships.base {_cases(lambda base: base.second)} else false end as is_second
from memberships
inner join core.fct_listings as listings using (listing_id)
where case memberships.base {_cases(lambda base: f"{base.members} and {base.counted}")} end
"""
_SAMPLES = """
with sides as (
    select
        segment_id, base, company_id, role_id,
        unnest(list_filter([0, if(is_first, 1, -1), if(is_second, 2, -1)], side -> side >= 0))
            as side
    from overlap_members
),

companies as (
    select
        segment_id, base, side, company_id,
        count(distinct role_id) as role_count, count(*) as unit_count
    from sides
    group by segment_id, base, side, company_id
)

select
    segment_id, base, side,
    arg_max(company_id, row(unit_count, company_id)) as top_company_id,
    sum(role_count)::bigint as role_count,
    sum(unit_count)::bigint as unit_count,
    count(*) as company_count,
    (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
    max(unit_count) / sum(unit_count) as top_company_share
from companies
group by segment_id, base, side
"""
_SHOWN = """
with places as (
    select listing_id, row_number() over (order by md5(listing_id), listing_id) as place
    from core.fct_listings
    where listing_id in (select listing_id from overlap_members)
),

chosen as (
    select
        segment_id, base, count(*) as member_count,
        -- Many counts of pairs are on one page.
        unnest(min(place, $most)[:if(base = 'both', 3, $most)]) as place
    from overlap_members
    inner join places using (listing_id)
    group by segment_id, base
)

select
    chosen.segment_id, chosen.base, 'report' as method, chosen.member_count,
    listings.listing_id, listings.title, listings.url, companies.company_name,
    listings.country_code, listings.annual_salary_usd
from chosen
inner join places using (place)
inner join core.fct_listings as listings using (listing_id)
left join core.dim_companies as companies using (company_id)
order by chosen.segment_id, chosen.base, chosen.place
"""


def of(query: Query, figure_ids: Iterable[str], named: Named) -> list[Row]:
    """The rows of those of some figures that are of two groups and have a member.

    Their members are in the table `overlap_members` of the connection afterwards.
    """
    wanted = [
        (segment_id, measure, overlap_figures.measures(segment_id)[measure][0])
        for segment_id, measure, method in map(addresses.parts, figure_ids)
        if method == METHOD and measure in overlap_figures.measures(segment_id)
    ]
    if not wanted:
        return []
    segments = sorted({segment_id for segment_id, _, _ in wanted})
    published = {row["segment_id"]: row for row in query(PUBLISHED, segments=segments)}
    groups = {s: pair for s in segments if (pair := _groups(s, published.get(s)))}
    kinds = sorted({(segment_id, base) for segment_id, _, base in wanted if segment_id in groups})
    query(
        _MEMBERS,
        segments=[segment_id for segment_id, _ in kinds],
        bases=[base for _, base in kinds],
        a=[groups[segment_id][0] for segment_id, _ in kinds],
        b=[groups[segment_id][1] for segment_id, _ in kinds],
        sets=sorted({s for pair in groups.values() for s in pair}),
    )
    samples = {(s["segment_id"], s["base"], s["side"]): s for s in query(_SAMPLES)}
    (night,) = query("select as_of_date, is_settled from core.fct_estimates limit 1")
    rows = []
    for segment_id, measure, base in wanted:
        if (sample := samples.get((segment_id, base, 0))) is None:
            continue
        sides = [s for side in (1, 2) if (s := samples.get((segment_id, base, side)))]
        if len(sides) == 1:
            continue  # nothing to compare with
        a, b = groups[segment_id]
        about = {
            "figure_id": f"{segment_id}/{measure}/{METHOD}",
            "segment_id": segment_id,
            "segment_a_id": a,
            "segment_b_id": b,
            "segment_a_name": named(a),
            "segment_b_name": named(b),
            "dimension": segment_id.partition("=")[0],
            "key": segment_id.partition("=")[2],
            "within_key": None,
            "scope_country_code": None,
            "method": METHOD,
            "base": base,
            "measure": measure,
        }
        if (row := _measured(about, sample, sides, published.get(segment_id))) is not None:
            rows.append(row | night)
    return rows


def shown(query: Query, most: int) -> Iterator[Row]:
    """Up to `most` members of each kind of figure of the last call of `of`, with their links."""
    yield from query(_SHOWN, most=most)


def _groups(segment_id: str, published: Row | None) -> tuple[str, str] | None:
    """The two groups of a segment; None of a comparison that the release does not have."""
    if segment_id.startswith(("company=", "company_type=")):
        return segment_id, AI
    if published is not None:
        return published["segment_a_id"], published["segment_b_id"]
    return addresses.pair(segment_id)


def _measured(about: Row, sample: Row, sides: list[Row], published: Row | None) -> Row | None:
    """A row with its sample, status, value and interval; None if no mart has the measure."""
    measure, is_of_one_company = about["measure"], about["dimension"] == "company"
    names = overlap_figures.groups(about)
    rated = [(s, *publication.status(s, is_of_one_company)) for s in sides or [sample]]
    status = max((status for _, status, _ in rated), key=publication.STATUSES.index)
    of_groups = zip(names or [""], rated, strict=False)
    reasons = [
        f"{name}: {reason}" if name else reason
        for name, (_, of_group, reason) in of_groups
        if of_group == status and reason
    ]
    row = {
        **about,
        **{name: value for name, value in sample.items() if name != "side"},
        "effective_company_count": round(sample["effective_company_count"], 4),
        "top_company_share": round(sample["top_company_share"], 6),
        "publish_status": status,
        "status_reason": "; ".join(reasons) or None,
        "groups": [
            {"name": name, **{key: side[key] for key in _COUNTS}}
            for name, side in zip(names, sides, strict=False)
        ],
    }
    low = high = None
    if measure.endswith("_count"):
        value = float(sample["unit_count"])
    else:
        if published is None:
            return None
        value = published[measure] if status != "suppressed" else None
        if value is not None:
            stem, _, unit = measure.rpartition("_")
            low, high = (published.get(f"{stem}_{end}_{unit}") for end in ("low", "high"))
    is_exact = measure == "ai_share" and value in (0, 1)
    how = None if low is None else "exact bound" if is_exact else "jackknife"
    return row | {
        "interval_method": how,
        "value": value,
        "interval_low": low,
        "interval_high": high,
    }
