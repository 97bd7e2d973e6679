"""Adding the figures of a release to the ledger, and finding the release of an edition."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from orchestration.settings import Settings
from orchestration.storage import ledger
from orchestration.warehouse.fingerprints import FIGURES


def is_recorded(settings: Settings, night: date, release_id: str) -> bool:
    """Whether the newest edition of a night is of this release."""
    edition = ledger.newest(settings, night)
    return edition is not None and edition.release_id == release_id


def record(settings: Settings, night: date, release: Path, rules_id: str) -> None:
    """Add the figures of a published release to the ledger, unless its edition is the newest one.

    A release that is current again, after another one of its night, gets a further edition.
    """
    if is_recorded(settings, night, release.name):
        return
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    about = {name: manifest[name] for name in ("release_id", "code_version")}
    tables = [table.replace("/", ".") for table in FIGURES]
    database = release / "marts.duckdb"
    ledger.add(settings, night, {**about, "rules_id": rules_id}, database, tables)
