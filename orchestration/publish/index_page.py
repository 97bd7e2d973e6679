"""The page at the root of a release, which leads to its pages and files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.publish.report import day
from orchestration.publish.report.template import template


def render(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `index.html` into the folder of a release whose other files are there already."""
    parquet = sorted(file.name for file in (folder / "parquet").glob("*.parquet"))
    megabytes = (folder / "marts.duckdb").stat().st_size / 1e6
    text = template("index.html.j2").render(
        manifest=manifest,
        night=day(manifest["night"]),
        parquet=parquet,
        database_size=f"{megabytes:,.1f} MB",
        listing_count=sum(source["listings"] for source in manifest["sources"]),
    )
    (folder / "index.html").write_text(text.lstrip(), "utf-8")
