"""What a program asks about a release: its measures, figures, groups and listings.

Values from a caller are bound as parameters, and every answer is bounded. Not here: how a program
asks (`serving.mcp_server`), queries of the caller's own (`bounded_query`), and words behind the
values of a listing (`explain`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration import plain_text
from orchestration.publish import bounded_query
from orchestration.publish.open_data import citation, measures

Row = dict[str, Any]
LISTINGS = 50
GROUPS = 100
_FIGURES = (
    "select figure_id, figures.segment_id, figures.measure, figures.method, value, interval_low, "
    "interval_high, unit_count, role_count, company_count, effective_company_count, "
    "top_company_id, top_company_share, publish_status, status_reason, value_rank, rank_low, "
    "rank_high, figures.as_of_date::varchar as as_of_date from core.fct_estimates as figures "
    "left join core.fct_estimate_ranks as ranks using (figure_id)"
)


@dataclass(frozen=True, slots=True)
class Release:
    """A published release, by its folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """Its tables."""
        return self.folder / "marts.duckdb"

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query of ours, with text free of control characters."""
        with closing(bounded_query.connect(self.database)) as db:
            found = db.execute(sql, list(parameters))
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, map(_shown, row), strict=True)) for row in found.fetchall()]


def _shown(value: object) -> object:
    return plain_text.line(value) if isinstance(value, str) else value


def about(release: Release) -> Row:
    """The release, what a reader must know of it, and how to cite it."""
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    (counts,) = release.rows(
        "select count(*) as listing_count, count(*) filter (where is_software) as "
        "software_listing_count, count(*) filter (where is_software and has_text) as "
        "with_text_count, count(distinct company_id) as company_count from core.fct_listings"
    )
    return {
        "release_id": manifest["release_id"],
        "as_of_date": manifest["night"],
        "notice": manifest["notice"],
        **counts,
        "licence": citation.LICENCE["name"],
        "citation": citation.line(manifest),
    }


def list_measures(release: Release) -> list[Row]:
    """Each measure once."""
    with (release.folder / measures.FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_dimensions(release: Release) -> list[Row]:
    """The dimensions of figures, with the number of their groups and published figures."""
    return release.rows(
        "select dimension, count(distinct segment_id) as segment_count, "
        "count(value) as published_figure_count, count(*) as figure_count "
        "from core.fct_estimates group by dimension order by dimension"
    )


def figure(release: Release, figure_id: str) -> Row:
    """A figure. Raises ValueError for one that the release does not have, with similar ids."""
    found = release.rows(f"{_FIGURES} where figure_id = ?", [figure_id])
    if found:
        return found[0]
    similar = release.rows(
        "select figure_id from core.fct_estimates "
        "order by jaro_winkler_similarity(figure_id, ?) desc, figure_id limit 5",
        [figure_id[:200]],
    )
    names = ", ".join(row["figure_id"] for row in similar)
    raise ValueError(f"no figure {plain_text.line(figure_id)[:200]}; similar are: {names}")


def top_groups(
    release: Release, dimension: str, measure: str, method: str = "report", limit: int = 20
) -> list[Row]:
    """The published figures of a dimension, the highest first. Raises ValueError for a dimension,
    measure or method that the release does not have."""
    for column, value in (("dimension", dimension), ("measure", measure), ("method", method)):
        known = release.rows(f"select distinct {column} as name from core.fct_estimates order by 1")
        if value not in (names := [row["name"] for row in known]):
            raise ValueError(f"{column} is one of: {', '.join(names)}")
    return release.rows(
        f"{_FIGURES} where figures.dimension = ? and figures.measure = ? and figures.method = ? "
        "and value is not null order by value desc, figures.segment_id limit ?",
        [dimension, measure, method, max(1, min(limit, GROUPS))],
    )


def search_listings(
    release: Release,
    words: str = "",
    company_id: str = "",
    segment_id: str = "index",
    country_code: str = "",
    workplace: str = "",
    seniority: str = "",
    lowest_salary_usd: float = 0,
    limit: int = 20,
) -> Row:
    """The listings that meet all conditions: how many there are, and the first of them by pay."""
    conditions = ["members.segment_id = ?"]
    given: list[object] = [segment_id]
    for word in words.split()[:10]:
        conditions.append("contains(lower(listings.title), lower(?))")
        given.append(word)
    for column, value in (
        ("company_id", company_id),
        ("country_code", country_code),
        ("workplace", workplace),
        ("seniority", seniority),
    ):
        if value:
            conditions.append(f"listings.{column} = ?")
            given.append(value)
    if lowest_salary_usd:
        conditions.append("listings.annual_salary_usd >= ?")
        given.append(lowest_salary_usd)
    found = release.rows(
        "select count(*) over () as listing_count, listings.listing_id, companies.company_name, "
        "listings.title, listings.seniority, listings.workplace, listings.country_code, "
        "listings.city_name, round(listings.annual_salary_usd) as annual_salary_usd, "
        "listings.url, listings.first_seen_date::varchar as first_seen_date "
        "from core.fct_segment_listings as members "
        "inner join core.fct_listings as listings using (listing_id) "
        "left join core.dim_companies as companies using (company_id) "
        f"where {' and '.join(conditions)} "
        "order by listings.annual_salary_usd desc nulls last, listings.listing_id limit ?",
        [*given, max(1, min(limit, LISTINGS))],
    )
    total = found[0]["listing_count"] if found else 0
    for row in found:
        del row["listing_count"]
    return {"listing_count": total, "listings": found}


def describe_table(release: Release, table: str) -> list[Row]:
    """The columns of a published table, such as core.fct_estimates, with their descriptions. Raises
    ValueError for a table that the release does not have."""
    schema, _, name = table.rpartition(".")
    found = release.rows(
        "select column_name, data_type, comment from duckdb_columns() "
        "where schema_name = ? and table_name = ? and not internal order by column_index",
        [schema or "main", name],
    )
    if not found:
        known = release.rows(
            "select distinct if(schema_name = 'main', '', schema_name || '.') || table_name "
            "as name from duckdb_columns() where comment is not null and not internal order by name"
        )
        raise ValueError(f"the tables are: {', '.join(row['name'] for row in known)}")
    return found
