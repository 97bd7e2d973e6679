"""Advertised pay of a company and title beside the pay in certified Labor Condition Applications.

The file is a CSV of the disclosure data of the US Department of Labor (OFLC), in its own column
names: its XLSX saved as CSV, or an extract. Certified pay is what an employer states for one visa;
advertised pay is the middle of a published range. They differ by law and purpose, so this compares,
and corrects nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

COLUMNS = (
    *("case_status", "employer_name", "job_title", "full_time_position"),
    *("wage_rate_of_pay_from", "wage_rate_of_pay_to", "wage_unit_of_pay"),
)
LEAST_PAIRS = 3
_PLAIN = (
    "trim(regexp_replace(regexp_replace(lower({0}), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'), "
    "'{1}', '', 'g'))"
)
_LEGAL = r"( (inc|incorporated|llc|l l c|corp|corporation|ltd|limited|co|company|lp|plc|pbc))+ *$"
_NO_WORDS = r"^$"
_PAIRS = f"""
create or replace temp table pairs as
with filings as (
    select
        {_PLAIN.format("employer_name", _LEGAL)} as company,
        {_PLAIN.format("job_title", _NO_WORDS)} as title,
        try_cast(regexp_replace(wage_rate_of_pay_from, '[$, ]', '', 'g') as double) as low,
        try_cast(regexp_replace(wage_rate_of_pay_to, '[$, ]', '', 'g') as double) as high,
        case lower(trim(wage_unit_of_pay))
            when 'year' then 1 when 'month' then 12 when 'bi-weekly' then 26
            when 'week' then 52 when 'hour' then 2080
        end as per_year
    from lca
    where lower(case_status) = 'certified' and coalesce(upper(full_time_position), 'Y') = 'Y'
),

certified as (
    select company, title, count(*) as filing_count,
        median(per_year * if(high >= low, (low + high) / 2, low)) as certified_usd
    from filings
    where low > 0 and per_year is not null
    group by company, title
),

advertised as (
    select {_PLAIN.format("companies.company_name", _LEGAL)} as company,
        {_PLAIN.format("listings.title", _NO_WORDS)} as title,
        count(*) as listing_count, median(listings.annual_salary_usd) as advertised_usd
    from release.core.fct_listings as listings
    inner join release.core.dim_companies as companies using (company_id)
    where listings.country_code = 'US' and listings.annual_salary_usd is not null
        and coalesce(listings.is_salary_in_local_currency, true)
    group by 1, 2
)

select company, title, listing_count, filing_count, advertised_usd, certified_usd,
    advertised_usd / certified_usd - 1 as difference_share
from advertised inner join certified using (company, title)
"""
_SUMMARY = """
with ranked as (
    select *,
        rank() over (order by advertised_usd)
        + (count(*) over (partition by advertised_usd) - 1) / 2 as advertised_rank,
        rank() over (order by certified_usd)
        + (count(*) over (partition by certified_usd) - 1) / 2 as certified_rank
    from pairs
)

select count(*), count(distinct company), coalesce(sum(listing_count), 0)::bigint,
    coalesce(sum(filing_count), 0)::bigint, corr(ln(advertised_usd), ln(certified_usd)),
    corr(advertised_rank, certified_rank), median(difference_share),
    quantile_cont(difference_share, 0.25), quantile_cont(difference_share, 0.75)
from ranked
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Advertised beside certified pay over pairs of company and title. Shares are of certified pay;
    a correlation of fewer than `LEAST_PAIRS` pairs, or of equal values, is None."""

    pair_count: int
    company_count: int
    listing_count: int
    filing_count: int
    log_correlation: float | None
    rank_correlation: float | None
    median_difference_share: float | None
    p25_difference_share: float | None
    p75_difference_share: float | None
    pairs: tuple[tuple[str, str, int, int, float, float, float], ...]


def load(db: duckdb.DuckDBPyConnection, name: str, file: Path, columns: tuple[str, ...]) -> None:
    """Read a CSV file as a table of text. Raises ValueError if it lacks one of the columns."""
    path = str(file).replace("'", "''")
    source = f"read_csv('{path}', all_varchar = true, header = true)"
    found = {
        row[0].strip().lower(): row[0] for row in db.execute(f"describe from {source}").fetchall()
    }
    if missing := [column for column in columns if column not in found]:
        raise ValueError(f"{file}: no column {', '.join(missing)}; is it of another layout?")
    chosen = ", ".join(f'"{found[column]}" as {column}' for column in columns)
    db.execute(f"create or replace temp table {name} as select {chosen} from {source}")


def compare(db: duckdb.DuckDBPyConnection, file: Path) -> Comparison:
    """Compare an extract with the release that `db` has attached as `release`."""
    load(db, "lca", file, COLUMNS)
    db.execute(_PAIRS)
    (summary,) = db.execute(_SUMMARY).fetchall()
    count, companies, listings, filings, log, rank, *differences = summary
    enough = count >= LEAST_PAIRS
    pairs = db.execute(
        "from pairs order by abs(difference_share) desc, company, title limit 20"
    ).fetchall()
    return Comparison(
        count,
        companies,
        listings,
        filings,
        _known(log) if enough else None,
        _known(rank) if enough else None,
        *differences,
        tuple(pairs),
    )


def _known(value: float | None) -> float | None:
    return None if value is None or value != value else value  # NaN where all are equal
