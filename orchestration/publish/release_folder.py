"""A published release as its folder: the database, the manifest and the night.

Not here: building a release (`release`), and reading its figures (`figure`, `release_reader`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orchestration.settings import Settings

DATABASE = "marts.duckdb"


def current(settings: Settings) -> Path:
    """The folder of the current release, which stays the same when a night publishes the next one.

    Raises ValueError if there is none.
    """
    if not (settings.current / DATABASE).exists():
        raise ValueError(f"no release in {settings.home}; run `hiring-ledger refresh` first")
    return settings.current.resolve()


def manifest_of(release: Path) -> dict[str, Any]:
    """The manifest of a release, by its folder."""
    found: dict[str, Any] = json.loads((release / "manifest.json").read_text("utf-8"))
    return found


def night_of(release_id: str) -> str:
    """The night with which the id of a release begins."""
    return release_id[: len("2026-11-02")]
