"""The pages of a release, in the order in which they need each other.

Not here: what is on a page (its module), and the data files beside them (`open_data`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.publish import (
    explore,
    index_page,
    measure_history,
    passports,
    quality_page,
    report,
)
from orchestration.publish.warehouse_tables import WarehouseTables
from orchestration.settings import Settings
from orchestration.validation.results import TableResult
from orchestration.warehouse import measures


def write(
    settings: Settings,
    folder: Path,
    tables: WarehouseTables,
    manifest: Mapping[str, Any],
    known: Mapping[str, TableResult],
    database: Future[None],
) -> None:
    """Write the pages into the folder of a release. `known` are the results of the checks of all
    tables, `database` is done when `marts.duckdb` is written."""
    for page in ("report", "coverage", "methodology", "explore"):
        (folder / page).mkdir()
    _write_quality(folder / "quality", known, settings, manifest)
    report.write_cards(folder, manifest)
    report.render_coverage(folder / "coverage", manifest)
    subjects = explore.render(tables, folder / "explore", manifest)
    report.render(tables, folder / "report", manifest, subjects)
    report.render_methodology(tables, folder / "methodology", manifest)
    marts = [table.split("/")[1] for table in tables.tables if table.startswith("marts/")]
    index_page.render(tables, folder, manifest, subjects, [f"{mart}.parquet" for mart in marts])
    passports.render(tables, folder, manifest, subjects)  # of every figure that a page shows
    database.result()
    index_page.state_size(folder)


def _write_quality(
    folder: Path,
    known: Mapping[str, TableResult],
    settings: Settings,
    manifest: Mapping[str, Any],
) -> None:
    """Every check of every table and raw source, as JSON and as a page."""
    checks: dict[str, Any] = {}
    night = f"night={manifest['night']}"
    accepted = settings.raw.glob(f"*/{night}")
    refused = (
        folder
        for folder in measure_history.quarantined(settings, date.fromisoformat(manifest["night"]))
        if folder.name == night
    )
    for source in sorted([*accepted, *refused], key=lambda path: path.parent.name):
        if (file := source / "checks.json").exists():
            checks[f"raw/{source.parent.name}"] = json.loads(file.read_text("utf-8"))
    for table in (row["table"] for row in manifest["tables"]):
        checks[table] = [c.as_dict() for c in known[table].checks]
    text = json.dumps(checks, indent=1, ensure_ascii=False, default=str)
    (folder / "results.json").write_text(text, "utf-8")
    series = measure_history.read(folder / Path(measures.PUBLISHED).name)
    quality_page.render(folder, checks, manifest, series)
