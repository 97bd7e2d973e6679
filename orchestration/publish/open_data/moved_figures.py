"""Which figures moved since the release before, by how much, and because of which companies.

A mean is a sum of units over their number. Its change is split by company: with M the mean of both
values, a company adds (its total − M × its units) / all units of the new figure, minus the same of
the old one. These parts sum to the change; a company that is alike in both adds next to nothing.
`compare` splits a change by cause instead. Not here: the words (`release_notes`).
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.publish import databases
from orchestration.publish.figure_sql import SEGMENT_COUNTRY

COMPANIES = 5
"""Companies that are named for each figure; the rest is one part."""
_BASES = {
    "mean_salary_usd": "salary",
    "remote_of_read_share": "workplace",
    "disclosure_share": "disclosure",
}
"""By measure: what is summed."""
_FIGURES = """
create table {name}_figures as
select estimates.segment_id, estimates.measure, estimates.value, estimates.unit_count,
    estimates.interval_low, estimates.interval_high, estimates.publish_status
from {name}.core.fct_estimates as estimates
where estimates.method = 'report' and not contains(estimates.dimension, '&')
    and estimates.measure in $measures
"""
_COMPANIES = """
create table {name}_companies as
with members as (
    select
        segments.segment_id, listings.company_id, listings.has_text, listings.workplace,
        listings.is_pay_read, listings.has_salary as is_pay_disclosed,
        if(pay.listing_id is null, listings.has_salary, pay.has_salary) as has_salary,
        if(pay.listing_id is null, listings.annual_salary_usd, pay.annual_salary_usd) as salary_usd
    from {name}.core.fct_segment_listings as segments
    inner join {name}.core.fct_listings as listings using (listing_id)
    left join {name}.core.fct_listing_countries as pay
        on listings.listing_id = pay.listing_id and pay.country_code = {country}
    where segment_id in (select segment_id from {name}_figures)
),

companies as (
    select segment_id, company_id, unnest(['salary', 'workplace', 'disclosure']) as base,
        unnest([
            count(*) filter (where has_salary),
            count(*) filter (where has_text),
            count(*) filter (where is_pay_read)
        ]) as unit_count,
        unnest([
            sum(salary_usd::decimal(18, 4)) filter (where has_salary),
            count(*) filter (where has_text and workplace = 'remote'),
            count(*) filter (where is_pay_read and is_pay_disclosed)
        ]) as unit_total
    from members
    group by segment_id, company_id
)

from companies where unit_count > 0
"""
_MOVED = """
select segment_id, measure, old.value as old_value, new.value as new_value,
    old.unit_count as old_unit_count, new.unit_count as new_unit_count,
    old.interval_low as old_interval_low, old.interval_high as old_interval_high,
    new.value not between old.interval_low and old.interval_high as is_outside_interval,
    new.publish_status
from old_figures as old
inner join new_figures as new using (segment_id, measure)
where round(new.value - old.value, if(measure = 'mean_salary_usd', 0, 4)) <> 0
order by abs(new.value - old.value) / (old.interval_high - old.interval_low) desc nulls last,
    segment_id, measure
"""
_PARTS = """
with old as (
    select segment_id, base, sum(unit_count)::double as units, sum(unit_total)::double as total
    from old_companies group by all
),

new as (
    select segment_id, base, sum(unit_count)::double as units, sum(unit_total)::double as total
    from new_companies group by all
),

parts as (
    select segment_id, base, company_id,
        coalesce(n.unit_count, 0) as new_unit_count, coalesce(o.unit_count, 0) as old_unit_count,
        (old.total / old.units + new.total / new.units) / 2 as middle,
        (coalesce(n.unit_total::double, 0) - middle * new_unit_count) / new.units
        - (coalesce(o.unit_total::double, 0) - middle * old_unit_count) / old.units as change
    from old_companies as o
    full join new_companies as n using (segment_id, base, company_id)
    inner join old using (segment_id, base)
    inner join new using (segment_id, base)
),

names as (
    select company_id, company_name from new.core.dim_companies
    union
    select company_id, company_name from old.core.dim_companies
    anti join new.core.dim_companies using (company_id)
)

select segment_id, base, company_id, company_name, old_unit_count, new_unit_count, change
from parts left join names using (company_id)
where round(change, 9) <> 0
qualify row_number() over (
    partition by segment_id, base order by round(abs(change), 9) desc, company_id
) <= $companies
order by segment_id, base, round(abs(change), 9) desc, company_id
"""
_ONE_SIDED = """
select segment_id || '/' || measure || '/report' from {this}_figures as this
where publish_status <> 'suppressed' and not exists (
    from {other}_figures as other
    where other.segment_id = this.segment_id and other.measure = this.measure
        and other.publish_status <> 'suppressed'
)
order by all
"""


@dataclass(frozen=True, slots=True)
class Moves:
    """The figures of two releases: those that moved, as rows with their `companies`, and the ids of
    those that only one of them publishes."""

    moved: list[dict[str, Any]]
    appeared: list[str]
    disappeared: list[str]
    unmoved_count: int


def between(old: Path, new: Path) -> Moves:
    """The figures that moved from one release folder to another: means and shares of segments of
    one dimension, by the method report. The largest moves against the old interval come first."""
    with closing(databases.connect(threads=1)) as db:
        for name, folder in (("old", old), ("new", new)):
            databases.attach(db, folder / "marts.duckdb", name)
            db.execute(_FIGURES.format(name=name), {"measures": list(_BASES)})
            db.execute(_COMPANIES.format(name=name, country=SEGMENT_COUNTRY))
        parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in databases.rows(db.execute(_PARTS, {"companies": COMPANIES})):
            parts.setdefault((row.pop("segment_id"), row.pop("base")), []).append(row)
        moved = [_with_parts(row, parts) for row in databases.rows(db.execute(_MOVED))]
        appeared, disappeared = (
            [
                figure_id
                for (figure_id,) in db.execute(_ONE_SIDED.format(this=a, other=b)).fetchall()
            ]
            for a, b in (("new", "old"), ("old", "new"))
        )
        known = db.execute(
            "select count(*) from old_figures inner join new_figures using (segment_id, measure) "
            "where old_figures.value is not null and new_figures.value is not null"
        ).fetchall()[0][0]
    return Moves(moved, appeared, disappeared, known - len(moved))


def _with_parts(
    row: dict[str, Any], parts: dict[tuple[str, str], list[dict[str, Any]]]
) -> dict[str, Any]:
    change = row["new_value"] - row["old_value"]
    companies = parts.get((row["segment_id"], _BASES[row["measure"]]), [])
    digits = 2 if row["measure"] == "mean_salary_usd" else 6
    shown = [part | {"change": round(part["change"], digits)} for part in companies]
    return {
        "figure_id": f"{row['segment_id']}/{row['measure']}/report",
        **row,
        "change": round(change, digits),
        "companies": shown,
        "others_change": round(change - sum(part["change"] for part in companies), digits),
    }
