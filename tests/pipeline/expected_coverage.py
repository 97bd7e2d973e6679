"""The expected values of mart_coverage_by_source, from the stored postings of a first night."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

FIELDS = {
    "title": "title",
    "url": "url",
    "text": "description_html",
    "employment_type": "employment_type",
    "department": "department",
    "team": "team",
    "level": "level",
    "language": "language",
    "published_date": "published_at",
    "updated_date": "updated_at",
    "closing_date": "closes_at",
}
"""A share of mart_coverage_by_source, and the field of a posting as it was stored."""


def coverage(home: Path, night: date, truth_file: Path) -> dict[str, dict[str, Any]]:
    """What was read of each source, from the stored postings of a first night and the truth."""
    found: dict[str, dict[str, Any]] = {}
    software = Counter(
        row["ats"] for row in pq.read_table(truth_file).to_pylist() if row["is_software"]
    )
    for folder in sorted(home.glob(f"raw/*/night={night}")):
        if not (folder / "boards.parquet").exists():
            continue
        ats = folder.parent.name
        boards = pq.read_table(folder / "boards.parquet").to_pylist()
        rows = pq.read_table(folder / "postings.parquet").to_pylist()
        seen = pq.read_table(folder / "sightings.parquet").to_pylist()
        content = {row["content_id"]: row for row in rows}
        postings = [content[sighting["content_id"]] for sighting in seen]
        ends = Counter(board["outcome"] for board in boards)
        found[ats] = {
            "board_count": len(boards),
            "complete_board_count": ends["complete"],
            "missing_board_count": 0,
            "listing_count": len(postings),
            "software_listing_count": software[ats],
            "with_text_count": sum(bool(row["description_html"]) for row in postings),
            "pending_count": sum(board["pending_count"] for board in boards),
        }
        filled = {name: [row[field] for row in postings] for name, field in FIELDS.items()}
        filled["place"] = [row["places"] for row in postings]
        filled["pay_field"] = [row["pays"] or row["pay_text"] for row in postings]
        filled["workplace_field"] = [
            row["workplace"] or row["is_remote"] is not None or None for row in postings
        ]
        found[ats] |= {
            f"{name}_share": sum(bool(v) for v in values) / len(values) if values else None
            for name, values in filled.items()
        }
    return found
