"""The rows of CSV files: seeds of the dbt project, and files that a command writes."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.paths import SEEDS


def csv_rows(file: Path) -> list[dict[str, str]]:
    """Each row as {column: value}."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def seed_rows(seed: str) -> list[dict[str, str]]:
    """The rows of a seed of the dbt project."""
    return csv_rows(SEEDS / f"{seed}.csv")
