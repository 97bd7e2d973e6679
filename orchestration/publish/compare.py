"""Why a figure differs between two releases: its change in parts that sum to the whole.

The listings of the first release become those of the second one step at a time, in the order of
`STEPS`; the part of a step is the figure after it less the figure before it. What a figure counts
is read from `core.fct_listings` of each release, so rules that changed between the two releases are
part of the step `re-tagged`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from orchestration.publish import databases
from orchestration.publish.release_folder import DATABASE, manifest_of, night_of
from orchestration.publish.report import queries, segment_names
from orchestration.settings import Settings
from orchestration.storage import ledger

MEASURES = {
    "listing_count": ("true", "1"),
    "mean_salary_usd": ("annual_salary_usd is not null", "annual_salary_usd"),
    "disclosure_share": ("is_pay_read", "has_salary::integer"),
    "remote_of_read_share": ("has_text", "(workplace = 'remote')::integer"),
}
"""By measure of `core.fct_segments`: which of the segment's listings it is of, and what it is the
mean of; for a count, the sum."""
STEPS = {
    1: ("boards", "listings of boards that are in only one of the releases"),
    2: ("left", "listings that are no longer open"),
    3: ("entered", "listings that are newly open"),
    4: ("re-tagged", "open on both nights, but in the segment on only one"),
    5: ("read", "in the segment on both nights, but with a value on only one"),
    6: ("edited", "with a different value at the same exchange rates"),
    7: ("exchange rate", "the same pay at other exchange rates"),
}
OF_COUNTRY = """
    select listings.* replace (countries.annual_salary_usd as annual_salary_usd)
    from {}.core.fct_listings as listings
    left join {}.core.fct_listing_countries as countries
        on listings.listing_id = countries.listing_id
        and 'country=' || countries.country_code = $segment
"""
"""The listings of a release with the pay that they state for the country of the segment."""
STATES = """
with one as (
    select listings.*, members.listing_id is not null as is_member,
        members.listing_id is not null and ({base}) as is_counted, ({value})::double as value
    from ({old_listings}) as listings
    left join (from a.core.fct_segment_listings where segment_id = $segment) as members
        using (listing_id)
),

two as (
    select listings.*, members.listing_id is not null as is_member,
        members.listing_id is not null and ({base}) as is_counted, ({value})::double as value
    from ({new_listings}) as listings
    left join (from b.core.fct_segment_listings where segment_id = $segment) as members
        using (listing_id)
),

old_rates as (
    select salary_currency, max(usd_per_unit) as usd_per_unit
    from a.core.fct_listing_pay_ranges where is_counted group by salary_currency
),

-- The pay of the second release in the dollars of the first.
old_dollars as (
    select listing_id,
        avg((annual_salary_usd * if(
            old_rates.usd_per_unit <> ranges.usd_per_unit,
            old_rates.usd_per_unit / ranges.usd_per_unit, 1
        ))::decimal(18, 4)) as value
    from b.core.fct_listing_pay_ranges as ranges
    left join old_rates using (salary_currency)
    where is_counted and {is_of_segment}
    group by listing_id
)

select
    listing_id,
    coalesce(one.is_counted, false) as was_counted,
    coalesce(two.is_counted, false) as is_counted,
    one.value as old_value,
    two.value as new_value,
    if({is_money}, coalesce(old_dollars.value, two.value), two.value) as mid_value,
    case
        when coalesce(one.board_id, two.board_id) not in (
            select board_id from a.core.dim_boards intersect select board_id from b.core.dim_boards
        ) then 1
        when two.listing_id is null then 2
        when one.listing_id is null then 3
        when one.is_member <> two.is_member then 4
        when one.is_counted <> two.is_counted then 5
        else 6
    end as step
from one full join two using (listing_id)
left join old_dollars using (listing_id)
where coalesce(one.is_counted, false) or coalesce(two.is_counted, false)
"""
PARTS = """
select step, count(*) filter (where is_changed) as listing_count, sum(counted) as counted,
    sum(total) as total
from (
    select step, is_counted::integer - was_counted::integer as counted,
        if(is_counted, if(step = 6, mid_value, new_value), 0)
        - if(was_counted, old_value, 0) as total,
        step <> 6 or abs(mid_value - old_value) > 0.01 as is_changed
    from states
    union all
    select 7, 0, new_value - mid_value, abs(new_value - mid_value) > 0.01 from states where step = 6
)
group by step order by step
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a change: its listings, and by how much it changes the figure."""

    name: str
    meaning: str
    listing_count: int
    change: float


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a segment in two releases, and the parts of its change. A figure of no listing is
    None, and then there are no parts."""

    measure: str
    segment_id: str
    segment_name: str
    old_release: str
    new_release: str
    old_code: str
    new_code: str
    old_count: int
    new_count: int
    old_value: float | None
    new_value: float | None
    parts: tuple[Part, ...]


def release_of(settings: Settings, name: str, *, as_known_then: bool = False) -> Path:
    """The folder of a release, by its id or by its night: the newest release of a night, or as
    known then the first. Raises ValueError for one that is not kept."""
    folders = {f.name: f for f in settings.releases.iterdir() if (f / "manifest.json").is_file()}
    if name in folders:
        return folders[name]
    published = [e.release_id for e in _editions(settings, name)]
    if as_known_then and published and published[0] not in folders:
        raise ValueError(
            f"{published[0]} first published {name} and is no longer kept; its figures are in "
            "mart_figures_by_night"
        )
    for release_id in published if as_known_then else reversed(published):
        if release_id in folders:
            return folders[release_id]
    found = [f for f in folders.values() if f.name.startswith(f"{name}-")]  # not in the ledger
    if not found:
        known = ", ".join(sorted(folders)) or "none"
        raise ValueError(f"no release {name} in {settings.home}; there are: {known}")
    return max(found, key=lambda folder: (folder / "manifest.json").stat().st_mtime_ns)


def clock(settings: Settings, release_id: str) -> str:
    """When the figures of a release were known, by the ledger; empty for one that is not in it."""
    editions = _editions(settings, night_of(release_id))
    found = [e for e in editions if e.release_id == release_id]
    if not found:
        return ""
    return f"known on {found[-1].known_date}, edition {found[-1].number} of {len(editions)}"


def _editions(settings: Settings, night: str) -> list[ledger.Edition]:
    try:
        return ledger.editions(settings, date.fromisoformat(night))
    except ValueError:  # no date
        return []


def _states(segment_id: str, measure: str) -> str:
    """The query of the listings of a segment in both releases, each with its step."""
    base, value = MEASURES[measure]
    is_money = measure == "mean_salary_usd"
    is_of_country = (
        is_money and segment_id.startswith("country=") and segment_id != "country=unknown"
    )
    listings = OF_COUNTRY if is_of_country else "select * from {}.core.fct_listings"
    return STATES.format(
        base=base,
        value=value,
        is_money=is_money,
        old_listings=listings.format("a", "a"),
        new_listings=listings.format("b", "b"),
        is_of_segment="list_contains(country_codes, split_part($segment, '=', 2))"
        if is_of_country
        else "true",
    )


def compare(old: Path, new: Path, segment_id: str, measure: str) -> Change:
    """The change of a measure of a segment between two release folders."""
    with databases.connect() as db:
        for name, folder in (("a", old), ("b", new)):
            databases.attach(db, folder / DATABASE, name)
        known = "select count(*) from {}.core.fct_segments where segment_id = $segment"
        having = [
            folder
            for name, folder in (("b", new), ("a", old))
            if db.execute(known.format(name), {"segment": segment_id}).fetchall()[0][0]
        ]
        if not having:
            raise ValueError(f"no segment {segment_id} in either release")
        try:
            states = f"create temp table states as {_states(segment_id, measure)}"
            db.execute(states, {"segment": segment_id})
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            message = "their tables differ: one of the releases was made by other code"
            raise ValueError(f"{old.name} and {new.name} cannot be compared; {message}") from error
        start = db.execute(
            "select count(*), coalesce(sum(old_value), 0) from states where was_counted"
        ).fetchone()
        steps = db.execute(PARTS).fetchall()
    assert start is not None
    is_count = measure == "listing_count"
    counted, total = start[0], start[1]
    first = before = _figure(counted, total, is_count)
    parts = []
    for step, listings, more, added in steps:
        counted, total = counted + more, total + added
        after = _figure(counted, total, is_count)
        if after is not None and before is not None:
            parts.append(Part(*STEPS[step], listings, after - before))
            before = after
    last = _figure(counted, total, is_count)
    was, now = map(manifest_of, (old, new))
    with queries.opened(having[0] / DATABASE) as read:
        segment_name = segment_names.of(read)(segment_id)
    return Change(
        measure,
        segment_id,
        segment_name,
        was["release_id"],
        now["release_id"],
        was["code_version"],
        now["code_version"],
        start[0],
        counted,
        first,
        last,
        tuple(parts) if first is not None and last is not None else (),
    )


def _figure(counted: int, total: float, is_count: bool) -> float | None:
    if is_count:
        return float(counted)
    return total / counted if counted else None
