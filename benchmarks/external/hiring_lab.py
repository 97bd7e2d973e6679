"""Our shares by country beside those that Indeed Hiring Lab publishes, on the same night.

The files are the CSVs of its remote tracker and AI tracker, in their own column names and in
percent. Its remote share counts postings that mention remote or hybrid work, so ours is remote and
hybrid together, beside remote alone. Its postings are of all occupations unless the file has
sectors; then only software development is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.external.lca import load

REMOTE, AI = "remote_share_postings", "ai_share_postings"
SECTOR = "normtitlecategory_consistent"
SOFTWARE = "techsoftware"
_OURS = {
    REMOTE: "avg((workplace in ('remote', 'hybrid'))::int), avg((workplace = 'remote')::int)",
    AI: "avg((members.listing_id is not null)::int), null::double",
}
_QUERY = """
with night as (select max(as_of_date) as night from release.core.dim_nights),

theirs as (
    select upper(trim(jobcountry)) as country_code, try_cast(date as date) as date,
        try_cast({column} as double) / 100 as their_share
    from tracker
    where try_cast(date as date) <= (select night from night)
        and try_cast({column} as double) is not null
    qualify row_number() over (partition by country_code order by date desc) = 1
),

ours as (
    select country_code, count(*) as with_text_count, {ours}
    from release.core.fct_listings as listings
    left join release.core.fct_segment_listings as members
        on listings.listing_id = members.listing_id and members.segment_id = 'segment=ai_union'
    where listings.is_software and listings.has_text
    group by country_code
)

select ours.country_code, theirs.date, ours.* exclude (country_code), theirs.their_share
from ours inner join theirs using (country_code)
order by with_text_count desc, country_code
"""


@dataclass(frozen=True, slots=True)
class Country:
    """A country: our shares of the listings whose text was read, and theirs on `date`."""

    country_code: str
    date: str
    with_text_count: int
    share: float
    remote_only_share: float | None
    their_share: float

    @property
    def difference(self) -> float:
        """Ours minus theirs, as a share."""
        return self.share - self.their_share


def compare(db: duckdb.DuckDBPyConnection, file: Path) -> tuple[str, list[Country]]:
    """The column that a file of the tracker has, and the countries that both have. `db` has a
    release attached as `release`. Raises ValueError for a file of another layout."""
    with file.open(encoding="utf-8") as opened:
        header = [name.strip().strip('"').lower() for name in opened.readline().split(",")]
    column = AI if AI in header else REMOTE
    has_sectors = SECTOR in header
    load(db, "tracker", file, ("date", "jobcountry", column, *([SECTOR] if has_sectors else [])))
    if has_sectors:
        db.execute(f"delete from tracker where {SECTOR} <> '{SOFTWARE}'")
    rows = db.execute(_QUERY.format(column=column, ours=_OURS[column])).fetchall()
    return column, [Country(code, str(day), *rest) for code, day, *rest in rows]


def correlation(countries: list[Country]) -> float | None:
    """Pearson's correlation of both shares over countries; None for fewer than three."""
    if len(countries) < 3:
        return None
    pairs = [(c.share, c.their_share) for c in countries]
    ((found,),) = duckdb.execute(
        "select corr(pair[1], pair[2]) from (select unnest($pairs) as pair)",
        {"pairs": [list(pair) for pair in pairs]},
    ).fetchall()
    return None if found is None or found != found else float(found)
