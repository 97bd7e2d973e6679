"""The listings behind figures of two groups, for many figures at once: their samples and some of
their members.

A release shows hundreds of pairs, each with up to all of its listings, so groups, listings and
roles are numbers here. Not here: values, and the SQL that readers see (`overlap_sql`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orchestration.publish import member_samples
from orchestration.publish.overlap_figures import BASES, TOGETHER, Base, segments_of
from orchestration.publish.report.queries import Query

Row = dict[str, Any]
Kind = tuple[str, str]
"""Segment and base: the figures of a kind have the same members."""
SHOWN_OF_PAIR = 3
"""Members that are shown of a count of a pair: a page has many of them."""
_IN_COMMON = [name for name, base in BASES.items() if base.members == "is_a and is_b"]
_OF_SECOND = [name for name, base in BASES.items() if "is_a" not in base.members.split(" and ")]

_GROUPS = """
create or replace temp table overlap_groups as
with wanted as (
    select unnest($segments) as segment_id, unnest($group_numbers) as group_number
),

companies as (
    select companies.segment_id, wanted.group_number
    from mart_listings_by_company as companies
    inner join wanted on 'company_type=' || companies.company_type = wanted.segment_id
),

segments as (
    select * from wanted where not list_contains($of_several, group_number)
    union all
    select * from companies
),

-- A listing can be in several segments of these groups.
several as (
    select distinct wanted.group_number, memberships.listing_id
    from wanted
    inner join core.fct_segment_listings as memberships using (segment_id)
    where list_contains($of_several, wanted.group_number)
),

memberships as (
    select segments.group_number, memberships.listing_id
    from segments
    inner join core.fct_segment_listings as memberships using (segment_id)
    union all
    select * from several
)

select
    memberships.group_number, listings.listing_number, listings.role_number,
    listings.company_number, listings.has_salary, listings.has_text
from memberships
inner join numbered_listings as listings using (listing_id)
"""
_SIZES = "select group_number, count(*) as listing_count from overlap_groups group by group_number"


def _cases(rule: Callable[[Base], str]) -> str:
    """The branches of a `case` on the base, of bases that have a rule."""
    return " ".join(f"when '{name}' then {rule(b)}" for name, b in BASES.items() if rule(b))


_MEMBERS = f"""
create or replace temp table overlap_members as
with wanted as (
    select
        unnest(range(len($bases))) as kind_number, unnest($bases) as base,
        unnest($a) as a_number, unnest($b) as b_number
),

in_common as (
    select * from wanted where list_contains($in_common, base)
),

others as (
    select * from wanted where not list_contains($in_common, base)
),

memberships as (
    select
        others.kind_number, others.base, of_a.*, true as is_a,
        of_b.listing_number is not null as is_b
    from others
    inner join overlap_groups as of_a on others.a_number = of_a.group_number
    left join overlap_groups as of_b
        on others.b_number = of_b.group_number and of_a.listing_number = of_b.listing_number
    union all
    select others.kind_number, others.base, of_b.*, false, true
    from others
    inner join overlap_groups as of_b on others.b_number = of_b.group_number
    anti join overlap_groups as of_a
        on others.a_number = of_a.group_number and of_b.listing_number = of_a.listing_number
    where list_contains($of_second, others.base)
)

select
    in_common.kind_number, of_a.listing_number, of_a.role_number, of_a.company_number,
    false as is_first, false as is_second
from in_common
inner join overlap_groups as of_a on in_common.a_number = of_a.group_number
inner join overlap_groups as of_b
    on in_common.b_number = of_b.group_number and of_a.listing_number = of_b.listing_number
where case in_common.base {_cases(lambda base: base.counted.replace("has_", "of_a.has_"))} end
union all
select
    kind_number, listing_number, role_number, company_number,
    case base {_cases(lambda base: base.first)} else false end,
    case base {_cases(lambda base: base.second)} else false end
from memberships
where case base {_cases(lambda base: f"{base.members} and {base.counted}")} end
"""
_SAMPLES = member_samples.SAMPLES.format(
    sides="""select kind_number, 0 as side, company_number, role_number from overlap_members
union all
select kind_number, 1, company_number, role_number from overlap_members where is_first
union all
select kind_number, 2, company_number, role_number from overlap_members where is_second"""
)
_SHOWN = """
with kinds as (
    select unnest(range(len($bases))) as kind_number, unnest($bases) as base
),

firsts as (
    select kind_number, count(*) as member_count, min(listing_number, $most) as listing_numbers
    from overlap_members
    group by kind_number
),

chosen as (
    select
        kinds.kind_number, firsts.member_count,
        unnest(firsts.listing_numbers[:if(kinds.base = $pair, $most_of_pair, $most)])
            as listing_number
    from firsts
    inner join kinds using (kind_number)
)

select
    chosen.kind_number, chosen.member_count,
    listings.listing_id, listings.title, listings.url, companies.company_name,
    listings.country_code, listings.annual_salary_usd
from chosen
inner join numbered_listings as numbers using (listing_number)
inner join core.fct_listings as listings on numbers.listing_id = listings.listing_id
left join core.dim_companies as companies on numbers.company_id = companies.company_id
order by chosen.kind_number, chosen.listing_number
"""


def samples(query: Query, kinds: Mapping[Kind, tuple[str, str]]) -> dict[tuple[Kind, int], Row]:
    """The samples of kinds, by the two groups of each; of a kind without a member there is none.

    The side of a sample is 0, or 1 and 2 for the two groups of a difference. Afterwards `shown` can
    be asked for members.
    """
    groups = sorted({group for pair in kinds.values() for group in pair})
    query(member_samples.LISTINGS)
    segments = [(s, number) for number, group in enumerate(groups) for s in segments_of(group)]
    query(
        _GROUPS,
        segments=[segment for segment, _ in segments],
        group_numbers=[number for _, number in segments],
        of_several=[n for n, group in enumerate(groups) if segments_of(group) != (group,)],
    )
    sizes = {groups[row["group_number"]]: row["listing_count"] for row in query(_SIZES)}
    # What two groups have in common is looked for from the smaller one.
    pairs = [
        sorted(pair, key=lambda group: sizes.get(group, 0)) if base in _IN_COMMON else pair
        for (_, base), pair in kinds.items()
    ]
    numbers = {group: number for number, group in enumerate(groups)}
    query(
        _MEMBERS,
        bases=[base for _, base in kinds],
        a=[numbers[a] for a, _ in pairs],
        b=[numbers[b] for _, b in pairs],
        in_common=_IN_COMMON,
        of_second=_OF_SECOND,
    )
    ids = {row["company_number"]: row["company_id"] for row in query(member_samples.COMPANIES)}
    by_number = list(kinds)
    return {
        (by_number[row.pop("kind_number")], row.pop("side")): row
        | {"top_company_id": ids[row.pop("top_company_number")]}
        for row in query(_SAMPLES)
    }


def shown(query: Query, kinds: Sequence[Kind], most: int) -> list[tuple[Kind, Row]]:
    """Up to `most` members of each kind of the last call of `samples`, with their links."""
    bases = [base for _, base in kinds]
    rows = query(_SHOWN, bases=bases, most=most, pair=TOGETHER, most_of_pair=SHOWN_OF_PAIR)
    return [(kinds[row.pop("kind_number")], row) for row in rows]
