"""Each measure of a release once: name, definition, unit, denominator, and the tables that have it.

The rows of `measures.csv` beside this file have names, units and denominators. A definition is the
description of the column in the dbt project, so a measure means the same in every table, in the API
and for the MCP server. The release has the whole as `measures.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from orchestration.publish.open_data import csv_files

FILE = "measures.csv"
_ROWS = Path(__file__).with_name(FILE)
_FIRST = "core/fct_segments"
"""Where most measures are computed, and so defined."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. `denominator` names the columns that it is a share or mean of; empty for a count.
    `tables` are the published tables that have it as a column."""

    measure: str
    title: str
    unit: str
    denominator: str
    definition: str
    tables: tuple[str, ...]


def of_project(tables: Mapping[str, Mapping[str, Any]]) -> list[Measure]:
    """All measures, in the order of the file. `tables` are the nodes of the published tables by
    name (schema/table). Raises ValueError for a measure that no table has."""
    with _ROWS.open(encoding="utf-8", newline="") as file:
        return [_measure(row, tables) for row in csv.DictReader(file)]


def _measure(row: dict[str, str], tables: Mapping[str, Mapping[str, Any]]) -> Measure:
    name = row["measure"]
    described = {
        table: " ".join(node["columns"][name]["description"].split())
        for table, node in tables.items()
        if name in node["columns"]
    }
    if not described:
        raise ValueError(f"{_ROWS}: no published table has a column {name}")
    definition = described.get(_FIRST) or next(iter(described.values()))
    # A column of this name that counts something else, such as a board's listings, is another one.
    same = (csv_files.relation(table) for table, text in described.items() if text == definition)
    return Measure(definition=definition, tables=tuple(same), **row)


def write(measures: Iterable[Measure], folder: Path) -> None:
    """Write the measures as CSV into the folder of a release."""
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        rows = [asdict(measure) for measure in measures]
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(row | {"tables": " ".join(row["tables"])} for row in rows)
