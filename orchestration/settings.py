"""Paths and environment, in one frozen dataclass. Nothing else reads the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
BOARDS = Path(__file__).resolve().parent / "boards"


@dataclass(frozen=True)
class Settings:
    """Where one index lives on disk. `home` is absolute; every path below hangs from it."""

    home: Path
    contact: str
    detail_budget: int = 5_000
    """Requests for details that a vendor is asked for in one night; 0 for any number."""
    sources_on: frozenset[str] = frozenset()
    """Sources that are off by default and are asked all the same, as far as robots.txt allows."""

    @classmethod
    def from_environment(cls) -> Settings:
        """HIRING_INDEX_HOME (default ./data), _CONTACT (shown to the boards), _DETAIL_BUDGET
        (default 5000) and _SOURCES_ON (names with commas between); ValueError for no number."""
        budget = os.environ.get("HIRING_INDEX_DETAIL_BUDGET") or str(cls.detail_budget)
        if not budget.isascii() or not budget.isdigit():
            raise ValueError(f"HIRING_INDEX_DETAIL_BUDGET is no number: {budget:.40}")
        home = Path(os.environ.get("HIRING_INDEX_HOME") or "data").absolute()
        if set(str(home)) & set("*?[]"):
            raise ValueError(f"{home}: a home with * ? [ or ] in its path cannot be read")
        on = os.environ.get("HIRING_INDEX_SOURCES_ON", "").split(",")
        return cls(
            home=home,
            contact=os.environ.get("HIRING_INDEX_CONTACT", ""),
            detail_budget=int(budget),
            sources_on=frozenset(name.strip() for name in on if name.strip()),
        )

    @property
    def raw(self) -> Path:
        return self.home / "raw"

    @property
    def quarantine(self) -> Path:
        return self.home / "quarantine"

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def current(self) -> Path:
        return self.home / "current"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    @property
    def work(self) -> Path:
        """Scratch space of a running night; anything here may be deleted between runs."""
        return self.home / "work"

    def raw_night(self, name: str, night: date) -> Path:
        """Where one accepted night of one raw source lies."""
        return self.raw / name / f"night={night.isoformat()}"
