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

    @classmethod
    def from_environment(cls) -> Settings:
        """HIRING_INDEX_HOME (default ./data) and HIRING_INDEX_CONTACT (shown to the boards)."""
        return cls(
            home=Path(os.environ.get("HIRING_INDEX_HOME") or "data").absolute(),
            contact=os.environ.get("HIRING_INDEX_CONTACT", ""),
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
