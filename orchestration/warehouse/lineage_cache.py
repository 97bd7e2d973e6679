"""Keeps the column lineage of each table until its code changes, beside the dbt manifest.

All tables take a second of CPU, and most nights change no SQL. The lineage of a table depends on
its code alone, so all data directories share one file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from orchestration.settings import Settings
from orchestration.storage import atomic
from orchestration.warehouse import dbt_runner
from orchestration.warehouse.column_lineage import (
    Source,
    UnreadableSQL,
    column_sources,
    table_columns,
)
from orchestration.warehouse.dbt_project import Project

LOG = logging.getLogger(__name__)


class LineageCache:
    """The column lineage of the tables of a project, read from SQL when their code is new."""

    def __init__(self, project: Project, settings: Settings, file: Path | None = None) -> None:
        self._project = project
        self._settings = settings
        self._file = file or dbt_runner.TARGET / "column_lineage.json"
        self._known = _read(self._file)
        self._has_changed = False

    def of_table(self, table: str, code_fingerprint: str) -> dict[str, list[Source]]:
        """The sources of each column of a table that was built with this code; empty for a seed."""
        node = self._project.nodes[table]
        if node["resource_type"] == "seed":
            return {}
        known = self._known.get(table)
        if known is None or known["code"] != code_fingerprint:
            self._has_changed = True
            columns = self._compute(table, node)
            known = self._known[table] = {"code": code_fingerprint, "columns": columns}
        return {c: [(t, name) for t, name in found] for c, found in known["columns"].items()}

    def save(self) -> None:
        """Write what was added, without tables that the project no longer has."""
        if self._has_changed:
            kept = {t: known for t, known in self._known.items() if t in self._project.nodes}
            self._file.parent.mkdir(parents=True, exist_ok=True)
            atomic.write_text(self._file, json.dumps(kept, sort_keys=True))

    def _compute(self, table: str, node: dict[str, Any]) -> dict[str, list[Source]]:
        compiled = self._settings.work / "dbt" / "compiled" / node["package_name"]
        files = self._project.source_tables(table)
        try:
            sql = (compiled / node["original_file_path"]).read_text("utf-8")
            found = column_sources(sql, self._columns, files[0] if files else None)
        except (OSError, UnreadableSQL) as error:
            LOG.warning("%s: no column lineage: %s", table, error)
            return {}
        # An incremental model reads its own rows of the nights before.
        return {column: [s for s in read if s[0] != table] for column, read in found.items()}

    @cached_property
    def _columns(self) -> Any:
        from sqlglot.schema import MappingSchema

        return MappingSchema(table_columns(self._project))


@contextmanager
def open_cache(project: Project, settings: Settings) -> Iterator[LineageCache]:
    """A cache that is saved at the end of the block, also after an error."""
    cache = LineageCache(project, settings)
    try:
        yield cache
    finally:
        cache.save()


def _read(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError):
        return {}
