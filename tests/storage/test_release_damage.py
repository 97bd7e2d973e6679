"""Damage in a published release is found by its manifest."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.publish import release
from orchestration.settings import Settings
from orchestration.storage import atomic, release_manifest
from tests.storage.damage import cut, empty, garbage, lose, scribble


@pytest.fixture
def published(settings: Settings) -> Path:
    folder = settings.releases / "2026-11-02-0123abcd"
    (folder / "report").mkdir(parents=True)
    (folder / "report" / "index.html").write_text("<html></html>")
    (folder / "marts.duckdb").write_bytes(os.urandom(1000))
    release_manifest.write_manifest(
        folder, {"night": "2026-11-02", "release_id": folder.name, "rows": 7}
    )
    release._swap(settings, folder)
    assert release_manifest.find_release_damage(settings.current) is None
    return folder


@pytest.mark.parametrize("how", [cut, scribble, garbage, lose, empty])
@pytest.mark.parametrize("name", ["manifest.json", "marts.duckdb", "report/index.html"])
def test_a_damaged_release_is_found(
    settings: Settings, published: Path, name: str, how: Callable[[Path], None]
) -> None:
    how(published / name)
    assert str(published / name) in str(release_manifest.find_release_damage(published))
    assert release._current_night(settings) == ""


@pytest.mark.parametrize("text", ["[]", "null", "7", "{}", '{"files": {}, "manifest_sha256": "0"}'])
def test_a_manifest_of_another_form_is_damage(published: Path, text: str) -> None:
    (published / "manifest.json").write_text(text)
    assert "manifest.json" in str(release_manifest.find_release_damage(published))


def test_a_changed_number_in_a_manifest_is_found(published: Path) -> None:
    manifest = json.loads((published / "manifest.json").read_text())
    (published / "manifest.json").write_text(json.dumps(manifest | {"rows": 8}))
    assert "is not as it was published" in str(release_manifest.find_release_damage(published))


def test_a_current_link_without_target_is_no_release(settings: Settings, published: Path) -> None:
    atomic.remove_directory(published)
    assert release._current_night(settings) == ""
