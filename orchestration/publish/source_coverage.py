"""The state of each source in a release: outcomes of boards, coverage, values set aside."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.crawl.data_source import DataSource
from orchestration.publish import databases, measure_history, report
from orchestration.settings import Settings
from orchestration.validation.validate import Check


def sources(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One dict per source: outcomes of its boards with reasons, coverage, and days."""
    outcomes = ", ".join(
        f"count(*) filter (where last_outcome = '{o}')::int as {o}"
        for o in ("complete", "partial", "failed", "not_modified", "skipped")
    )
    relation = warehouse.sql(
        f"select ats, count(*)::int as boards, {outcomes}, sum(listing_count)::int as listings, "
        "count(*) filter (where is_stale)::int as stale_boards, "
        "max(last_crawled_date)::varchar as last_crawled_date, "
        "coalesce(list(board || ': ' || last_reason order by board) "
        "filter (where last_reason is not null), []) as reasons "
        "from core.dim_boards group by ats order by ats"
    )
    read = _coverage(warehouse)
    return [row | read[row["ats"]] for row in databases.rows(relation)]


def quarantined(settings: Settings, night: date) -> list[dict[str, Any]]:
    """One dict per source whose night is in quarantine: its name, and the checks that failed."""
    found = []
    for folder in measure_history.quarantined(settings, night):
        if folder.name == f"night={night}":
            failed = [check for check in _stored_checks(folder) if check.is_failure]
            reasons = [f"{check.name}: {check.detail}" for check in failed]
            found.append({"ats": folder.parent.name, "reasons": reasons or ["damaged"]})
    return found


def _stored_checks(folder: Path) -> list[Check]:
    """The checks that a night was stored with; none where its file is damaged."""
    try:
        return [Check(**check) for check in json.loads((folder / "checks.json").read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _coverage(warehouse: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Coverage by source, with the names of the manifest."""
    states = ("complete", "partial", "carried_forward", "missing", "skipped")
    boards = ", ".join(f"{s}_board_count::int as {s}_boards" for s in states)
    relation = warehouse.sql(
        f"select ats, {boards}, software_listing_count::int as software_listings, "
        "with_text_count::int as texts, text_share, pending_count::int as pending, "
        "recorded_first_text as recorded_first, recorded_last_text as recorded_last, "
        "{" + ", ".join(f"'{f}': {f}_share" for f in _filled_fields(warehouse)) + "} as filled "
        "from marts.mart_coverage_by_source"
    )
    return {row.pop("ats"): row for row in databases.rows(relation)}


def _filled_fields(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    columns = warehouse.table("marts.mart_coverage_by_source").columns
    return [c.removesuffix("_share") for c in columns if c.endswith("_share")]


def notice(source: DataSource | None, sources: list[dict[str, Any]], night: date) -> str | None:
    """The notice of every page; with the days of a recording if they differ from the night."""
    span = report.recorded_span(sources)
    if source is None or source.notice is None or span is None or set(span) == {str(night)}:
        return source.notice if source else None
    first, last = (report.day(day) for day in span)
    days = f"on {first}" if first == last else f"on several days from {first} to {last}"
    return f"{source.notice} Its answers were recorded {days}."


def funds(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the funds with a software listing: in no ranking of employers."""
    relation = warehouse.sql(
        "select company_name from marts.mart_listings_by_company "
        "where list_contains(industries, 'venture-capital') order by company_name"
    )
    return [str(name) for (name,) in relation.fetchall()]


def set_aside(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Values set aside by source, field and rule: number, base and an example."""
    relation = warehouse.sql(
        "from marts.mart_set_aside_by_source order by listing_count desc, ats, layer, field, rule"
    )
    return databases.rows(relation)
