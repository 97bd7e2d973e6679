"""Writes the open data of a release, in the order in which the files need each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from orchestration.publish import databases
from orchestration.publish.open_data import (
    citation,
    csv_files,
    data_package,
    dictionary,
    figures_api,
    measures,
    parquet_files,
    release_calendar,
    release_notes,
)
from orchestration.settings import Settings
from orchestration.validation.results import TableResult


def write(
    settings: Settings,
    folder: Path,
    manifest: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Any]],
    views: Collection[str],
    known: Mapping[str, TableResult],
) -> None:
    """Write all files into the folder of a release whose database and change feed are there
    already. `tables` are the published nodes of dbt's manifest by table (schema/table), `known`
    the results of their checks. Of `views`, whose rows are not stored, there are no files."""
    stored = {table: node for table, node in tables.items() if table not in views}
    listed = measures.of_project(tables)
    measures.write(listed, folder)
    # Threads would share out the rows of a file by chance.
    marts = str(folder / "marts.duckdb")
    with closing(databases.connect(marts, threads=1, access_mode="read_only")) as db:
        parquet_files.write(db, stored, folder, settings.thread_count)
        csv_files.write(db, stored, folder, settings.thread_count)
        figures_api.write(db, manifest, listed, folder)
    dictionary.write(tables, folder)
    citation.write(folder, manifest)
    release_notes.write(settings, folder, manifest)
    release_calendar.write(settings, folder, manifest)
    data_package.write(folder, manifest, stored, known)
