"""The rows of seeds of the dbt project: what pages and tables both need is defined only there."""

from __future__ import annotations

import csv

from orchestration.settings import DBT_PROJECT


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a seed, in the order of its file."""
    with (DBT_PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
