"""The figures that gates compare with earlier nights, as a release publishes them.

They are those of the sources' nights, accepted or quarantined, and of the built tables. Not here:
how they are compared (`validation.history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.crawl.history_gate import FILE
from orchestration.publish import databases
from orchestration.settings import Settings
from orchestration.validation import history

NIGHTS = history.NIGHTS
_COLUMNS = ", ".join(history.COLUMNS)
_OF_SOURCES = f"""
insert into every_measure by name
select 'sources' as layer, night::date as as_of_date, ats, {_COLUMNS},
    $is_quarantined as is_quarantined
from read_parquet($files, hive_partitioning = true, hive_types = {{'night': date}})
"""


@dataclass(frozen=True)
class Series:
    """One figure of a source over the nights, oldest first; the last is that of the release.

    `points` are rows of the published measures.
    """

    ats: str
    points: Sequence[Mapping[str, Any]]

    @property
    def last(self) -> Mapping[str, Any]:
        """The figure of the newest night."""
        return self.points[-1]


def write(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings, night: date, file: Path
) -> None:
    """Write the measures of a night and of those before it as Parquet."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        db.execute(
            "create table every_measure (layer varchar, as_of_date date, ats varchar, "
            f"amount double, {', '.join(f'{n} {t}' for n, t in history.COLUMNS.items())}, "
            "is_quarantined boolean)"
        )
        for files, is_quarantined in _files(settings, night):
            if files:
                db.execute(_OF_SOURCES, {"files": files, "is_quarantined": is_quarantined})
        tables = warehouse.execute(
            f"select 'tables' as layer, as_of_date, ats, amount, {_COLUMNS}, "
            "false as is_quarantined from validation.measures where as_of_date <= ?",
            [night],
        ).to_arrow_table()
        db.register("of_tables", tables)
        db.execute("insert into every_measure by name from of_tables")
        db.sql(
            "from every_measure qualify dense_rank() over (partition by layer "
            f"order by as_of_date desc) <= {NIGHTS} "
            "order by layer, ats, measure, category, as_of_date"
        ).write_parquet(str(file), compression="zstd")


def quarantined(settings: Settings, night: date) -> list[Path]:
    """The nights up to this one that are in quarantine and were not accepted since."""
    return [
        folder
        for folder in sorted(settings.quarantine.glob("*/night=*"))
        if folder.name <= f"night={night}"
        and not (settings.raw / folder.parent.name / folder.name).exists()
    ]


def _files(settings: Settings, night: date) -> Iterator[tuple[list[str], bool]]:
    """The measures of the last nights: those of accepted nights, then those of quarantined ones."""
    accepted = [f for f in settings.raw.glob("*/night=*") if f.name <= f"night={night}"]
    for folders, is_quarantined in ((accepted, False), (quarantined(settings, night), True)):
        nights = sorted({folder.name for folder in folders})[-NIGHTS:]
        files = [str(f / FILE) for f in sorted(folders) if f.name in nights]
        yield [file for file in files if Path(file).exists()], is_quarantined


def read(file: Path) -> dict[str, list[Series]]:
    """The published series by layer, `sources` and `tables`; of sources and measures in order."""
    with duckdb.connect() as db:
        relation = db.sql(
            "from read_parquet($f) order by layer, ats, measure, category, as_of_date",
            params={"f": str(file)},
        )
        rows = databases.rows(relation)
    found: dict[str, list[Series]] = {"sources": [], "tables": []}
    for layer, group in _groups(rows):
        found[layer].append(Series(group[0]["ats"], group))
    return found


def _groups(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, list[Mapping[str, Any]]]]:
    """Rows of one series each, with their layer."""
    groups: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        key = (row["layer"], row["ats"], row["measure"], row["category"])
        groups.setdefault(key, []).append(row)
    return [(key[0], group) for key, group in groups.items()]
