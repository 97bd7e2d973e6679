"""What a program asks about a release: its measures, figures, groups and listings.

Values from a caller are bound as parameters, and every answer is bounded. Not here: how a program
asks (`serving.mcp_server`), queries of the caller's own (`bounded_query`), and words behind the
values of a listing (`explain`).
"""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration import plain_text
from orchestration.publish import bounded_query, databases, figure_lines, release_folder
from orchestration.publish import figure as passports
from orchestration.publish.open_data import citation, measures
from orchestration.publish.report import queries

Row = dict[str, Any]
LISTINGS = 50
GROUPS = 100
TEXT = 10_000
"""Characters of a text in an answer: the SQL of a figure has up to 4,000 and must be whole."""
_RANK = ("value_rank", "rank_low", "rank_high", "ranked_count")
_OF_MEMBER = ("listing_id", "company_id", "title", "url", "country_code", "annual_salary_usd")
_OF_THE_READER = ("base", "dimension", "key", "within_key")
"""What a row of `figure_rows` has for our own code."""
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
        return self.folder / release_folder.DATABASE

    @contextmanager
    def opened(self) -> Iterator[queries.Query]:
        """A function that runs queries of ours by name of parameter, all of them in `SECONDS`.

        Raises duckdb.InterruptException after that.
        """
        with closing(bounded_query.connect(self.database)) as db:
            done = threading.Event()
            watch = threading.Thread(target=_stop_late, args=(db, done), daemon=True)
            watch.start()
            end = time.monotonic() + bounded_query.SECONDS

            def query(sql: str, **parameters: Any) -> list[Row]:
                if time.monotonic() > end:
                    raise duckdb.InterruptException("late")
                return queries.run(db, sql, **parameters)

            try:
                yield query
            finally:
                done.set()
                watch.join()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query of ours, with text free of control characters."""
        with closing(bounded_query.connect(self.database)) as db:
            found = databases.rows(db.execute(sql, list(parameters)))
        return [{name: _shown(value) for name, value in row.items()} for row in found]


def _stop_late(db: duckdb.DuckDBPyConnection, done: threading.Event) -> None:
    """End the query of a connection that runs after `SECONDS`. An interruption just before a query
    has no effect on it, so it is repeated."""
    wait: float = bounded_query.SECONDS
    while not done.wait(wait):
        db.interrupt()
        wait = 0.05


def _shown(value: object) -> object:
    return plain_text.line(value) if isinstance(value, str) else value


def about(release: Release) -> Row:
    """The release, what a reader must know of it, and how to cite it."""
    manifest = release_folder.manifest_of(release.folder)
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
    """A figure as `explain` has it: value, sample, status, SQL, and a few of its members. A
    suppressed one has no SQL of a value.

    Raises ValueError for one that the release does not have, with similar ids, and for one that
    takes too long.
    """
    manifest = release_folder.manifest_of(release.folder)
    try:
        with release.opened() as query:
            passport = passports.read(query, manifest, figure_id, most=figure_lines.SHOWN_MEMBERS)
    except duckdb.InterruptException as error:
        raise ValueError(
            f"the figure took more than {bounded_query.SECONDS} seconds and was stopped"
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise ValueError(
            f"the figure needs more than {bounded_query.MEMORY >> 20} MB; `hiring-ledger explain` "
            "has no such bound"
        ) from error
    except ValueError as error:
        raise ValueError(f"{error}{_similar(release, figure_id)}") from error
    row = {name: value for name, value in passport.figure.items() if name not in _OF_THE_READER}
    rank = passport.rank or {}
    found: Row = _plain(
        {
            **row,
            "definition": passport.definition,
            "top_company_name": passport.top_company if row["top_company_id"] else None,
            **{name: rank.get(name) for name in _RANK},
            "other_methods": passport.other_methods,
            "sql": None if row["value"] is None else passport.sql,
            "member_count": passport.member_count,
            "members": [{name: m[name] for name in _OF_MEMBER} for m in passport.members],
            "release_id": passport.release_id,
            "notice": passport.notice,
        }
    )
    return found


def _similar(release: Release, figure_id: str) -> str:
    """The ids of figures of one group that an id may have meant, as the end of a message."""
    found = release.rows(
        "select figure_id from core.fct_estimates "
        "order by jaro_winkler_similarity(figure_id, ?) desc, figure_id limit 5",
        [plain_text.short(figure_id)],
    )
    return f"; similar are: {', '.join(row['figure_id'] for row in found)}" if found else ""


def _plain(value: Any) -> Any:
    """A value as JSON has it, with text free of control characters and cut where it is long."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, str):
        text = plain_text.block(value)
        return text if len(text) <= TEXT else f"{text[:TEXT]}… ({len(text):,} characters)"
    return str(value) if isinstance(value, date) else value


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
