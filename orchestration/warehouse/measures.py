"""Figures of the built tables by night, and whether they are far from those of earlier nights.

`validation.measures` has a row per night, source, measure and category of `MEASURED`: the figure,
what was usual, and its limits. A change in the data is no reason to block a table, so what is far
from usual is a warning. Not here: which figures there are (the mart), and what is too far
(`measure_limits.csv`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.validation import history
from orchestration.validation.validate import WARNING, Check
from orchestration.warehouse.database import WAREHOUSE

MEASURED = "marts/mart_measures_by_source"
PUBLISHED = "quality/measures.parquet"
"""The measures of a release and of the nights before it, from which a new warehouse goes on."""
_COLUMNS: Mapping[str, str] = {
    "as_of_date": "date",
    "ats": "varchar",
    "amount": "double",
    **history.COLUMNS,
}
_TABLE = f"""
create schema if not exists validation;
create table if not exists validation.measures (
    {", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())}
)
"""
_OF_RELEASE = f"""
insert into validation.measures select {", ".join(_COLUMNS)} from read_parquet($file)
where layer = 'tables'
"""
_MEASURED = f"""
create or replace temp table measured as
select ats, ats as board, measure, category, amount, base_count as n
from {WAREHOUSE}.{MEASURED.replace("/", ".")}
"""
_HISTORY = f"""
create or replace temp table history as
select as_of_date as night, ats, ats as board, measure, category, amount, n
from {WAREHOUSE}.validation.measures
where as_of_date in (
    select distinct as_of_date from {WAREHOUSE}.validation.measures
    where as_of_date < $night order by as_of_date desc limit {history.NIGHTS}
)
"""
_RECORD = f"""
insert into {WAREHOUSE}.validation.measures by name
select $night::date as as_of_date, compared.*, measured.amount
from compared join measured using (ats, measure, category)
"""


def prepare(warehouse: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create the table of measures. That of a new warehouse continues the current release, or the
    last one of a directory that was restored."""
    warehouse.execute(_TABLE)
    if warehouse.table("validation.measures").fetchone():
        return
    for published in (settings.current / PUBLISHED, settings.published / Path(PUBLISHED).name):
        if published.exists():
            warehouse.execute(_OF_RELEASE, {"file": str(published)})
            return


def record(warehouse: duckdb.DuckDBPyConnection, night: date) -> Check:
    """Keep the figures of a night beside what was usual; a check that warns of those far from it.

    A night that is built again replaces its figures. It is compared with the nights before it.
    """
    given = {"night": night.isoformat()}
    warehouse.execute(_MEASURED)
    warehouse.execute(_HISTORY, given)
    rows = history.comparison_sql("ats", "table", "measured", "history")
    warehouse.execute(f"create or replace temp table compared as {rows}")
    warehouse.execute(
        f"delete from {WAREHOUSE}.validation.measures where as_of_date = $night", given
    )
    warehouse.execute(_RECORD, given)
    far = warehouse.execute(
        "select ats || ': ' || warning_text from compared where warning_text is not null "
        "order by ats, measure, category"
    ).fetchall()
    name = "a figure far from usual (measure_limits.csv)"
    detail = "; ".join(text for (text,) in far)[:300] or "no figure is far from usual"
    return Check(name, not far, detail, len(far), severity=WARNING)
