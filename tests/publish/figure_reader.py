"""Figures of a release for tests, and whether the SQL of a figure gives what is published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.publish import figure_rows, figure_sql
from orchestration.publish.report import queries, segment_names

Row = dict[str, Any]
SAMPLE = ("role_count", "unit_count", "company_count", "effective_company_count")


def marts(home: Path) -> Path:
    """The database of the current release of a data directory."""
    return home / "current" / "marts.duckdb"


def figures_of_one_group(home: Path, where: str = "true") -> list[Row]:
    """The rows that a condition chooses, by their ids."""
    with queries.opened(marts(home)) as query:
        return query(f"from ({figure_rows.ONE_GROUP}) where {where} order by figure_id")


def figures(home: Path, figure_ids: Iterable[str]) -> list[Row]:
    """The figures of some ids, whatever they are of."""
    with queries.opened(marts(home)) as query:
        return figure_rows.of(query, list(figure_ids), segment_names.of(query)).rows


def is_same(figure: Row, found: tuple[Any, ...]) -> bool:
    """Values and samples to 1e-6; ends of intervals to the last digit that is published."""
    value, low, high = figure["value"], figure["interval_low"], figure["interval_high"]
    digit = 1 if figure["measure"].endswith("_usd") else 1e-4
    return (
        found[0] == pytest.approx(value, rel=1e-9, abs=1e-6)
        and found[1:5] == pytest.approx([figure[name] for name in SAMPLE], abs=1e-4)
        and (found[5:] == (None, None)) == (low is None)
        and (low is None or found[5:] == pytest.approx((low, high), abs=1.001 * digit))
    )


def wrong(home: Path, chosen: Iterable[Row]) -> list[tuple[str, Any]]:
    """The ids of figures whose SQL gives something else than what is published, and what."""
    with duckdb.connect(str(marts(home)), read_only=True) as db:
        return [
            (row["figure_id"], found)
            for row in chosen
            if (found := db.execute(figure_sql.query(row, figure_sql.members(row))).fetchone())
            is None
            or not is_same(row, found)
        ]
