"""Adding the figures of a release to the ledger, and finding the release of an edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from orchestration.publish.release_folder import DATABASE, manifest_of
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
    manifest = manifest_of(release)
    about = {name: manifest[name] for name in ("release_id", "code_version")}
    tables = [table.replace("/", ".") for table in FIGURES]
    database = release / DATABASE
    ledger.add(settings, night, {**about, "rules_id": rules_id}, database, tables)
