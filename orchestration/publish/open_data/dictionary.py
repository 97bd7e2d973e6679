"""What the columns of a release mean: unit and type of each, and the data dictionary as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration import plain_text
from orchestration.publish.open_data import csv_files

FILE = "data_dictionary.csv"
COLUMNS = ("table", "position", "column", "data_type", "unit", "description")
_UNITS = {
    "_usd": "United States dollars a year",
    "_share": "share, 0 to 1",
    "_count": "number",
    "_days": "days",
    "_at": "UTC",
}
"""By the end of a column's name, which the conventions fix."""
_OTHER_MONEY = {"usd_per_unit": "United States dollars per unit of the currency"}


def unit(column: str) -> str:
    """The unit of a column; empty for words, flags, dates, and values whose unit a column beside
    them names."""
    if column in _OTHER_MONEY:
        return _OTHER_MONEY[column]
    return next((unit for end, unit in _UNITS.items() if column.endswith(end)), "")


def write(tables: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    """Write the dictionary of tables (schema/table, with their nodes in dbt's manifest)."""
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for table, node in tables.items():
            name = csv_files.relation(table)
            about = " ".join(node["description"].split())
            out.writerow(map(plain_text.cell, (name, 0, "", "table", "", about)))
            for position, (column, facts) in enumerate(node["columns"].items(), 1):
                meaning = " ".join(facts["description"].split())
                row = (name, position, column, facts["data_type"], unit(column), meaning)
                out.writerow(map(plain_text.cell, row))
